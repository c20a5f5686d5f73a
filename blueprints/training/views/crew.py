"""The leader's view: who of the crew has done the quiz, and who need not."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.training import bp
from blueprints.training.columns import CREW
from blueprints.training.forms import CrewFilter, ExcuseForm
from models.core import clock
from models.core.db import db
from models.roster import Duty, Shift
from models.training import crews, queries, rules, statistics
from models.training.statistics import Tally


@bp.get("/crew")
@requires("quiz.watch")
def crew():
    """One shift, by default the one that began last, and the others of its day."""
    at, form = clock.now(), CrewFilter()
    shift = _shift(form.values(), at)
    others = list(db.session.scalars(crews.shifts_of_day(current_user, shift.business_date))) if shift else []
    people = crews.crew(shift, at) if shift else []
    context = {"shift": shift, "people": people, "sums": crews.sums(people), "at": at, "others": others}
    context["whole"] = _whole_day(shift) if len(others) > 1 else None
    context |= {"obstacle": crews.obstacle(shift, at) if shift else ""}
    context |= {"live": shift is not None and at <= crews.closes_at(shift), "links": _links(others, shift)}
    return page("training/crew.html", form=form, may_excuse=current_user.may("quiz.excuse"), **context)


@bp.get("/crew/export.xlsx")
@requires("quiz.watch")
def export_crew():
    at, form = clock.now(), CrewFilter()
    shift = _shift(form.values(), at) or abort(404)
    name = f"答题情况 {shift.business_date} {shift.unit.name}{shift.kind_name}"
    return sheet(name, CREW, crews.crew(shift, at), action="statistics.export", filters=form)


@bp.route("/crew/<int:duty_id>/excuse", methods=["GET", "POST"])
@requires("quiz.excuse")
def excuse(duty_id: int):
    duty, form = _duty(duty_id), ExcuseForm()
    if form.attempt(rules.excuse, duty, by=current_user, at=clock.now()):
        return saved(f"{duty.user.name}已登记免答，连续天数不受影响。", to=_back_to(duty.shift))
    return page("training/excuse.html", form=form, duty=duty, back=_back_to(duty.shift))


@bp.post("/crew/<int:duty_id>/withdraw")
@requires("quiz.excuse")
def withdraw(duty_id: int):
    duty = _duty(duty_id)
    rules.withdraw_excuse(duty, by=current_user)
    return saved(f"{duty.user.name}的免答登记已撤回。", to=_back_to(duty.shift))


def _shift(chosen: dict, at) -> Shift | None:
    if "shift" in chosen:
        return db.session.scalar(crews.shift_watched(current_user, chosen["shift"])) or abort(404)
    if "day" in chosen:
        found = crews.shifts_of_day(current_user, chosen["day"])
        begun = queries.begun_before(found.order_by(None), at) if chosen["day"] == clock.local(at).date() else None
        return (begun is not None and db.session.scalar(begun)) or db.session.scalar(found.limit(1))
    return db.session.scalar(queries.begun_before(queries.shifts_watched_by(current_user), at))


def _whole_day(shift: Shift) -> Tally | None:
    """Return the figures of all shifts of the day to whoever may read them, as the morning page counts them."""
    if not current_user.may("statistics.read"):
        return None
    return statistics.report(current_user, shift.business_date, shift.business_date).total


def _duty(duty_id: int) -> Duty:
    return db.session.scalar(queries.duty_watched_by(current_user, duty_id, "quiz.excuse")) or abort(404)


def _back_to(shift: Shift) -> str:
    return url_for(".crew", shift=shift.id)


def _links(shifts: list[Shift], shown: Shift | None) -> list[tuple[str, str, bool]]:
    several = len({shift.unit_id for shift in shifts}) > 1
    return [
        (f"{shift.unit.name if several else ''}{shift.kind_name} {shift.crew_name}", _back_to(shift), shift == shown)
        for shift in shifts
    ]
