"""The camera groups of a station."""

from __future__ import annotations

from flask import abort, request, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.footage import bp
from blueprints.footage.forms import EditGroupForm, NewGroupForm, RetentionForm
from models.accounts import Unit
from models.accounts.scope import reaches, stations_for
from models.core import clock
from models.core.db import db
from models.footage import CameraGroup, queries
from models.footage import groups as rules


@bp.get("/setup")
@requires("footage.setup")
def setup():
    stations = _stations()
    station = _station(stations)
    lanes = {lane.id: lane.code for lane in db.session.scalars(queries.lanes_of_stations([station.id]))}
    links = [(one.name, url_for(".setup", station=one.id), one.id == station.id) for one in stations]
    groups = db.session.scalars(queries.groups_of(station.id)).all()
    return page("footage/setup.html", station=station, links=links, groups=groups, lanes=lanes, today=clock.today())


@bp.route("/setup/groups/create", methods=["GET", "POST"])
@requires("footage.setup")
def create_group():
    station, form = _station(_stations()), NewGroupForm()
    _offer(form, station.id)
    if form.attempt(rules.add, station, by=current_user):
        return saved(f"已添加“{form.name.data}”。", to=url_for(".setup", station=station.id))
    return _form(form, station, "添加摄像机组")


@bp.route("/setup/groups/<int:group_id>/edit", methods=["GET", "POST"])
@requires("footage.setup")
def edit_group(group_id: int):
    group, station = _group(group_id)
    form = EditGroupForm(version=group.version)
    _offer(form, station.id)
    form.show(group)
    if form.attempt(rules.edit, group, by=current_user):
        return saved(f"“{group.name}”已修改。", to=url_for(".setup", station=station.id))
    return _form(form, station, f"修改{group.name}")


@bp.route("/setup/groups/<int:group_id>/retention", methods=["GET", "POST"])
@requires("footage.setup")
def keep_for(group_id: int):
    group, station = _group(group_id)
    form = RetentionForm(version=group.version)
    if form.attempt(rules.keep_for, group, by=current_user):
        return saved(f"“{group.name}”的保存时间已设置。", to=url_for(".setup", station=station.id))
    return _form(form, station, f"设置{group.name}的保存时间")


def _form(form, station: Unit, title: str):
    return page("footage/setup_form.html", form=form, station=station, title=title)


def _offer(form, station_id: int) -> None:
    form.lanes.offer(list(db.session.scalars(queries.lanes_of_stations([station_id]))))


def _group(group_id: int) -> tuple[CameraGroup, Unit]:
    """Return a group with its station; 403 where the person may read but not set up."""
    group = load(CameraGroup, group_id)
    station = db.session.get_one(Unit, group.unit_id)
    return (group, station) if reaches(current_user, "footage.setup", station) else abort(403)


def _stations() -> list[Unit]:
    return list(db.session.scalars(stations_for(current_user, "footage.setup"))) or abort(404)


def _station(stations: list[Unit]) -> Unit:
    """Return the station of ``?station=``, by default the first; 404 for one out of reach."""
    wanted = request.args.get("station")
    return next((one for one in stations if wanted in (None, "", str(one.id))), None) or abort(404)
