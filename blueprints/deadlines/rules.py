"""The rules of deadlines: what holds, the next edition, and what it would have done."""

from __future__ import annotations

from flask import request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.deadlines import bp, columns, words
from blueprints.deadlines.forms import MonthForm, NewRuleForm, RuleFilter, RuleForm
from models.approvals.lists import unit_names
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.deadlines import KINDS, ClockKind, DeadlineRule, Step, TimeUnit, ladder, plans, queries, trial
from models.deadlines.plans import Terms
from models.deadlines.trial import Family

WITH_PEOPLE = (joinedload(DeadlineRule.unit), joinedload(DeadlineRule.set_by))
BLANK = Terms(1, TimeUnit.WORKDAYS, ClockKind.OFFICE, "", (Step(1, 0),))


@bp.get("/rules")
@requires("deadline.plan")
def rules():
    """Every rule: the edition in force, the one to come, and the clocks that run."""
    form = RuleFilter()
    given = {"lines": _laid_down(form), "running": queries.running_by_rule(), "unit_names": unit_names()}
    return page("deadlines/rules.html", form=form, kinds=KINDS, when=ladder.when_in_words, **given)


@bp.get("/rules/export.xlsx")
@requires("deadline.plan")
def export_rules():
    form = RuleFilter()
    shown = columns.rules(unit_names(), queries.running_by_rule())
    return sheet("期限规则", shown, _laid_down(form), action="deadline.export", filters=form)


@bp.get("/rules/<int:rule_id>")
@requires("deadline.plan")
def show_rule(rule_id: int):
    rule = load(DeadlineRule, rule_id, *WITH_PEOPLE)
    editions = db.session.scalars(plans.editions_of(*_family(rule)).options(*WITH_PEOPLE)).all()
    return page("deadlines/rule.html", rule=rule, editions=editions, today=clock.today(), **_told(rule.steps))


@bp.route("/rules/new", methods=["GET", "POST"])
@requires("deadline.plan")
def create_rule():
    """Lay down a rule for a severity or a unit that has none of its own."""
    form, act = NewRuleForm(BLANK), request.form.get("act")
    if act == "save" and form.attempt(plans.publish, by=current_user):
        return saved("期限规则已保存。", to=url_for(".rules"))
    if act == "add":
        form.add_row()
    tried = {}
    if act == "try" and form.validate_on_submit():
        unit_id = form.unit.data.id if form.unit.data else None
        tried = _tried(Family(form.kind.data, form.severity.data, unit_id), form.terms)
    return page("deadlines/rule_edit.html", form=form, rule=None, **_told([]), **tried)


@bp.route("/rules/<int:rule_id>/edit", methods=["GET", "POST"])
@requires("deadline.plan")
def edit_rule(rule_id: int):
    """Lay down the next edition; its buttons add a row or try the rule out before anything is saved."""
    rule, act = load(DeadlineRule, rule_id, *WITH_PEOPLE), request.form.get("act")
    form = RuleForm(plans.terms_of(rule))
    place = (rule.kind, rule.severity, rule.unit)
    if act == "save" and form.attempt(plans.publish, *place, by=current_user):
        return saved(f"新版已保存，{form.valid_from.data} 起用于新开始的计时。", to=url_for(".rules"))
    if act == "add":
        form.add_row()
    tried = _tried(Family(*_family(rule)), form.terms) if act == "try" and form.validate_on_submit() else {}
    return page("deadlines/rule_edit.html", form=form, rule=rule, **_told(rule.steps), **tried)


@bp.get("/rules/<int:rule_id>/trial")
@requires("deadline.plan")
def try_rule(rule_id: int):
    """Show what a stored edition does within a month; nothing is saved and nobody is told."""
    rule, month = load(DeadlineRule, rule_id, *WITH_PEOPLE), MonthForm()
    tried = _tried(Family(*_family(rule)), plans.terms_of(rule), month)
    return page("deadlines/trial.html", rule=rule, form=month, **_told(rule.steps), **tried)


@bp.get("/rules/<int:rule_id>/trial.xlsx")
@requires("deadline.plan")
def export_trial(rule_id: int):
    rule, month = load(DeadlineRule, rule_id), MonthForm()
    tried = _tried(Family(*_family(rule)), plans.terms_of(rule), month)["tried"]
    return sheet("期限规则试算", columns.FIRED, tried.fired, action="deadline.export", filters=month)


def _laid_down(form: RuleFilter) -> list[plans.PlanLine]:
    rules_seen = visible(DeadlineRule, current_user).options(*WITH_PEOPLE)
    return plans.narrowed(plans.lines(rules_seen, clock.today()), **form.values())


def _tried(family: Family, terms: Terms, month: MonthForm | None = None) -> dict:
    day = month.chosen if month else clock.today()
    return {"tried": trial.run(family, terms, current_user, day, clock.now())}


def _told(steps: list) -> dict:
    """Return what the pages need to say a ladder in words."""
    names = words.recipients(list(steps), clock.today())
    return {"names": names, "key_of": words.key_of, "when": ladder.when_in_words, "kinds": KINDS}


def _family(rule: DeadlineRule) -> tuple[str, str, int | None]:
    return rule.kind, rule.severity, rule.unit_id
