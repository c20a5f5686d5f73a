"""Changes of one shift: substitutes, other lanes, people called up, corrections. Each is one small form."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from blueprints.core.access import load, requires
from blueprints.core.forms import HouseForm
from blueprints.core.respond import page, saved
from blueprints.roster import bp
from blueprints.roster.forms import CallUpForm, CorrectForm, MoveForm, ReleaseForm, SubstituteForm
from models.accounts.scope import reaches
from models.roster import Duty, Shift, rules

WITH_SHIFT = (
    joinedload(Duty.user),
    joinedload(Duty.lane),
    joinedload(Duty.shift).options(joinedload(Shift.crew), joinedload(Shift.unit), joinedload(Shift.kind)),
)


def duty_to_change(duty_id: int) -> Duty:
    """Return a duty of a shift whose crew the person may change; 404 unseen or replaced, 403 out of reach."""
    duty = load(Duty, duty_id, *WITH_SHIFT)
    if duty.is_void or duty.is_correction:
        abort(404)
    check_reach("roster.change", duty.shift)
    return duty


def shift_to(permission: str, shift_id: int) -> Shift:
    """Return a shift over whose crew the person holds ``permission``; 404 unseen, 403 out of reach."""
    shift = load(Shift, shift_id)
    check_reach(permission, shift)
    return shift


def check_reach(permission: str, shift: Shift) -> None:
    if not reaches(current_user, permission, shift.crew):
        abort(403)


def changed(sentence: str, shift: Shift):
    """Say what was done, on the day of the shift."""
    return saved(sentence, to=url_for(".day", day=shift.business_date.isoformat(), station=shift.unit_id))


def asked(form: HouseForm, shift: Shift, button: str, title: str, hint: str = ""):
    """Show the small form of a change."""
    return page("roster/change.html", form=form, shift=shift, title=title, button=button, hint=hint)


@bp.route("/duties/<int:duty_id>/substitute", methods=["GET", "POST"])
@requires("roster.change")
def substitute(duty_id: int):
    duty = duty_to_change(duty_id)
    form = SubstituteForm(duty)
    if form.attempt(rules.substitute, duty, by=current_user):
        return changed(f"{form.person.data.name}已安排顶班。", duty.shift)
    return asked(form, duty.shift, "安排顶班", f"安排顶班：{duty.who}")


@bp.route("/duties/<int:duty_id>/move", methods=["GET", "POST"])
@requires("roster.change")
def move(duty_id: int):
    duty = duty_to_change(duty_id)
    form = MoveForm(duty)
    if form.attempt(rules.move, duty, by=current_user):
        return changed(f"{duty.who}已改到 {form.lane.data.code}。", duty.shift)
    return asked(form, duty.shift, "调整车道", f"调整车道：{duty.who}")


@bp.route("/duties/<int:duty_id>/release", methods=["GET", "POST"])
@requires("roster.change")
def release(duty_id: int):
    duty = duty_to_change(duty_id)
    form = ReleaseForm(duty)
    if form.attempt(rules.release, duty, by=current_user):
        return changed(f"{duty.who}已撤下。", duty.shift)
    hint = "撤下后，班表和交接班在这个岗位标明“缺岗”，到有人顶上为止。"
    return asked(form, duty.shift, "撤下", f"撤下：{duty.who}", hint)


@bp.route("/shifts/<int:shift_id>/call-up", methods=["GET", "POST"])
@requires("roster.change")
def call_up(shift_id: int):
    shift = shift_to("roster.change", shift_id)
    form = CallUpForm(shift)
    if form.attempt(rules.call_up, shift, by=current_user):
        return changed(f"{form.person.data.name}已加入本班。", shift)
    return asked(form, shift, "增加人员", "增加人员")


@bp.route("/shifts/<int:shift_id>/correct", methods=["GET", "POST"])
@requires("roster.correct")
def correct(shift_id: int):
    shift = shift_to("roster.correct", shift_id)
    form = CorrectForm(shift)
    if form.attempt(rules.correct, shift, by=current_user):
        return changed("更正已记录。", shift)
    return asked(form, shift, "记录更正", "更正班次")
