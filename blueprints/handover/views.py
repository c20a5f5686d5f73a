"""The sheet: this shift's, any other, its saving every few seconds, opening one, backfilling one."""

from __future__ import annotations

from datetime import timedelta

from flask import request, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.forms import HouseForm
from blueprints.core.respond import keep, page, saved
from blueprints.core.ways import shows
from blueprints.handover import bp, desk
from blueprints.handover.forms import BackfillForm, SheetForm
from blueprints.handover.here import station_for
from models.core import clock
from models.core.db import db
from models.handover import Handover, queries, rules, sheet, waiting

BACKFILL_DAYS = 31


@bp.get("/")
@requires("handover.read")
def index():
    """This shift's handover; while there is none, what there is to do."""
    station, now = station_for("handover.read"), clock.now()
    shift, handover = waiting.meant_by(current_user, station.id, now)
    if handover is not None:
        return desk.sheet_page(desk.opened(handover.id))
    rows = db.session.scalars(waiting.waiting_at(station.id, now)).unique().all()
    may_open = bool(shift) and current_user.may("handover.record") and rules.may_record(shift, current_user)
    return page("handover/index.html", station=station, shift=shift, rows=rows, may_open=may_open, form=HouseForm())


@bp.get("/<int:handover_id>")
@requires("handover.read")
@shows(Handover)
def show(handover_id: int):
    return desk.sheet_page(desk.opened(handover_id))


@bp.post("/<int:handover_id>/edit")
@requires("handover.record", claims_key=False)
def edit(handover_id: int):
    """Save the draft: every few seconds by the script, or by the button. Nobody's texts are overwritten unseen."""
    handover = load(Handover, handover_id, *queries.DRAFT)
    db.session.refresh(handover.draft, ["body", "version"], with_for_update=True)
    form = SheetForm(handover)
    if form.attempt(rules.save_draft, handover, request.form, by=current_user, at=clock.now()):
        desk.forget_put_by(handover_id)
        keep()
        return desk.sheet_page(desk.opened(handover_id))
    shown = desk.opened(handover_id)
    return conflict(shown) if form.overtaken else desk.sheet_page(shown, form)


def conflict(handover: Handover):
    """Answer 409 with both texts: what this browser sent, and what another one saved meanwhile."""
    mine = sheet.merged(handover.draft.body, request.form)
    differing = sheet.differing(mine, handover.draft.body)
    form = desk.sign_form(handover)
    form.version.data = request.form.get("version", "")
    return desk.sheet_page(handover, form, mine, status=409, differing=differing)


@bp.post("/open")
@requires("handover.record")
def open_draft():
    """Begin the record of the current shift, where no handover has begun it."""
    shift = waiting.shift_for(current_user, station_for("handover.record").id, clock.now())
    handover = rules.begin(shift, by=current_user, at=clock.now())
    return saved(f"已开始 {handover.number}。", to=url_for(".show", handover_id=handover.id))


@bp.route("/backfill", methods=["GET", "POST"])
@requires("handover.backfill")
def backfill():
    """Enter what was written on the blank form during an outage; it is marked and signed like any other."""
    station, now = station_for("handover.backfill"), clock.now()
    form = BackfillForm()
    missing = queries.shifts_without_handover(now - timedelta(days=BACKFILL_DAYS), now, station.id)
    form.shift.offer(queries.recordable(missing, current_user))
    form.shift.preset(request.args.get("shift", 0, int) or None)
    if form.attempt(rules.backfill, by=current_user, at=now):
        made = db.session.scalar(queries.of_shift(form.shift.data.id))
        return saved("已建立补录记录，请照纸质表填写。", to=url_for(".show", handover_id=made.id))
    return page("handover/backfill.html", form=form, station=station, days=BACKFILL_DAYS)
