from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.rulebook import bp
from blueprints.rulebook.columns import CLAUSES
from blueprints.rulebook.forms import ClauseFilter, ClauseForm, EditionForm, RetireForm
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.rulebook import RuleClause, queries, rules


@bp.get("/")
@requires("clause.read")
def index():
    form, rows = _list()
    return page("rulebook/index.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/export.xlsx")
@requires("clause.export")
def export():
    form, rows = _list()
    return sheet("规则条款", CLAUSES, rows.order_by(*form.sort.key), action="clause.export", filters=form)


@bp.get("/<int:clause_id>")
@requires("clause.read")
def show(clause_id: int):
    clause = load(RuleClause, clause_id)
    editions = db.session.scalars(queries.editions_of(clause)).all()
    return page("rulebook/show.html", clause=clause, editions=editions, today=clock.today())


@bp.route("/new", methods=["GET", "POST"])
@requires("clause.edit")
def create():
    form = ClauseForm()
    if form.attempt(rules.create, by=current_user):
        return saved(f"已新增《{form.book.data.label}》{form.code.data}。", to=url_for(".index"))
    return page("rulebook/edit.html", form=form, clause=None)


@bp.route("/<int:clause_id>/edit", methods=["GET", "POST"])
@requires("clause.edit")
def edit(clause_id: int):
    clause = load(RuleClause, clause_id)
    form = EditionForm(version=clause.version)
    form.show(clause)
    if form.attempt(rules.edit, clause, by=current_user):
        return saved("新版已保存，以前的处罚仍按当时的条文。", to=url_for(".index"))
    return page("rulebook/edit.html", form=form, clause=clause)


@bp.route("/<int:clause_id>/retire", methods=["GET", "POST"])
@requires("clause.retire")
def retire(clause_id: int):
    clause, form = load(RuleClause, clause_id), RetireForm()
    if form.attempt(rules.retire, clause, by=current_user):
        return saved(f"{clause.name} 已停用。", to=url_for(".show", clause_id=clause.id))
    return page("rulebook/retire.html", form=form, clause=clause)


def _list():
    """Return the filters and the clauses they leave."""
    form = ClauseFilter()
    return form, queries.filtered(visible(RuleClause, current_user), **form.values())
