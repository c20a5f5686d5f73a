"""The periodic 回访: rounds, the sample of a round, and one call."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import keep, page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.service import bp
from blueprints.service.columns import CALLS, round_columns
from blueprints.service.survey_forms import CallFilter, CallForm, DrawForm, RoundFilter
from blueprints.service.views.lists import filters, stations
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.service import FollowUpCall, FollowUpRound, asking
from models.service import follow_ups as rules


@bp.get("/follow-ups")
@requires("service.read")
def follow_ups():
    form, chosen = filters(RoundFilter)
    rows = asking.filtered_rounds(visible(FollowUpRound, current_user), **chosen)
    shown = page_of(rows, *form.sort.key)
    standings = asking.call_counts([row.id for row in shown.rows])
    return page("service/follow_ups.html", form=form, page=shown, standings=standings)


@bp.get("/follow-ups/export.xlsx")
@requires("service.export")
def export_follow_ups():
    form, chosen = filters(RoundFilter)
    rows = asking.filtered_rounds(visible(FollowUpRound, current_user), **chosen).order_by(*form.sort.key)
    found = db.session.scalars(rows).all()
    standings = asking.call_counts([row.id for row in found])
    return sheet("回访", round_columns(standings), found, action="service.export", filters=form)


@bp.get("/calls")
@requires("service.read")
def calls():
    form, rows = _calls()
    shown = page_of(rows, *form.sort.key)
    return page("service/calls.html", form=form, page=shown, to_call=asking.callable_among(shown.rows, current_user))


@bp.get("/calls/export.xlsx")
@requires("service.export")
def export_calls():
    form, rows = _calls()
    return sheet("回访记录", CALLS, rows.order_by(*form.sort.key), action="service.export", filters=form)


@bp.route("/follow-ups/new", methods=["GET", "POST"])
@requires("follow_up.run")
def draw():
    form, kept, today = DrawForm(), [], clock.today()
    form.offer_stations(stations("follow_up.run"))
    if not form.is_submitted():
        form.since.data, form.until.data = today - timedelta(days=30), today
    if form.attempt(_draw, kept, by=current_user, at=clock.now()):
        return saved(f"已抽取，编号 {kept[0].number}。", to=url_for(".follow_up", round_id=kept[0].id))
    return page("service/draw.html", form=form)


@bp.get("/follow-ups/<int:round_id>")
@requires("service.read")
def follow_up(round_id: int):
    row = load(FollowUpRound, round_id, *asking.DRAWN)
    found = db.session.scalars(asking.calls_of(row.id)).all()
    return page(
        "service/follow_up.html",
        row=row,
        calls=found,
        tally=rules.tally(found),
        waiting=sum(map(asking.is_open, found)),
        to_call=asking.callable_among(found, current_user),
    )


@bp.route("/calls/<int:call_id>", methods=["GET", "POST"])
@requires("follow_up.run")
def call(call_id: int):
    """Enter how a call ended; the next one that is open follows."""
    row, form = load(FollowUpCall, call_id, *asking.CALLED), CallForm()
    if form.attempt(rules.call, row, by=current_user, at=clock.now()):
        after = db.session.scalar(asking.next_open(row, current_user))
        to = url_for(".call", call_id=after) if after else url_for(".follow_up", round_id=row.round_id)
        return saved("已登记，下一位。" if after else "已登记，这一轮没有您可以拨打的了。", to=to)
    return page("service/call.html", row=row, form=form, contact=False)


@bp.post("/calls/<int:call_id>/contact")
@requires("follow_up.run")
def call_contact(call_id: int):
    """Show name and phone of the person to call, on record."""
    row = load(FollowUpCall, call_id, *asking.CALLED)
    rules.look(row, by=current_user)
    keep()
    return page("service/call.html", row=row, form=CallForm(formdata=None), contact=True)


def _draw(kept: list, **told) -> None:
    kept.append(rules.draw(**told))


def _calls():
    form, chosen = filters(CallFilter)
    if not current_user.may("follow_up.run"):
        del form.mine
    elif "mine" in chosen:
        chosen["mine"] = current_user
    return form, asking.filtered_calls(visible(FollowUpCall, current_user), **chosen)
