"""Every list of the administrators is narrowed, ordered, paged and taken along as shown."""

from __future__ import annotations

import io
from base64 import urlsafe_b64encode

import pytest
from openpyxl import load_workbook

from blueprints.core.paging import SIZE
from models.accounts import Terminal, Unit, UnitKind, structure, terminals
from models.core import audit
from models.core.db import db

# list, who may read it, a narrowing, what then is shown and what is not, another order
LISTS = [
    ("/admin/units", "xi", "text=梅岭&kind=crew", "梅岭一班", "征费室", "-heads"),
    ("/admin/terminals", "xi", "text=X08&use=shared", "X08 岗亭", "监控室", "-id"),
    ("/admin/settings", "xi", "text=申诉期", "申诉期", "抽题种子", "label"),
    ("/admin/holidays", "xi", "year=2026&kind=makeup", "调休上班", "放假</span>", "-day"),
    ("/admin/jobs", "xi", "text=录像", "录像到期", "暗访", "next"),
    ("/admin/roles", "an", "text=班&kind=business", "班长", "审计管理员", "-holders"),
    ("/admin/bodies", "xi", "text=吴静&standing=now", "吴静", "陈立新", "name"),
    ("/admin/audit", "shen", "text=席文", "席文", "安然", "id"),
]
WHOLE = ("/admin/roles", "/admin/bodies")  # a few dozen rows, shown on one page


@pytest.fixture
def pcs(cast, units, db):
    for name, is_shared in (("X08 岗亭", True), ("监控室", False)):
        row = Terminal()
        terminals.register(row, name=name, unit=units["qinglan"], is_shared=is_shared, token=name, by=cast["xi"])
    audit.record("user.edit", cast["wang"], cast["an"])
    db.session.commit()


def rows_of(answer) -> list[tuple]:
    return list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(min_row=2, values_only=True))


@pytest.mark.one_engine
@pytest.mark.parametrize(("address", "who", "narrow", "seen", "unseen", "order"), LISTS, ids=lambda one: str(one))
def test_a_list_is_narrowed_ordered_and_taken_along(as_, cast, pcs, address, who, narrow, seen, unseen, order):
    browser = as_(cast[who])
    page = browser.get(f"{address}?{narrow}")
    assert page.status_code == 200 and seen in page.text
    table = page.text.partition("<tbody")[2].partition("</tbody>")[0]
    assert seen in table and unseen not in table
    whole, narrowed = (
        rows_of(browser.get(f"{address}/export.xlsx")),
        rows_of(browser.get(f"{address}/export.xlsx?{narrow}")),
    )
    assert 0 < len(narrowed) < len(whole)
    ordered = rows_of(browser.get(f"{address}/export.xlsx?sort={order}"))
    assert browser.get(f"{address}?sort={order}").status_code == 200 and ordered != whole
    assert browser.get(f"{address}?sort=nonsense").status_code == 422
    if address not in WHOLE:
        assert browser.get(f"{address}?after=%21%21").status_code == 400


def test_a_long_tree_is_paged_without_losing_a_unit(as_, cast, units):
    for number in range(SIZE):
        structure.create(
            Unit(),
            name=f"机动{number:02}班",
            code=f"m{number}",
            kind=UnitKind.CREW,
            parent=units["meiling"],
            by=cast["xi"],
        )
    db.session.commit()
    browser, seen, where = as_(cast["xi"]), "", "/admin/units"
    for _page in range(3):
        page = browser.get(where).text
        seen += page
        if "after=" not in page:
            break
        where = "/admin/units?after=" + page.partition("after=")[2].partition('"')[0].partition("&")[0]
    assert all(f"机动{number:02}班" in seen for number in range(SIZE)) and "梅岭一班" in seen
    beyond = urlsafe_b64encode(b"[-1]").decode()
    assert browser.get(f"/admin/units?after={beyond}").status_code == 400
