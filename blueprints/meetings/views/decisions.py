"""Decisions of a meeting: writing them down, correcting them, and the page of one."""

from __future__ import annotations

from flask import request, url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.respond import page, saved
from blueprints.meetings import bp
from blueprints.meetings.forms import DecisionForm
from blueprints.meetings.views.planning import address, whole
from models import deadlines
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.meetings import Decision, Meeting, deciding, dossier, holding, queries


@bp.route("/<int:meeting_id>/decisions/new", methods=["GET", "POST"])
@requires("meeting.plan")
def decide(meeting_id: int):
    meeting, form = whole(meeting_id), DecisionForm()
    if not form.is_submitted():
        holding.require_writing(meeting, current_user)
    form.offer(meeting)
    form.overseer.preset(meeting.recorder_id)
    form.agenda.preset(request.args.get("agenda", 0, int) or None)
    if form.attempt(deciding.make, meeting, by=current_user, at=clock.now()):
        return saved("决定已记录，责任人和督办人已收到通知。", to=f"{address(meeting)}#decisions")
    return page("meetings/decide.html", form=form, meeting=meeting, row=None)


@bp.get("/decisions/<int:decision_id>")
@requires(SIGNED_IN)
def show_decision(decision_id: int):
    row = decision(decision_id)
    seen = db.session.scalar(visible(Meeting, current_user).where(Meeting.id == row.meeting_id))
    return page(
        "meetings/decision.html",
        row=row,
        opens_meeting=seen is not None,
        writing=dossier.is_writing(row.meeting, current_user) and row.state == "open",
        steps=dossier.acts_open_to(row, current_user),
        story=dossier.story_of(row, clock.today()),
        timers=db.session.scalars(deadlines.of(row)).all(),
        today=clock.today(),
        now=clock.now(),
    )


@bp.route("/decisions/<int:decision_id>/edit", methods=["GET", "POST"])
@requires("meeting.plan")
def edit_decision(decision_id: int):
    row = decision(decision_id)
    meeting, form = whole(row.meeting_id), DecisionForm(version=row.version)
    form.offer(meeting)
    form.show(row)
    if form.attempt(deciding.change, row, by=current_user, at=clock.now()):
        return saved(f"{row.number} 已修改，责任人和督办人已收到通知。", to=at_decision(row))
    return page("meetings/decide.html", form=form, meeting=meeting, row=row)


def decision(decision_id: int) -> Decision:
    return load(Decision, decision_id, *queries.COURSE)


def at_decision(row: Decision) -> str:
    return url_for(".show_decision", decision_id=row.id)
