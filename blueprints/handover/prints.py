"""What goes on paper: the form in three blocks, slips, shortages, receipts, cards, the blank form."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page
from blueprints.handover import bp, desk, words
from blueprints.handover.here import station_for
from models.core import clock
from models.core.capital import capital
from models.core.db import db
from models.handover import Handover, checklist, prefill, queries, rules
from models.handover.kinds import LeaderItem, ReceiverItem, Side


@bp.get("/<int:handover_id>/print")
@requires("handover.read")
def print_form(handover_id: int):
    """The form as on paper: 当班记录, 接班记录, 站检查记录; a draft is marked as one."""
    handover = desk.whole(handover_id)
    reading = rules.reading_of(handover)
    held = db.session.scalars(queries.held_matters(handover.id)).all() if handover.is_editable else []
    more = {"held": held, "now": clock.now(), "receiver_items": ReceiverItem, "leader_items": LeaderItem}
    signed = {side.value: handover.signature_of(side) for side in Side}
    graded = {row.item: row.grade for row in (*handover.receiver_checks, *handover.leader_checks)}
    totals = checklist.differences(reading)
    more |= {"signed": signed, "graded": graded, "totals": totals, **words.LISTS, **words.sums(reading)}
    return page("handover/print.html", handover=handover, reading=reading, **more)


def _slip(template: str, handover_id: int, settlement_id: int):
    back = url_for(".show", handover_id=handover_id)
    return slip(template, desk.whole(handover_id), settlement_id, back)


def slip(template: str, handover: Handover, settlement_id: int, back: str):
    """Answer with one collector's sheet of ``handover``, or 404; ``back`` is the address of the way back."""
    row = next((one for one in handover.settlements if one.id == settlement_id), None) or abort(404)
    signed = {side.value: handover.signature_of(side) for side in Side}
    more = {"signed": signed, "now": clock.now(), "capital": capital(row.short), **words.LISTS}
    return page(template, handover=handover, row=row, back=back, **more)


@bp.get("/<int:handover_id>/settlement/<int:settlement_id>/print")
@requires("handover.read")
def print_settlement(handover_id: int, settlement_id: int):
    """收费员当班工作记录单."""
    return _slip("handover/print_settlement.html", handover_id, settlement_id)


@bp.get("/<int:handover_id>/settlement/<int:settlement_id>/shortage")
@requires("handover.read")
def print_shortage(handover_id: int, settlement_id: int):
    """短款说明表."""
    return _slip("handover/print_shortage.html", handover_id, settlement_id)


@bp.get("/<int:handover_id>/receipts/print")
@requires("handover.read")
def print_receipts(handover_id: int):
    """票据领用缴销单: the runs of numbers that were used, and the receipts that were spoilt. Source: domain §2.7."""
    return _signed_paper("handover/print_receipts.html", handover_id)


@bp.get("/<int:handover_id>/cards/print")
@requires("handover.read")
def print_cards(handover_id: int):
    """CPC 卡交接单: the stock of cards from one crew to the next. Source: domain §2.7."""
    return _signed_paper("handover/print_cards.html", handover_id)


def _signed_paper(template: str, handover_id: int):
    """Print what was signed; a draft has nothing to print yet: 404."""
    handover = desk.whole(handover_id)
    if not handover.content_hash:
        abort(404)
    signed = {side.value: handover.signature_of(side) for side in Side}
    back = url_for(".show", handover_id=handover_id)
    return page(template, handover=handover, signed=signed, back=back, now=clock.now())


@bp.get("/blank")
@requires("handover.read")
def blank():
    """The empty form for an outage; what it says is entered later as 补录."""
    station = station_for("handover.read")
    lanes = db.session.scalars(queries.station_lanes(station.id)).all()
    more = {"receiver_items": ReceiverItem, "leader_items": LeaderItem, "items": prefill.ITEMS, **words.LISTS}
    return page("handover/blank.html", station=station, lanes=lanes, person=current_user, now=clock.now(), **more)
