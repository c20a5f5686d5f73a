"""What is published, for those who read it: list, one report, its proof, open against secret."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask import Response, abort, current_app, url_for
from flask_login import current_user

from blueprints.core import turns
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.documents import send
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.ways import only_open, shows
from blueprints.mystery_visits import bp
from blueprints.mystery_visits.columns import COMPARISON, PUBLISHED
from blueprints.mystery_visits.forms import MatterViolationForm, PublishedFilter, RectifyForm, YearFilter
from blueprints.mystery_visits.papers import report_paper
from blueprints.mystery_visits.pictures import picture
from models.core import attachments, clock
from models.core.db import db
from models.core.flow import lets
from models.core.months import last_of
from models.mystery_visits import (
    ASPECTS,
    MysteryRoot,
    MysteryVisit,
    comparison,
    consequences,
    dossier,
    following,
    queries,
    sealing,
    studying,
)
from models.rulebook import queries as rulebook


@bp.get("/")
@requires("mystery_visit.read")
def index():
    form, rows = _list()
    return page("mystery_visits/index.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/export.xlsx")
@requires("mystery_visit.export")
def export():
    form, rows = _list()
    return sheet("暗访评价", PUBLISHED, rows.order_by(*form.sort.key), action="mystery_visit.export", filters=form)


@bp.get("/<int:visit_id>")
@requires(SIGNED_IN)
@shows(MysteryVisit)
def show(visit_id: int):
    """The whole visit as its viewer may see it: 404 to whoever may not know of it."""
    visit = load(MysteryVisit, visit_id, *queries.WHOLE)
    return page(
        "mystery_visits/show.html",
        visit=visit,
        aspects=ASPECTS,
        files=db.session.scalars(attachments.of(visit)).all() if visit.is_published else [],
        steps=dossier.steps_open_to(visit, current_user),
        refusal=dossier.refusal_to_publish(visit, current_user),
        seated=dossier.may_study(visit, current_user),
        may_close=lets(studying.close, visit, current_user),
        story=dossier.story(visit),
        orders=following.orders_of(visit),
        standings=_standings(visit),
        now=clock.now(),
    )


@bp.route("/<int:visit_id>/matters/<int:matter_id>/rectify", methods=["GET", "POST"])
@requires("rectification.issue")
def rectify(visit_id: int, matter_id: int):
    """Order the station to put right what the group adopted."""
    visit, form = _published(visit_id), RectifyForm()
    matter = queries.matter_of(visit, matter_id) or abort(404)
    turns.refuse_before(form, following.refusal_to_rectify(visit, matter))
    if form.attempt(following.rectify, visit, matter, by=current_user, at=clock.now()):
        return saved("整改通知已下发。", to=url_for(".show", visit_id=visit.id))
    back = url_for(".show", visit_id=visit.id)
    return page("mystery_visits/step.html", form=form, title="下发整改", back=back, hint=matter.text, visit=visit)


@bp.route("/<int:visit_id>/matters/<int:matter_id>/report-violation", methods=["GET", "POST"])
@requires("mystery_visit.report_violation")
def report_violation(visit_id: int, matter_id: int):
    """Make a violation of what a proposal tells: who was on duty then is shown, the clauses of that day are offered."""
    visit, form = _published(visit_id), MatterViolationForm()
    matter = queries.matter_of(visit, matter_id) or abort(404)
    form.person.offer(consequences.people_of(visit))
    form.clauses.offer(db.session.scalars(rulebook.in_force(consequences.visited_on(visit))))
    turns.refuse_before(form, consequences.refusal_to_report(visit, matter))
    if not form.is_submitted():
        form.facts.data = consequences.seen_by_the_visitor(visit)
    if form.attempt(consequences.report, visit, matter, by=current_user, at=clock.now()):
        return saved("已登记为违规，按违规处理程序认定。", to=url_for(".show", visit_id=visit.id))
    told = {"visit": visit, "matter": matter, "duties": consequences.on_duty(visit)}
    return page("mystery_visits/report_violation.html", form=form, **told)


@bp.get("/<int:visit_id>/photos/<int:photo_id>")
@requires(SIGNED_IN)
def photo(visit_id: int, photo_id: int):
    """Show a photo of a sealed report to those who may read it; a published one is in the common store."""
    visit = load(MysteryVisit, visit_id)
    return picture(db.session.scalar(queries.sealed_photo(visit, photo_id)))


@bp.get("/<int:visit_id>/print")
@requires(SIGNED_IN)
def print_report(visit_id: int):
    visit = _reported(visit_id)
    return page("mystery_visits/print.html", visit=visit, aspects=ASPECTS, now=clock.now())


@bp.get("/<int:visit_id>/report.docx")
@requires(SIGNED_IN)
def download(visit_id: int):
    """The same paper for Word; only what is published, since every download stands in the trail."""
    visit = _published(visit_id)
    return send(report_paper(visit), f"暗访评价报告 {visit.number}", action="mystery_visit.export", subject=visit)


@bp.get("/<int:visit_id>/verify")
@requires(SIGNED_IN)
def verify(visit_id: int):
    """Reckon commitment and root anew, and say how anybody can do it by hand."""
    visit = _published(visit_id)
    return page("mystery_visits/verify.html", visit=visit, found=dossier.verdict(visit))


@bp.get("/<int:visit_id>/sealed.txt")
@requires(SIGNED_IN)
def sealed(visit_id: int):
    """The very bytes whose SHA-256 is the commitment."""
    visit = _published(visit_id)
    content = sealing.file_of(visit.report.sealed, visit.report.salt)
    headers = {"Content-Disposition": f"attachment; filename={visit.number}.txt"}
    return Response(content, mimetype="text/plain", headers=headers)


@bp.get("/roots")
@requires("mystery_visit.read")
def roots():
    """The hash of every day: published with or without a report, so it tells nobody anything."""
    return page("mystery_visits/roots.html", page=page_of(queries.roots(), MysteryRoot.day.desc(), MysteryRoot.id))


@bp.get("/comparison")
@requires("mystery_visit.read")
def compare():
    form, lines = _lines()
    return page(
        "mystery_visits/comparison.html",
        form=form,
        lines=lines,
        year=form.chosen(),
        to=partial(_behind, form.chosen()),
    )


@bp.get("/comparison.xlsx")
@requires("mystery_visit.export")
def export_comparison():
    form, lines = _lines()
    name = f"明查暗访对比 {form.chosen()}"
    return sheet(name, COMPARISON, lines, action="mystery_visit.export", filters=form)


def _behind(year: int, side: str, line: comparison.Line) -> str:
    """Return the address of what a mean is made of, "" for those whom the list is not open to."""
    days = {"since": line.month or date(year, 1, 1), "until": last_of(line.month) if line.month else date(year, 12, 31)}
    if side == "secret":
        return url_for(".index", unit=line.station.id, **days)
    inspected = "inspections.index" in current_app.view_functions and current_user.may("inspection.list")
    return url_for("inspections.index", counted="y", unit=line.station.id, **days) if inspected else ""


def _list():
    form = PublishedFilter(queries.stations(current_user, "mystery_visit.read"))
    return form, queries.published(current_user, **form.values())


def _lines():
    form = YearFilter()
    stations = db.session.scalars(queries.stations(current_user, "mystery_visit.read")).unique()
    return form, comparison.lines(stations, form.chosen())


def _standings(visit: MysteryVisit) -> dict[int, list]:
    """Return by proposal how its violations stand, for who may make violations of proposals."""
    found = consequences.standings_of(visit) if current_user.may("mystery_visit.report_violation") else {}
    return {matter_id: only_open(standings) for matter_id, standings in found.items()}


def _reported(visit_id: int) -> MysteryVisit:
    visit = load(MysteryVisit, visit_id, *queries.WHOLE)
    return visit if visit.report else abort(404)


def _published(visit_id: int) -> MysteryVisit:
    visit = load(MysteryVisit, visit_id, *queries.WHOLE)
    return visit if visit.is_published else abort(404)
