"""The question bank: list, one question, its changes and its states."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.training import bp
from blueprints.training.columns import BANK
from blueprints.training.forms import QuestionFilter, QuestionForm
from models.core.db import db
from models.core.scope import visible
from models.training import Question, bank, queries


@bp.get("/questions")
@requires("question.read")
def questions():
    form, rows = _list()
    return page("training/questions.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/questions.xlsx")
@requires("question.export")
def export_questions():
    form, rows = _list()
    return sheet("题库", BANK, rows.order_by(*form.sort.key), action="question.export", filters=form)


@bp.get("/questions/<int:question_id>")
@requires("question.read")
def show(question_id: int):
    question = load(Question, question_id)
    usage = db.session.execute(queries.usage(), {"question_id": question.id}).one()
    return page(
        "training/question.html", question=question, usage=usage, steps=bank.FLOW.open_to(question, current_user)
    )


@bp.route("/questions/new", methods=["GET", "POST"])
@requires("question.create")
def create():
    form = QuestionForm()
    if form.attempt(bank.create, by=current_user):
        return saved("题目已存为草稿，启用后才会出现在每日一练里。", to=url_for(".questions"))
    return page("training/edit_question.html", form=form, question=None, topics=_topics())


@bp.route("/questions/<int:question_id>/edit", methods=["GET", "POST"])
@requires("question.edit")
def edit(question_id: int):
    question = load(Question, question_id)
    form = QuestionForm(version=question.version)
    form.show(question)
    if form.attempt(bank.edit, question, by=current_user):
        return saved("题目已修改，答过的记录仍按当时的内容显示。", to=url_for(".show", question_id=question.id))
    return page("training/edit_question.html", form=form, question=question, topics=_topics())


@bp.post("/questions/<int:question_id>/activate")
@requires("question.activate")
def activate(question_id: int):
    question = load(Question, question_id)
    bank.activate(question, by=current_user)
    return saved("题目已启用。", to=url_for(".show", question_id=question.id))


@bp.post("/questions/<int:question_id>/retire")
@requires("question.retire")
def retire(question_id: int):
    question = load(Question, question_id)
    bank.retire(question, by=current_user)
    return saved("题目已停用，不再出题。", to=url_for(".show", question_id=question.id))


def _topics() -> list[str]:
    return list(db.session.scalars(queries.topics()))


def _list():
    """Return the filters and the questions they leave."""
    form = QuestionFilter(_topics())
    return form, queries.filtered(visible(Question, current_user), **form.values())
