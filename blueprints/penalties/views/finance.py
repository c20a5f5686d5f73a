"""Finance: what is to be collected, what was, and the month's ledger."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from itertools import groupby

from flask import request, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.turns import take
from blueprints.penalties import bp
from blueprints.penalties.columns import LEDGER
from blueprints.penalties.forms import CollectForm, MonthFilter
from models.core import clock
from models.core.capital import capital
from models.core.db import db
from models.penalties import Penalty, collecting, queries
from models.penalties.states import PENALTY


@bp.get("/collection")
@requires("penalty.collect")
def collection():
    """What waits, and the receipts of a month with the sum of each day."""
    form, since, until = _month()
    due = db.session.scalars(queries.due(current_user)).all()
    receipts = db.session.scalars(queries.collected(current_user, since, until)).all()
    return page(
        "penalties/collection.html", form=form, due=due, receipts=receipts, days=_days(receipts), **_sums(due, receipts)
    )


@bp.get("/collection/export.xlsx")
@requires("penalty.collect")
def export_ledger():
    form, since, until = _month()
    rows = queries.collected(current_user, since, until)
    return sheet(f"罚款收缴台账 {since:%Y-%m}", LEDGER, rows, action="penalty.export", filters=form)


@bp.get("/collection/print")
@requires("penalty.collect")
def print_ledger():
    _form, since, until = _month()
    receipts = db.session.scalars(queries.collected(current_user, since, until)).all()
    total = sum(row.amount for row in receipts)
    return page(
        "penalties/print_ledger.html",
        since=since,
        receipts=receipts,
        days=_days(receipts),
        total=total,
        capitals=capital(total),
        now=clock.now(),
        month=request.args.get("month", ""),
    )


@bp.route("/<int:penalty_id>/collect", methods=["GET", "POST"])
@requires("penalty.collect")
def collect(penalty_id: int):
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), CollectForm()
    if not form.is_submitted():
        form.amount.data, form.collected_on.data = penalty.payable, clock.today()
    if take(form, collecting.collect, PENALTY, penalty, "collect", at=clock.now()):
        return saved(f"{penalty.number} 已收缴，收据 {form.receipt_no.data}。", to=url_for(".collection"))
    return page("penalties/collect.html", form=form, penalty=penalty)


def _month() -> tuple[MonthFilter, date, date]:
    """Return the filter and the first and last day of its month, by default of this one."""
    form = MonthFilter()
    text = form.values().get("month") or f"{clock.today():%Y-%m}"
    first = date.fromisoformat(f"{text}-01")
    return form, first, first.replace(day=monthrange(first.year, first.month)[1])


def _days(receipts) -> list[tuple[date, int, int]]:
    """Return ``(day, number, sum in cents)`` of the receipts of each day."""
    found = []
    for day, rows in groupby(receipts, key=lambda row: row.collected_on):
        amounts = [row.amount for row in rows]
        found.append((day, len(amounts), sum(amounts)))
    return found


def _sums(due, receipts) -> dict[str, int]:
    today = clock.today()
    return {
        "due_sum": sum(penalty.payable for penalty in due),
        "month_sum": sum(row.amount for row in receipts),
        "today_sum": sum(row.amount for row in receipts if row.collected_on == today),
        "today_count": sum(row.collected_on == today for row in receipts),
    }
