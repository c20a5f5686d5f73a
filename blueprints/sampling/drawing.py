"""Draws: the list, one of them with its proof, making one, taking one back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from flask import abort, request, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.sampling import bp
from blueprints.sampling.columns import CLIPS, DRAWS
from blueprints.sampling.forms import CancelForm, DirectedForm, DrawFilter, DrawForm, ReassignForm
from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.core.months import first_of
from models.core.scope import visible
from models.inspections import queries as inspections
from models.roster import queries as roster
from models.sampling import Clip, Draw, queries, rules
from models.sampling.states import DRAW


@bp.get("/draws")
@requires("sampling.read")
def draws():
    form, rows = _list()
    found = page_of(rows, *form.sort.key)
    progress = {d: (n, done) for d, n, done in db.session.execute(queries.progress_of([d.id for d in found.rows]))}
    stations = list(form.unit.iter_choices())[1:]
    return page("sampling/draws.html", form=form, page=found, progress=progress, stations=stations)


@bp.get("/draws/export.xlsx")
@requires("sampling.export")
def export_draws():
    form, rows = _list()
    return sheet("视频抽检", DRAWS, rows.order_by(*form.sort.key), action="sampling.export", filters=form)


@bp.get("/draws/<int:draw_id>")
@requires("sampling.read")
def show(draw_id: int):
    draw, clips = _whole(draw_id)
    return page(
        "sampling/show.html", draw=draw, clips=clips, counts=_counts(draw, clips), proof=rules.differences(draw, clips)
    )


@bp.get("/draws/<int:draw_id>/print")
@requires("sampling.read")
def print_draw(draw_id: int):
    draw, clips = _whole(draw_id)
    return page("sampling/print.html", draw=draw, clips=clips, counts=_counts(draw, clips), now=clock.now())


@bp.get("/draws/<int:draw_id>/export.xlsx")
@requires("sampling.export")
def export_clips(draw_id: int):
    draw, clips = _whole(draw_id)
    return sheet(f"{draw.number} 抽检录像", CLIPS, clips, action="sampling.export")


@bp.route("/draws/new", methods=["GET", "POST"])
@requires("sampling.draw")
def draw_fair():
    """Draw the clips of a month for one station (``?station=``)."""
    station, form, made = _station(), DrawForm(), []
    _offer(form, station)
    if form.attempt(lambda **told: made.append(rules.draw_fair(station, **told)), by=current_user, at=clock.now()):
        return saved(f"{made[0].number} 已抽取 {made[0].total} 段。", to=url_for(".show", draw_id=made[0].id))
    return page("sampling/draw.html", form=form, station=station)


@bp.route("/draws/directed", methods=["GET", "POST"])
@requires("sampling.draw")
def draw_directed():
    """Draw clips of named people of one station (``?station=``), apart from the fair draw."""
    station, form, made = _station(), DirectedForm(), []
    _offer(form, station)
    form.people.offer(db.session.scalars(roster.staff_of(station.id)))
    if form.attempt(lambda **told: made.append(rules.draw_directed(station, **told)), by=current_user, at=clock.now()):
        return saved(f"{made[0].number} 已抽取 {made[0].total} 段。", to=url_for(".show", draw_id=made[0].id))
    return page("sampling/directed.html", form=form, station=station)


@bp.route("/draws/<int:draw_id>/cancel", methods=["GET", "POST"])
@requires("sampling.draw")
def cancel(draw_id: int):
    draw, form = load(Draw, draw_id), CancelForm()
    DRAW.require(draw, "cancel")
    if form.attempt(rules.cancel, draw, by=current_user):
        return saved(f"{draw.number} 已作废。", to=url_for(".show", draw_id=draw.id))
    return page("sampling/cancel.html", form=form, draw=draw)


@bp.route("/clips/<int:clip_id>/<int:review_id>/reassign", methods=["GET", "POST"])
@requires("sampling.draw")
def reassign(clip_id: int, review_id: int):
    """Give a waiting clip to somebody else; the clip is loaded, because its reviews are sealed while they wait."""
    clip = load(Clip, clip_id)
    review = db.session.scalars(queries.review_of(clip, review_id)).first() or abort(404)
    form = ReassignForm()
    form.reviewer.offer(queries.reviewers(db.session.get_one(Unit, clip.unit_id)))
    if form.attempt(rules.reassign, review, by=current_user, at=clock.now()):
        return saved(f"已改由{form.reviewer.data.name}评分。", to=url_for(".show", draw_id=clip.draw_id))
    return page("sampling/reassign.html", form=form, review=review, clip=clip)


def _list():
    form = DrawFilter()
    form.unit.offer(queries.stations(current_user))
    chosen = form.values()
    month = chosen.pop("month", None)
    return form, queries.filtered(visible(Draw, current_user), month=f"{month:%Y-%m}" if month else "", **chosen)


def _whole(draw_id: int) -> tuple[Draw, list[Clip]]:
    draw = load(Draw, draw_id)
    return draw, list(db.session.scalars(queries.clips_of(draw)).unique())


def _counts(draw: Draw, clips: list[Clip]) -> list[tuple[str, int, int]]:
    """Return ``(name, clips of this draw, clips of earlier draws of the year)``, who was drawn most first."""
    names = {clip.person_id: clip.person_name for clip in clips}
    drawn = Counter(clip.person_id for clip in clips)
    return sorted(
        ((names[who], n, draw.earlier.get(str(who), 0)) for who, n in drawn.items()), key=lambda r: (-r[1], r[0])
    )


def _station() -> Unit:
    """Return the station of the address, or the only one within reach."""
    stations = list(db.session.scalars(queries.stations(current_user)))
    wanted = request.args.get("station", "")
    found = [one for one in stations if str(one.id) == wanted] or stations[:1]
    return found[0] if found else abort(404)


def _offer(form, station: Unit) -> None:
    form.template.offer(inspections.sheets_in_force())
    form.reviewers.offer(db.session.scalars(queries.reviewers(station)))
    if not form.is_submitted():
        yesterday = clock.today() - timedelta(days=1)
        form.month.data, form.until.data = first_of(yesterday), yesterday
