"""A meeting before it is held, and its page."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.respond import page, saved
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import require_state, take
from blueprints.meetings import bp
from blueprints.meetings.forms import MeetingForm, NewMeetingForm
from models.closings import house_of
from models.core import attachments, clock
from models.core.db import db
from models.core.flow import lets
from models.meetings import Meeting, MeetingState, dossier, holding, planning, queries
from models.meetings.states import MEETING


@bp.route("/new", methods=["GET", "POST"])
@requires("meeting.plan")
def create():
    meeting, form = Meeting(), NewMeetingForm()
    form.unit.offer(queries.units_to_meet(current_user))
    form.unit.preset(house_of(current_user.unit))
    form.offer(current_user.unit)
    form.begin()
    if form.attempt(planning.plan, meeting, by=current_user, at=clock.now()):
        return saved(f"{meeting.number} 已筹备，参会人员已收到通知。", to=address(meeting))
    return page("meetings/edit.html", form=form, meeting=None)


@bp.get("/<int:meeting_id>")
@requires(SIGNED_IN)
def show(meeting_id: int):
    meeting = whole(meeting_id)
    return page(
        "meetings/show.html",
        meeting=meeting,
        steps=dossier.steps_open_to(meeting, current_user),
        writes=planning.may_write(meeting, current_user),
        writing=dossier.is_writing(meeting, current_user),
        takes_over=dossier.takes_over(meeting, current_user),
        course=dossier.course_of(meeting),
        attaches=lets(holding.attach, meeting, current_user),
        files=db.session.scalars(attachments.of(meeting)).all(),
        today=clock.today(),
    )


@bp.route("/<int:meeting_id>/edit", methods=["GET", "POST"])
@requires("meeting.plan")
def edit(meeting_id: int):
    meeting = whole(meeting_id)
    form = MeetingForm(version=meeting.version)
    require_state(form, meeting, MeetingState.PLANNED, planning.PAST_PLANNING)
    form.offer(meeting.unit)
    form.show(meeting)
    if form.attempt(planning.replan, meeting, by=current_user, at=clock.now()):
        return saved("会议安排已修改。", to=address(meeting))
    return page("meetings/edit.html", form=form, meeting=meeting)


@bp.route("/<int:meeting_id>/cancel", methods=["GET", "POST"])
@requires("meeting.plan")
def cancel(meeting_id: int):
    meeting, form = whole(meeting_id), ReasonForm()
    if take(form, planning.cancel, MEETING, meeting, "cancel", at=clock.now()):
        return saved(f"{meeting.number} 已取消，参会人员已收到通知。", to=address(meeting))
    return step(form, "取消会议", meeting.title, address(meeting), kind="danger")


def whole(meeting_id: int) -> Meeting:
    return load(Meeting, meeting_id, *queries.WHOLE)


def address(meeting: Meeting) -> str:
    return url_for(".show", meeting_id=meeting.id)


def step(form, title: str, subject: str, back: str, **more):
    """The page of one step: a few fields and one button."""
    return page("meetings/step.html", form=form, title=title, subject=subject, back=back, **more)
