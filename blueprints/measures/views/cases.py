"""Measures: the list, one of them, drafting, and what the person says."""

from __future__ import annotations

from flask import request, url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import StatementForm
from blueprints.core.turns import require_state
from blueprints.measures import bp
from blueprints.measures.columns import MEASURES, OWN
from blueprints.measures.forms import (
    DecisionForm,
    MeasureEditForm,
    MeasureFilter,
    MeasureForm,
)
from models import approvals
from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.measures import Measure, MeasureState, Talk, dossier, measuring, queries


@bp.get("/")
@requires("measure.list")
def index():
    form, rows = _list()
    return page("measures/index.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/export.xlsx")
@requires("measure.list")
def export():
    form, rows = _list()
    return sheet("处理措施", MEASURES, rows.order_by(*form.sort.key), action="measure.export", filters=form)


@bp.get("/mine")
@requires("talk.sign")
def mine():
    """One's own talks and measures."""
    talks, measures = _own()
    return page("measures/mine.html", talks=talks, measures=measures)


@bp.get("/mine/export.xlsx")
@requires("talk.sign")
def export_own():
    talks, measures = _own()
    return sheet("我的谈话和措施", OWN, [*talks, *measures], action="measure.export")


def _own() -> tuple[list[Talk], list[Measure]]:
    talks = visible(Talk, current_user).where(Talk.person_id == current_user.id).options(*queries.TALKED)
    rows = visible(Measure, current_user).where(Measure.person_id == current_user.id).options(*queries.MEASURED)
    said, taken = (talks.order_by(Talk.id.desc()), rows.order_by(Measure.id.desc()))
    return list(db.session.scalars(said).unique()), list(db.session.scalars(taken).unique())


@bp.route("/new", methods=["GET", "POST"])
@requires("measure.draft")
def create():
    form, kept = MeasureForm(), []
    form.person.offer(queries.people_within(current_user, "measure.draft"))
    form.penalty.offer(queries.penalties_of(current_user))
    preset(form)
    if form.attempt(_draft, kept, by=current_user, at=clock.now()):
        return saved(f"已拟定 {kept[0].number}，核对后提交审批。", to=url_for(".show", measure_id=kept[0].id))
    return page("measures/edit.html", form=form, measure=None)


@bp.get("/<int:measure_id>")
@requires(SIGNED_IN)
def show(measure_id: int):
    return case_page(load(Measure, measure_id, *queries.MEASURED), DecisionForm())


@bp.route("/<int:measure_id>/edit", methods=["GET", "POST"])
@requires("measure.draft")
def edit(measure_id: int):
    measure = load(Measure, measure_id, *queries.MEASURED)
    form = MeasureEditForm(version=measure.version)
    require_state(form, measure, MeasureState.DRAFT, measuring.PAST_EDITING)
    form.show(measure)
    if form.attempt(measuring.redraft, measure, by=current_user):
        return saved("草稿已修改。", to=url_for(".show", measure_id=measure.id))
    return page("measures/edit.html", form=form, measure=measure)


@bp.route("/<int:measure_id>/statement", methods=["GET", "POST"])
@requires("talk.sign")
def statement(measure_id: int):
    measure, form = load(Measure, measure_id, *queries.MEASURED), StatementForm()
    require_state(form, measure, MeasureState.REVIEW, measuring.TOO_LATE_TO_STATE)
    if not form.is_submitted():
        form.statement.data = measure.statement
    if form.attempt(measuring.state_case, measure, by=current_user, at=clock.now()):
        return saved("陈述已保存，审批人会看到。", to=url_for(".show", measure_id=measure.id))
    return step(form, measure, "陈述申辩", "审批人在决定之前会看到您的陈述；决定之前可以修改。")


def case_page(measure: Measure, form: DecisionForm):
    """The whole case as its viewer may see it."""
    course = approvals.course_of(measure, current_user, clock.now())
    form.offer(course.steps_back)
    return page(
        "measures/show.html",
        measure=measure,
        form=form,
        waits=course.mine is not None,
        steps=dossier.steps_open_to(measure, current_user),
        story=dossier.story(measure, course),
        back=dossier.way_back(measure),
    )


def step(form, measure: Measure, title: str, hint: str = "", kind: str = ""):
    """The page of one step: a few fields and one button."""
    back = url_for(".show", measure_id=measure.id)
    return page("measures/step.html", form=form, title=title, number=measure.number, back=back, hint=hint, kind=kind)


def preset(form) -> None:
    """Show the penalty that one came from, and its person, as chosen."""
    wanted = request.args.get("penalty", "")
    rows = queries.penalties_of(current_user)
    penalty = next((one for one in db.session.scalars(rows) if str(one.id) == wanted), None) if wanted else None
    if penalty is not None:
        form.penalty.preset(penalty)
        if "person" in form:
            form.person.preset(penalty.person)


def _draft(kept: list, **told) -> None:
    kept.append(measuring.draft(**told))


def _list():
    form = MeasureFilter()
    if not current_user.may("measure.start"):
        del form.over
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    chosen, rows = form.values(), visible(Measure, current_user)
    if chosen.pop("over", False):
        rows = rows.where(
            Measure.id.in_(queries.suspensions_over(current_user, clock.today()).with_only_columns(Measure.id))
        )
    return form, queries.filtered(Measure, rows, **chosen)
