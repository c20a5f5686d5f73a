"""Accounts: the list of a month, and one account with everything its figure is made of."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from blueprints.points import bp
from blueprints.points.columns import BALANCES, ENTRIES
from blueprints.points.forms import BalanceFilter
from models.accounts import Unit
from models.core import clock, months
from models.core.db import db
from models.core.scope import visible
from models.points import PointBalance, PointEntry, queries, statement


@bp.get("/")
@requires("point.read")
def index():
    form, rows, month = _list()
    return page("points/index.html", form=form, page=page_of(rows, *form.sort.key), month=month)


@bp.get("/export.xlsx")
@requires("point.export")
def export():
    form, rows, month = _list()
    return sheet(f"积分 {month:%Y-%m}", BALANCES, rows.order_by(*form.sort.key), action="point.export", filters=form)


@bp.get("/print")
@requires("point.read")
def print_month():
    """The month of every account in the list, on paper with its signatures."""
    form, rows, month = _list()
    found = db.session.scalars(rows.order_by(*form.sort.key)).unique().all()
    return page("points/print.html", form=form, rows=found, month=month, now=clock.now())


@bp.get("/accounts/<int:balance_id>")
@requires(SIGNED_IN)
def account(balance_id: int):
    """One account and month: the reckoning, the entries it is made of, and the other months of the year."""
    balance = load(PointBalance, balance_id)
    entries = _entries(balance)
    return page(
        "points/account.html",
        balance=balance,
        page=page_of(entries, PointEntry.id.desc()),
        sums=statement.of(balance),
        year=db.session.scalars(queries.year_of(balance.holder, balance.month.year)).all(),
    )


@bp.get("/accounts/<int:balance_id>/export.xlsx")
@requires(SIGNED_IN)
def export_account(balance_id: int):
    balance = load(PointBalance, balance_id)
    name = f"{balance.caption} {balance.month:%Y-%m} 积分"
    return sheet(name, ENTRIES, _entries(balance).order_by(PointEntry.id), action="point.export")


def _entries(balance: PointBalance):
    return queries.entries_of(visible(PointEntry, current_user), balance.holder, balance.month)


def _list():
    """Return the filters, the accounts they leave, and the month."""
    form = BalanceFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    chosen = form.values()
    form.month.data = month = chosen.pop("month", None) or months.first_of(clock.today())
    chosen["crews"] = chosen.pop("whose", "people") == "crews"
    return form, queries.balances(current_user, month, **chosen), month
