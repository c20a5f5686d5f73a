"""Which addresses are open to whom: the view's permission, and the row for the views that show one."""

from __future__ import annotations

import pytest
from flask import g

from blueprints.core import ways
from models.core.db import db
from tests.complaints import makers


@pytest.fixture
def case(cast):
    made = makers.make_case(cast, by="duo")
    db.session.commit()
    return made


def reading(app, person, *hrefs) -> set[str]:
    with app.test_request_context():
        g._login_user = person
        return ways.open_among(hrefs)


def test_a_row_is_open_to_whoever_sees_it(app, cast, case):
    page = f"/complaints/{case.id}"
    asked = (page, f"{page}?part=1#course", "/complaints/999999")
    assert reading(app, cast["ming"], *asked) == set(asked[:2])
    assert reading(app, cast["wang"], *asked) == set()


def test_a_page_is_open_to_whoever_has_its_permission(app, cast):
    asked = ("/complaints/traffic", "/me", "/inbox/")
    assert reading(app, cast["ming"], *asked) == set(asked)
    assert reading(app, cast["wang"], *asked) == {"/me", "/inbox/"}


@pytest.mark.parametrize(
    "href", ["", "/no-such-page", "https://example.com/", "//example.com/me", "/me/", "javascript:x"]
)
def test_what_is_no_address_of_the_house_is_open_to_nobody(app, cast, href):
    assert reading(app, cast["ming"], href) == set()


def test_many_ways_cost_one_statement_for_each_kind_of_row(app, cast, case, count_queries):
    hrefs = [f"/complaints/{number}" for number in range(1, 40)] + [f"/penalties/{number}" for number in range(1, 40)]
    reading(app, cast["ming"], "/complaints/1")
    with count_queries() as seen:
        reading(app, cast["ming"], *hrefs)
    assert len([one for one in seen if "FROM complaints" in one or "FROM penalties" in one]) == 2
