"""Taking a case into the book while somebody is on the telephone, and correcting what was written down."""

from __future__ import annotations

from flask import request, url_for
from flask_login import current_user

from blueprints.complaints import bp
from blueprints.complaints.forms import EditForm, RegisterForm, moment_of
from blueprints.core.access import load, requires
from blueprints.core.forms import SHORT
from blueprints.core.respond import page, saved
from models import personal
from models.complaints import Channel, Complaint, evidence, queries, registering
from models.core import clock
from models.core.db import db
from models.roster import queries as roster


@bp.route("/new", methods=["GET", "POST"])
@requires("complaint.register")
def create():
    """One page, caller first; earlier cases and who was on duty appear beside it as it is filled in."""
    form, kept = _form(), []
    if form.attempt(_register, kept, by=current_user, at=clock.now()):
        case = kept[0]
        return saved(f"已登记，编号 {case.number}，由您负责。", to=url_for(".show", complaint_id=case.id))
    return page("complaints/create.html", form=form, earlier=[], asked=False, duties=_duties(form))


@bp.post("/on-duty")
@requires("complaint.register")
def on_duty():
    """Who was on duty at the time and lane that the form says; the part of the page beside it."""
    form = _form()
    return page("complaints/create.html", form=form, earlier=[], asked=False, duties=_duties(form))


@bp.route("/<int:complaint_id>/edit", methods=["GET", "POST"])
@requires("complaint.edit")
def edit(complaint_id: int):
    case = load(Complaint, complaint_id, *queries.WHOLE)
    form = EditForm(version=case.version)
    if not form.is_submitted():
        registering.require_editor(case, by=current_user)
        personal.rules.note_opened(case, by=current_user, reason="更正登记")
    form.lane.offer(roster.lanes_of(case.unit_id))
    form.show(case)
    form.lane.preset(case.lane_id)
    if form.attempt(registering.edit, case, by=current_user, at=clock.now()):
        return saved("登记已更正。", to=url_for(".show", complaint_id=case.id))
    return page("complaints/edit.html", form=form, case=case)


def _form() -> RegisterForm:
    """The form with its choices and sensible defaults: now, the own station, the channel of the last case."""
    form = RegisterForm()
    units = list(db.session.scalars(queries.stations_to_register_at(current_user)))
    form.unit.offer(units)
    lanes = [lane for unit in units for lane in db.session.scalars(roster.lanes_of(unit.id))]
    names = {unit.id: unit.name for unit in units}
    many = len({lane.unit_id for lane in lanes}) > 1
    form.lane.offer(lanes)
    if many:
        form.lane.choices = [("", form.lane.choices[0][1])]
        form.lane.choices += [(lane.id, f"{names[lane.unit_id]} {lane.name}") for lane in lanes]
    if not form.is_submitted():
        form.unit.preset(units[0] if units else None)
        form.occurred_at.data = form.occurred_at.data or clock.local(clock.now())
        last = db.session.scalar(queries.last_of(current_user))
        form.channel.data = form.channel.data or (last.channel if last else None)
        _follow_link(form)
    return form


def _follow_link(form: RegisterForm) -> None:
    """Fill in what a page of another room says in its address: the channel, and the number of its matter."""
    if (channel := request.args.get("channel", "")) in list(Channel):
        form.channel.data = Channel(channel)
    form.reference.data = request.args.get("reference", "")[:SHORT] or form.reference.data


def _duties(form: RegisterForm) -> list:
    """Return who was on duty at the moment and lane of the form, or now, as the roster knows it."""
    unit, lane = form.unit.row, form.lane.row
    if unit is None or form.occurred_at.data is None:
        return []
    return evidence.on_duty(unit, moment_of(form.occurred_at.data), lane.id if lane else None)


def _register(kept: list, by, at, **told) -> None:
    """Hand the new case out through ``kept``: a form's attempt returns only yes or no."""
    kept.append(registering.register(by=by, at=at, **told))
