"""The list finds words on both engines, and no digits that are hidden on its pages."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade

from models.complaints import Complaint, queries
from models.core import search
from models.core.db import db as _db
from models.core.scope import visible
from tests.cast import people
from tests.complaints import makers

SAID = "绿通查验太慢，请回电 13912345678，车牌赣A12345，身份证 360103199001011234。"


def found(user, typed: str) -> list[int]:
    return list(_db.session.scalars(queries.filtered(visible(Complaint, user), text=typed)).unique())


@pytest.mark.parametrize("typed", ["绿通", "绿通 太慢", "13800004127", "138 0000 4127", "赣C·3K0D8"])
def test_a_case_is_found_by_its_words_and_by_a_whole_number(cast, typed):
    case = makers.make_case(cast, content=SAID, plate=makers.PLATE)
    assert found(cast["ming"], typed) == [case]
    assert found(cast["ming"], case.number) == [case]


@pytest.mark.parametrize("typed", ["1391234", "12345678", "赣A12345", "360103199001011234", "36010319", "2345"])
def test_hidden_digits_are_not_found(cast, typed):
    makers.make_case(cast, content=SAID)
    assert found(cast["ming"], typed) == []


def test_hidden_digits_are_not_found_behind_many_words_either(cast):
    long = "收费员没有解释绿色通道查验的规定还让我在车道上等候了很久才放行"
    case = makers.make_case(cast, content=f"{long}，回电 13912345678")
    assert found(cast["ming"], long) == [case]
    assert found(cast["ming"], f"{long} 1391234") == []


def test_an_edit_is_found_and_the_scope_holds(cast, db):
    case = makers.make_case(cast, content=SAID)
    case.content = "现金找零有误"
    db.session.flush()
    assert found(cast["ming"], "绿通") == [] and found(cast["ming"], "找零") == [case]
    assert found(cast["mei"], "找零") == [] and list(search.unindexed()) == []


def test_the_migration_indexes_what_is_there(cast, db):
    number = makers.make_case(cast, content=SAID).number
    db.session.commit()
    db.session.remove()
    downgrade(revision="0011")
    upgrade()
    ming = people()["ming"]
    assert [one.number for one in found(ming, "绿通")] == [number] and found(ming, "1391234") == []
