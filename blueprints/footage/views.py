"""The board, one recording, and its steps."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.ways import only_open, open_among, shows
from blueprints.footage import bp
from blueprints.footage.columns import FOOTAGE
from blueprints.footage.forms import FootageFilter, ReasonForm, RequestForm, SaveForm
from models import deadlines
from models.accounts.scope import stations_for
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.footage import Preservation, queries, rules, todos
from models.rulebook import breaches

SOURCE = "monitor"  # under which discipline files what a recording shows


@bp.get("/")
@requires("footage.read")
def index():
    form, rows = _list()
    now = clock.now()
    counts = db.session.execute(queries.figures(visible(Preservation, current_user), now, now + todos.URGENT)).one()
    urgent = now + todos.URGENT
    return page(
        "footage/index.html", form=form, page=page_of(rows, *form.sort.key), counts=counts, now=now, urgent=urgent
    )


@bp.get("/export.xlsx")
@requires("footage.export")
def export():
    form, rows = _list()
    rows = rows.options(*queries.WHOLE).order_by(*form.sort.key)
    return sheet("录像保全", FOOTAGE, rows, action="footage.export", filters=form)


@bp.route("/new", methods=["GET", "POST"])
@requires("footage.request")
def create():
    form, kept = RequestForm(), []
    stations = db.session.scalars(stations_for(current_user, "footage.request")).all()
    form.station.offer(stations)
    form.station.preset(stations[0] if stations else None)
    form.lane.offer(queries.lanes_of_stations([station.id for station in stations]))
    if form.attempt(_request, kept, by=current_user, at=clock.now()):
        row = kept[0]
        said = f"{row.number} 请在 {clock.short_moment(row.overwritten_at)} 前保全。"
        return saved(said, to=url_for(".show", footage_id=row.id))
    return page("footage/create.html", form=form)


@bp.get("/<int:footage_id>")
@requires("footage.read")
@shows(Preservation)
def show(footage_id: int):
    return _page(load(Preservation, footage_id, *queries.WHOLE), SaveForm())


@bp.post("/<int:footage_id>/save")
@requires("footage.save")
def save(footage_id: int):
    row, form = load(Preservation, footage_id, *queries.WHOLE), SaveForm()
    if form.attempt(rules.save, row, by=current_user, at=clock.now()):
        return saved(f"{row.number} 已保全。", to=url_for(".show", footage_id=row.id))
    return _page(row, form)


@bp.route("/<int:footage_id>/lose", methods=["GET", "POST"])
@requires("footage.save")
def lose(footage_id: int):
    return _step(footage_id, "lose", rules.lose, "已登记为被覆盖。")


@bp.route("/<int:footage_id>/cancel", methods=["GET", "POST"])
@requires("footage.cancel")
def cancel(footage_id: int):
    return _step(footage_id, "cancel", rules.cancel, "已取消。")


def _step(footage_id: int, name: str, rule, said: str):
    """The page of a step that asks for a reason."""
    row, form = load(Preservation, footage_id, *queries.WHOLE), ReasonForm()
    if not form.is_submitted():
        rules.FLOW.require(row, name)
    if form.attempt(rule, row, by=current_user, at=clock.now()):
        return saved(f"{row.number} {said}", to=url_for(".show", footage_id=row.id))
    return page("footage/step.html", form=form, row=row, step=rules.FLOW.steps[name])


def _page(row: Preservation, form: SaveForm):
    """What a recording's page shows to whoever asks."""
    now = clock.now()
    steps = {step.name: step for step in rules.FLOW.open_to(row, current_user)}
    timer = db.session.scalars(deadlines.of(row).order_by(None).order_by(deadlines.DeadlineTimer.id.desc())).first()
    return page(
        "footage/show.html",
        row=row,
        form=form if "save" in steps else None,
        refusal=form,
        steps=steps,
        timer=timer,
        now=now,
        opened=open_among(one.href for one in row.requests),
        standings=only_open(breaches.standings_of(SOURCE, row.number)) if current_user.may("penalty.read") else [],
        is_gone=now >= row.overwritten_at,
        is_urgent=now + todos.URGENT >= row.overwritten_at,
    )


def _request(kept: list[Preservation], **given) -> None:
    kept.append(rules.request(None, **given))


def _list():
    """Return the filters and the recordings they leave."""
    form = FootageFilter()
    form.unit.offer(stations_for(current_user, "footage.read"))
    chosen = form.values()
    if chosen.pop("soon", False):
        chosen["gone_by"] = clock.now() + todos.URGENT
    return form, queries.filtered(visible(Preservation, current_user), **chosen)
