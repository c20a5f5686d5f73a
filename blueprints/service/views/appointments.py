"""The 上门预约: the list, the day, a new one, one of them, and its paper."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import keep, page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.service import bp
from blueprints.service.columns import APPOINTMENTS
from blueprints.service.forms import AppointmentFilter, AppointmentForm, BookingForm, DayFilter
from blueprints.service.views.lists import stations
from models import personal
from models.core import clock
from models.core.scope import visible
from models.service import Appointment, dayplan, queries
from models.service import appointments as rules
from models.service.flows import APPOINTMENT


@bp.get("/appointments")
@requires("service.read")
def appointments():
    form, rows = _list()
    return page("service/appointments.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/appointments/export.xlsx")
@requires("service.export")
def export_appointments():
    form, rows = _list()
    return sheet("上门预约", APPOINTMENTS, rows.order_by(*form.sort.key), action="service.export", filters=form)


@bp.get("/day")
@requires("service.read")
def day():
    """Slots × people of one station on one day, for whoever sends them."""
    form, offered = DayFilter(), stations()
    form.unit.offer(offered)
    chosen, on = form.values(), form.on.data or clock.today()
    station = chosen.get("unit") or (offered[0] if offered else None)
    form.unit.data, form.on.data = station, on
    plan = dayplan.of(station.id, on) if station else None
    return page("service/day.html", form=form, plan=plan, station=station, on=on)


@bp.route("/appointments/new", methods=["GET", "POST"])
@requires("appointment.register")
def book():
    form, kept = AppointmentForm(), []
    offered = stations("appointment.register")
    form.offer_stations(offered)
    form.offer_slots(form.unit.data if isinstance(form.unit.data, int) else 0)
    if not form.is_submitted():
        form.on.data = clock.today()
    if form.attempt(_register, kept, by=current_user, at=clock.now()):
        return saved(f"已预约，编号 {kept[0].number}。", to=url_for(".show", appointment_id=kept[0].id))
    return page("service/appointment_edit.html", form=form, row=None, single=len(offered) == 1)


@bp.route("/appointments/<int:appointment_id>/edit", methods=["GET", "POST"])
@requires("appointment.register")
def edit(appointment_id: int):
    row = load(Appointment, appointment_id, *queries.WHOLE)
    form = BookingForm(version=row.version)
    if not form.is_submitted():
        APPOINTMENT.require(row, "edit")
        personal.rules.note_opened(row, by=current_user, reason="修改预约")
    form.offer_slots(row.unit_id)
    form.show(row)
    if form.attempt(rules.edit, row, by=current_user, at=clock.now()):
        return saved("预约已修改。", to=url_for(".show", appointment_id=row.id))
    return page("service/appointment_edit.html", form=form, row=row, single=True)


@bp.get("/appointments/<int:appointment_id>")
@requires("service.read")
def show(appointment_id: int):
    return _page(load(Appointment, appointment_id, *queries.WHOLE))


@bp.post("/appointments/<int:appointment_id>/contact")
@requires("appointment.visit")
def contact(appointment_id: int):
    """Show whom to visit and where to the two who go and to whoever sends them, on record."""
    row = load(Appointment, appointment_id, *queries.WHOLE)
    rules.look(row, by=current_user)
    keep()
    return _page(row, contact=True)


@bp.get("/appointments/<int:appointment_id>/print")
@requires("service.read")
def print_appointment(appointment_id: int):
    """The paper that goes along: filled in as far as it is known, lines for the rest."""
    row = load(Appointment, appointment_id, *queries.WHOLE)
    whole = rules.may_look(row, current_user)
    if whole:
        rules.note_print(row, by=current_user)
    return page("service/appointment_print.html", row=row, now=clock.now(), whole=whole)


VISIT = ("depart", "arrive", "finish")


def _page(row: Appointment, contact: bool = False):
    works = rules.is_crew(row, current_user)
    steps = [step for step in APPOINTMENT.open_to(row, current_user) if works or step.name not in VISIT]
    early = rules.refusal_to_depart(row, clock.now()) if any(step.name == "depart" for step in steps) else ""
    steps = [step for step in steps if not early or step.name != "depart"]
    told = {"steps": steps, "early": early, "story": dayplan.story(row), "may_contact": works and rules.is_open(row)}
    return page("service/appointment.html", row=row, contact=contact, **told)


def _register(kept: list, **told) -> None:
    kept.append(rules.register(**told))


def _list():
    form = AppointmentFilter()
    form.unit.offer(stations())
    chosen = form.values()
    return form, queries.filtered_appointments(visible(Appointment, current_user), **chosen)
