"""Finance: what is to be collected, what was, and the month's ledger."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from flask import request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from blueprints.core import documents
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import require_may, take
from blueprints.penalties import bp, papers
from blueprints.penalties.columns import LEDGER
from blueprints.penalties.forms import (
    CollectForm,
    MonthFilter,
    RefundForm,
)
from models.core import clock, months, settings
from models.core.capital import capital
from models.core.db import db
from models.penalties import Collection, Penalty, collecting, ledger, queries
from models.penalties.states import PENALTY

UNBOOKED = PENALTY.steps["unbook"].sources  # once it is revoked, the money is paid back instead


@bp.get("/collection")
@requires("penalty.collect")
def collection():
    """What waits, and the receipts of a month, or of one of its days, with the sum of each day."""
    form, since, until = _month()
    day = form.values().get("day")
    due = db.session.scalars(queries.due(current_user)).all()
    booked = db.session.scalars(queries.collected(current_user, since, until)).all()
    receipts = [row for row in booked if day is None or row.collected_on == day]
    return page(
        "penalties/collection.html",
        form=form,
        day=day,
        today=clock.today(),
        shown_sum=sum(row.amount for row in receipts),
        due=due,
        refunds=db.session.scalars(queries.to_pay_back(current_user)).all(),
        receipts=receipts,
        reversible={
            row.id for row in receipts if row.is_reversible and row.penalty_id and row.penalty.state in UNBOOKED
        },
        days=_days(receipts),
        lines=papers.balance_lines(ledger.reconcile(current_user, since, until)),
        month_count=len(booked),
        beside=papers.beside(booked),
        **_sums(due, booked),
    )


@bp.get("/collection/export.xlsx")
@requires("penalty.collect")
def export_ledger():
    form, since, until = _month()
    day = form.values().get("day")
    rows = queries.collected(current_user, day or since, day or until)
    return sheet(f"罚款收缴台账 {day or f'{since:%Y-%m}'}", LEDGER, rows, action="penalty.export", filters=form)


@bp.get("/collection/print")
@requires("penalty.collect")
def print_ledger():
    """The month's ledger with its reconciliation, for two signatures."""
    _form, since, until = _month()
    told, month = _told(since, until), request.args.get("month", "")
    told |= {"lines": papers.balance_lines(told["balance"]), "beside": papers.beside(told["receipts"])}
    return page("penalties/print_ledger.html", now=clock.now(), month=month, **told)


@bp.get("/collection/ledger.docx")
@requires("penalty.collect")
def ledger_document():
    _form, since, until = _month()
    paper = papers.ledger(**_told(since, until), house=str(settings.value_of("house.name")))
    return documents.send(paper, f"罚款收缴台账 {since:%Y-%m}", action="penalty.export")


@bp.route("/collection/<int:collection_id>/reverse", methods=["GET", "POST"])
@requires("penalty.collect")
def reverse_receipt(collection_id: int):
    """Set a wrong receipt right by an entry of its own, dated today."""
    receipt, form = load(Collection, collection_id, joinedload(Collection.penalty)), ReasonForm()
    require_may(form, collecting.reverse_receipt, receipt)
    if take(form, _reversing(receipt), PENALTY, receipt.penalty, "unbook", at=clock.now()):
        return saved(f"收据 {receipt.receipt_no} 已冲销，请重新登记收缴。", to=url_for(".collection"))
    said = f"收据 {receipt.receipt_no}，{receipt.payer} {receipt.amount / 100:.2f} 元。"
    hint = f"{said}原收据保留，另记一笔今天的冲销，处罚回到待收缴。"
    return page(
        "penalties/step.html",
        form=form,
        title="冲销收据",
        number=receipt.receipt_no,
        back=url_for(".collection"),
        hint=hint,
        kind="danger",
    )


def _reversing(receipt: Collection):
    """Return the rule on the penalty that is locked, for this one of its receipts."""

    def reverse(_penalty: Penalty, **told) -> None:
        db.session.refresh(receipt)
        collecting.reverse_receipt(receipt, **told)

    return reverse


@bp.route("/<int:penalty_id>/refund", methods=["GET", "POST"])
@requires("penalty.collect")
def refund(penalty_id: int):
    """Pay back what was collected for a penalty that was revoked."""
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), RefundForm()
    if not form.is_submitted():
        form.collected_on.data = clock.today()
    if take(form, collecting.pay_back, PENALTY, penalty, "refund", at=clock.now()):
        return saved(f"{penalty.number} 的罚款已退还。", to=url_for(".collection"))
    return page("penalties/refund.html", form=form, penalty=penalty)


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
    """Return the filter and the first and last day of its month, by default of its day or of today."""
    form = MonthFilter()
    chosen = form.values()
    day = chosen.get("day")
    form.month.data = text = f"{day:%Y-%m}" if day else chosen.get("month") or f"{clock.today():%Y-%m}"
    first = date.fromisoformat(f"{text}-01")
    return form, first, months.last_of(first)


def _told(since: date, until: date) -> dict:
    """Return what stands on the month's ledger."""
    receipts = db.session.scalars(queries.collected(current_user, since, until)).all()
    total = sum(row.amount for row in receipts)
    return {
        "since": since,
        "receipts": receipts,
        "days": _days(receipts),
        "total": total,
        "capitals": capital(total) if total >= 0 else "",
        "balance": ledger.reconcile(current_user, since, until),
    }


def _days(receipts) -> list[tuple[date, int, int]]:
    """Return ``(day, number, sum in cents)`` of the receipts of each day."""
    found = []
    for day, rows in groupby(receipts, key=lambda row: row.collected_on):
        amounts = [row.amount for row in rows]
        found.append((day, len(amounts), sum(amounts)))
    return found


def _sums(due, booked) -> dict[str, int]:
    """Return the sums beside the lists; today is today, whichever month is looked at."""
    today = db.session.scalars(queries.collected(current_user, clock.today(), clock.today())).all()
    return {
        "due_sum": sum(penalty.payable for penalty in due),
        "month_sum": sum(row.amount for row in booked),
        "today_sum": sum(row.amount for row in today),
        "today_count": len(today),
    }
