"""The steps of a visit: sent, left, arrived, finished, or cancelled."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.service import bp
from blueprints.service.forms import CancelForm, DepartForm, DispatchForm, FinishForm
from models.core import clock
from models.core.errors import RuleBroken
from models.service import Appointment, dayplan, queries
from models.service import appointments as rules
from models.service.flows import APPOINTMENT


@bp.route("/appointments/<int:appointment_id>/dispatch", methods=["GET", "POST"])
@requires("appointment.dispatch")
def dispatch(appointment_id: int):
    """Choose the two; those who cannot go in this slot are listed with the reason instead of being offered."""
    row, form = load(Appointment, appointment_id, *queries.WHOLE), DispatchForm()
    crew = dayplan.crew_for(row)
    form.collector.offer(crew.collectors)
    form.recorder.offer(crew.recorders)
    if not form.is_submitted():
        form.collector.preset(row.collector)
        form.recorder.preset(row.recorder)
        form.device_no.data = row.device_no
    if _take(form, rules.dispatch, row, "dispatch"):
        return saved(f"{row.number} 已派单。", to=_after(row))
    return page("service/dispatch.html", form=form, row=row, crew=crew)


@bp.route("/appointments/<int:appointment_id>/depart", methods=["GET", "POST"])
@requires("appointment.visit")
def depart(appointment_id: int):
    row, form = load(Appointment, appointment_id, *queries.WHOLE), DepartForm()
    if not form.is_submitted():
        if refusal := rules.refusal_to_depart(row, clock.now()):
            raise RuleBroken(refusal)
        form.device_no.data = row.device_no
    if _take(form, rules.depart, row, "depart"):
        return saved("已登记出发。", to=_after(row))
    return _step(form, row, "登记出发", "出发时间按提交时刻记录。")


@bp.post("/appointments/<int:appointment_id>/arrive")
@requires("appointment.visit")
def arrive(appointment_id: int):
    row = load(Appointment, appointment_id, *queries.WHOLE)
    rules.arrive(row, by=current_user, at=clock.now())
    return saved("已登记到达。", to=_after(row))


@bp.route("/appointments/<int:appointment_id>/finish", methods=["GET", "POST"])
@requires("appointment.visit")
def finish(appointment_id: int):
    row, form = load(Appointment, appointment_id, *queries.WHOLE), FinishForm()
    if _take(form, rules.finish, row, "finish"):
        return saved(f"{row.number} 已完成。", to=_after(row))
    return _step(form, row, "登记完成", "请对方在上门服务单上签字，再登记。")


@bp.route("/appointments/<int:appointment_id>/cancel", methods=["GET", "POST"])
@requires("appointment.cancel")
def cancel(appointment_id: int):
    row, form = load(Appointment, appointment_id, *queries.WHOLE), CancelForm()
    if _take(form, rules.cancel, row, "cancel"):
        return saved(f"{row.number} 已取消。", to=_after(row))
    return _step(form, row, "取消预约", "站内未能安排、超出服务范围的仍计入覆盖率的分母。", "danger")


def _take(form, rule, row: Appointment, step: str) -> bool:
    """Carry out ``rule`` while the visit waits for ``step``; who is late keeps what was typed and is told."""

    def in_turn(**given) -> None:
        APPOINTMENT.hold(row, step)
        rule(row, by=current_user, at=clock.now(), **given)

    if not form.is_submitted():
        APPOINTMENT.require(row, step)
    return form.attempt(in_turn)


def _step(form, row: Appointment, title: str, hint: str, kind: str = "primary"):
    return page("service/step.html", form=form, row=row, title=title, hint=hint, kind=kind)


def _after(row: Appointment) -> str:
    return url_for(".show", appointment_id=row.id)
