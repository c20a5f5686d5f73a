"""The order of a list: chosen by name, the same on the page and in what is taken along."""

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from blueprints.core.forms import FilterForm
from blueprints.core.orders import OrderField, newest_first
from models.accounts import User


class People(FilterForm):
    sort = OrderField(newest_first(User.id) | {"name": ("按姓名", (User.name, User.id))})


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("", "users.id DESC"),
        ("?sort=-id", "users.id DESC"),
        ("?sort=id", "users.id"),
        ("?sort=name", "users.name, users.id"),
        ("?sort=password_hash", "users.id DESC"),
    ],
)
def test_the_key_is_that_of_the_chosen_order_and_else_the_usual_one(app, asked, key):
    with app.test_request_context(f"/{asked}"):
        form = People()
        assert ", ".join(str(select(User.id).order_by(part)).split("ORDER BY ")[1] for part in form.sort.key) == key
        assert form.values() == {}
        assert form.is_refused is (asked == "?sort=password_hash")


def test_the_page_and_the_spreadsheet_stand_in_the_chosen_order(cast, units, as_):
    head = as_(cast["wu"])
    for month, vehicles in (("2026-09", "300"), ("2026-10", "100"), ("2026-11", "200")):
        told = {"unit": units["qinglan"].id, "month": month, "vehicles": vehicles}
        assert head.post("/complaints/traffic", data=told).status_code == 303
    for sort, expected in (("", [200, 100, 300]), ("-vehicles", [300, 200, 100]), ("vehicles", [100, 200, 300])):
        page = head.get(f"/complaints/traffic?sort={sort}").text
        assert sorted(expected, key=lambda number: page.index(f">{number}<")) == expected
        taken = head.get(f"/complaints/traffic/export.xlsx?sort={sort}", buffered=True).data
        rows = list(openpyxl.load_workbook(BytesIO(taken)).active.iter_rows(values_only=True))
        assert [cell for row in rows for cell in row if cell in expected] == expected
