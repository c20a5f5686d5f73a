"""The list of inspections, one inspection, its beginning and its end."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import take
from blueprints.inspections import bp
from blueprints.inspections.columns import INSPECTIONS
from blueprints.inspections.forms import (
    InspectionFilter,
    StartForm,
    SubmitForm,
)
from blueprints.inspections.sheet_input import lines_of
from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.inspections import Inspection, confirming, consequences, failings, opening, queries, recording, reviewing
from models.inspections.states import INSPECTION


@bp.get("/")
@requires("inspection.list")
def index():
    form, rows = _list()
    return page("inspections/index.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/export.xlsx")
@requires("inspection.export")
def export():
    form, rows = _list()
    rows = rows.options(*queries.DECIDED).order_by(*form.sort.key)
    return sheet("督查台账", INSPECTIONS, rows, action="inspection.export", filters=form)


@bp.get("/<int:inspection_id>")
@requires(SIGNED_IN)
def show(inspection_id: int):
    inspection = load(Inspection, inspection_id, *queries.WHOLE)
    steps = [step for step in INSPECTION.open_to(inspection, current_user) if _is_theirs(inspection, step.name)]
    return page(
        "inspections/show.html",
        inspection=inspection,
        score=recording.score_of(inspection),
        lines=lines_of(inspection),
        steps=steps,
        refusal=_refusal(inspection, {step.name for step in steps}),
        story=_story(inspection),
        open_items=confirming.open_items(inspection),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires("inspection.start")
def create():
    """Begin one; the draft is kept while it is filled in."""
    form, made = StartForm(), []
    form.unit.offer(queries.units_to_inspect(current_user))
    form.template.offer(queries.sheets_in_force())
    form.inspectors.offer(db.session.scalars(queries.fellow_inspectors(current_user)).unique())
    if not form.is_submitted() and form.started_at.data is None:
        form.started_at.data = clock.local(clock.now())
    if form.attempt(lambda **told: made.append(opening.start(**told)), by=current_user, at=clock.now()):
        return saved("已开始，逐项记录即可。", to=url_for(".record", inspection_id=made[0].id))
    return page("inspections/create.html", form=form)


@bp.route("/<int:inspection_id>/submit", methods=["GET", "POST"])
@requires("inspection.submit")
def submit(inspection_id: int):
    inspection, form = load(Inspection, inspection_id, *queries.WHOLE), SubmitForm()
    INSPECTION.require(inspection, "submit")
    if not form.is_submitted():
        form.summary.data, form.suggestion.data = inspection.summary, inspection.suggestion
    if form.attempt(confirming.submit, inspection, by=current_user, at=clock.now()):
        return saved(f"{inspection.number} 已提交，当事人可以认可或提出异议。", to=_here(inspection))
    score = recording.score_of(inspection)
    return page("inspections/submit.html", form=form, inspection=inspection, score=score)


@bp.route("/<int:inspection_id>/withdraw", methods=["GET", "POST"])
@requires("inspection.withdraw")
def withdraw(inspection_id: int):
    inspection, form = load(Inspection, inspection_id, *queries.WHOLE), ReasonForm()
    if take(form, confirming.withdraw, INSPECTION, inspection, "withdraw"):
        return saved("已作废。", to=url_for(".index"))
    return page("inspections/step.html", form=form, inspection=inspection, title="作废", kind="danger")


@bp.post("/<int:inspection_id>/publish")
@requires("inspection.publish")
def publish(inspection_id: int):
    inspection = load(Inspection, inspection_id, *queries.WHOLE)
    reviewing.publish(inspection, by=current_user, at=clock.now())
    return saved(f"{inspection.number} 已通报。", to=_here(inspection))


@bp.route("/<int:inspection_id>/send-back", methods=["GET", "POST"])
@requires("inspection.send_back")
def send_back(inspection_id: int):
    inspection, form = load(Inspection, inspection_id, *queries.WHOLE), ReasonForm()
    INSPECTION.require(inspection, "send_back")
    if form.attempt(reviewing.send_back, inspection, by=current_user, at=clock.now()):
        return saved(f"{inspection.number} 已退回。", to=_here(inspection))
    hint = "退回后由督查人员更正，再次提交时当事人重新确认；已认可的不变。"
    return page("inspections/step.html", form=form, inspection=inspection, title="退回", hint=hint)


@bp.post("/<int:inspection_id>/archive")
@requires("inspection.archive")
def archive(inspection_id: int):
    inspection = load(Inspection, inspection_id, *queries.WHOLE)
    consequences.archive(inspection, by=current_user)
    return saved(f"{inspection.number} 已归档。", to=_here(inspection))


def _here(inspection: Inspection) -> str:
    return url_for(".show", inspection_id=inspection.id)


def _is_theirs(inspection: Inspection, step: str) -> bool:
    """Whether a step is the inspectors' own and ``current_user`` is one, or is the office's."""
    if step in ("settle", "rectify"):
        return False
    ours = step in ("record", "submit", "withdraw")
    return not ours or current_user.id in {row.user_id for row in inspection.inspectors}


def _refusal(inspection: Inspection, steps: set[str]) -> str | None:
    """Say why the step that ends a stage is not open yet: its place on the page tells what is missing."""
    if "publish" in steps:
        return reviewing.refusal_to_publish(inspection, current_user)
    return consequences.refusal_to_archive(inspection) if "archive" in steps else None


def _story(inspection: Inspection) -> list[dict[str, str]]:
    """Return the course of an inspection as rows of a timeline."""
    names = "、".join(row.user.name for row in inspection.inspectors)
    rows = [_row("done", "检查", inspection.started_at, names)]
    if inspection.submitted_at:
        rows.append(_row("done", "提交当事人确认", inspection.submitted_at, inspection.number or ""))
    if inspection.published_at:
        by = inspection.reviewed_by.name if inspection.reviewed_by else ""
        rows.append(_row("done", "审核通报", inspection.published_at, by))
    return [*rows, {"state": "now", "title": inspection.state.label, "time": "", "who": "", "said": ""}]


def _row(state: str, title: str, moment, who: str) -> dict[str, str]:
    return {"state": state, "title": title, "time": clock.short_moment(moment), "who": who, "said": ""}


def _list():
    """Return the filters and the inspections they leave."""
    form = InspectionFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    form.item.offer(failings.items_of(current_user))
    return form, queries.filtered(visible(Inspection, current_user), **form.values())
