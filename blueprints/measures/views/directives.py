"""Orders to a unit: the list, issuing, the answer, and its acceptance."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import take
from blueprints.measures import bp
from blueprints.measures.columns import DIRECTIVES
from blueprints.measures.forms import (
    AnswerForm,
    DirectiveFilter,
    DirectiveForm,
    OpinionForm,
    ReopenForm,
)
from blueprints.measures.views.cases import preset
from models import deadlines
from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.measures import Directive, dossier, queries
from models.measures import directives as rules
from models.measures.states import DIRECTIVE


@bp.get("/directives")
@requires("measure.list")
def directives():
    form, rows = _list()
    shown = page_of(rows, *form.sort.key)
    return page("measures/directives.html", form=form, page=shown, today=clock.today())


@bp.get("/directives/export.xlsx")
@requires("measure.list")
def export_directives():
    form, rows = _list()
    return sheet("责令处理", DIRECTIVES, rows.order_by(*form.sort.key), action="measure.export", filters=form)


@bp.route("/directives/new", methods=["GET", "POST"])
@requires("directive.issue")
def create_directive():
    form, kept = DirectiveForm(), []
    form.responsible.offer(queries.people_within(current_user, "directive.issue"))
    form.penalty.offer(queries.penalties_of(current_user))
    preset(form)
    if form.attempt(_issue, kept, by=current_user, at=clock.now()):
        return saved(f"已下达 {kept[0].number}，责任人已收到通知。", to=_at(kept[0]))
    return page("measures/directive_new.html", form=form)


@bp.get("/directives/<int:directive_id>")
@requires(SIGNED_IN)
def show_directive(directive_id: int):
    row = _load(directive_id)
    return page(
        "measures/directive.html",
        row=row,
        timers=db.session.scalars(deadlines.of(row)).all(),
        steps=dossier.orders_open_to(row, current_user),
        heard=dossier.heard_of(row),
        course=dossier.course_of(row),
        now=clock.now(),
    )


@bp.route("/directives/<int:directive_id>/answer", methods=["GET", "POST"])
@requires("directive.answer")
def answer_directive(directive_id: int):
    row, form = _load(directive_id), AnswerForm()
    if take(form, rules.answer, DIRECTIVE, row, "answer", at=clock.now()):
        return saved(f"{row.number} 的办理情况已报告。", to=_at(row))
    return step(form, row, "报告办理情况", row.order)


@bp.route("/directives/<int:directive_id>/close", methods=["GET", "POST"])
@requires("directive.issue")
def close_directive(directive_id: int):
    row, form = _load(directive_id), OpinionForm()
    if take(form, rules.close, DIRECTIVE, row, "close", at=clock.now()):
        return saved(f"{row.number} 已确认办结。", to=_at(row))
    return step(form, row, "确认办结", row.answer)


@bp.route("/directives/<int:directive_id>/reopen", methods=["GET", "POST"])
@requires("directive.issue")
def reopen_directive(directive_id: int):
    row, form = _load(directive_id), ReopenForm()
    if take(form, rules.reopen, DIRECTIVE, row, "reopen", at=clock.now()):
        return saved(f"{row.number} 已退回重办。", to=_at(row))
    return step(form, row, "退回重办", row.answer)


@bp.route("/directives/<int:directive_id>/withdraw", methods=["GET", "POST"])
@requires("directive.issue")
def withdraw_directive(directive_id: int):
    row, form = _load(directive_id), ReasonForm()
    if take(form, rules.withdraw, DIRECTIVE, row, "withdraw", at=clock.now()):
        return saved(f"{row.number} 已撤回。", to=_at(row))
    return step(form, row, "撤回责令")


def step(form, row: Directive, title: str, hint: str = ""):
    return page("measures/step.html", form=form, title=title, number=row.number, back=_at(row), hint=hint, kind="")


def _load(directive_id: int) -> Directive:
    return load(Directive, directive_id, *queries.ORDERED)


def _at(row: Directive) -> str:
    return url_for(".show_directive", directive_id=row.id)


def _issue(kept: list, **told) -> None:
    kept.append(rules.issue(**told))


def _list():
    form = DirectiveFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    return form, queries.filtered_directives(visible(Directive, current_user), **form.values())
