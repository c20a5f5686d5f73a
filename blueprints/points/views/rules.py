"""Rules: what an event is worth, in editions; read by everybody who has points, kept by the 征费室."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.ways import shows
from blueprints.points import bp
from blueprints.points.columns import RULES
from blueprints.points.forms import RetireForm, RuleFilter, RuleForm
from models.core import clock, months
from models.core.db import db
from models.core.scope import visible
from models.points import PointRule, queries
from models.points import rules as changes


@bp.get("/rules")
@requires(SIGNED_IN)
def rules():
    form = RuleFilter()
    rows = queries.rules_listed(visible(PointRule, current_user), **form.values())
    found = db.session.scalars(rows.order_by(*form.sort.key)).all()
    return page("points/rules.html", form=form, rows=found, today=clock.today())


@bp.get("/rules/export.xlsx")
@requires(SIGNED_IN)
def export_rules():
    form = RuleFilter()
    rows = queries.rules_listed(visible(PointRule, current_user), **form.values())
    return sheet("积分规则", RULES, rows.order_by(*form.sort.key), action="point.export", filters=form)


@bp.get("/rules/<int:rule_id>")
@requires(SIGNED_IN)
@shows(PointRule)
def rule(rule_id: int):
    found = load(PointRule, rule_id)
    return page("points/rule.html", rule=found, editions=db.session.scalars(queries.editions_of(found)).all())


@bp.route("/rules/<int:rule_id>/edit", methods=["GET", "POST"])
@requires("point.rule")
def edit_rule(rule_id: int):
    found, today = load(PointRule, rule_id), clock.today()
    form = RuleForm(version=found.version)
    form.show(found)
    if not form.is_submitted():
        form.valid_from.data = months.next_of(today)
    if form.attempt(changes.edit, found, by=current_user, today=today):
        return saved("新版已保存，已记的积分不变。", to=url_for(".rules"))
    return page("points/rule_edit.html", form=form, rule=found)


@bp.route("/rules/<int:rule_id>/retire", methods=["GET", "POST"])
@requires("point.rule")
def retire_rule(rule_id: int):
    found, form = load(PointRule, rule_id), RetireForm()
    if form.attempt(changes.retire, found, by=current_user, today=clock.today()):
        return saved(f"“{found.title}”已停用。", to=url_for(".rule", rule_id=found.id))
    return page("points/rule_retire.html", form=form, rule=found)
