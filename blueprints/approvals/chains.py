"""The chains of approval: what holds, who would decide today, and the next version."""

from __future__ import annotations

from flask import request, url_for
from flask_login import current_user

from blueprints.approvals import bp, columns, words
from blueprints.approvals.forms import ChainFilter, ChainForm, indented
from blueprints.core.access import load, requires
from blueprints.core.forms import FilterForm, RowField
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import Unit, structure
from models.approvals import ApprovalChain, StepPlan, planning
from models.approvals.kinds import KINDS
from models.approvals.staffing import Staffing
from models.core import clock
from models.core.db import db
from models.core.scope import visible


class UnitChoice(FilterForm):
    """For which unit the people are shown."""

    unit = RowField("按单位查看", caption=indented, optional=True, blank="示例单位")

    def __init__(self, units: list[Unit]) -> None:
        super().__init__()
        self.unit.offer(units)
        self.chosen = self.values().get("unit") or words.example_of(units)
        self.unit.data = self.chosen


@bp.get("/chains")
@requires("approval.plan")
def chains():
    """Every chain: the version in force, the one to come, and the cases under way."""
    form = ChainFilter()
    return page(
        "approvals/chains.html", form=form, **_laid_down(form), kinds=KINDS, in_words=planning.condition_in_words
    )


@bp.get("/chains/export.xlsx")
@requires("approval.plan")
def export_chains():
    form = ChainFilter()
    laid = _laid_down(form)
    shown = columns.chains(laid["steps"], laid["running"])
    return sheet("审批流程", shown, laid["lines"], action="approval.export", filters=form)


@bp.get("/chains/<int:chain_id>")
@requires("approval.plan")
def show_chain(chain_id: int):
    """Show one version: its steps, and who would be asked today about a matter of a unit."""
    chain, staffing = load(ApprovalChain, chain_id), Staffing(clock.today())
    plans = planning.plans_of(planning.steps_by_chain([chain.id]).get(chain.id, []))
    form = UnitChoice(staffing.units)
    versions = db.session.scalars(planning.versions_of(chain)).all()
    return page(
        "approvals/chain.html",
        chain=chain,
        form=form,
        versions=versions,
        current=planning.in_force_of(versions, clock.today()),
        running=planning.running_by_chain(),
        condition=planning.condition_in_words(chain),
        kind=KINDS[chain.kind],
        **_outlook(plans, chain.allows_repeat, form.chosen, staffing),
    )


@bp.route("/chains/<int:chain_id>/edit", methods=["GET", "POST"])
@requires("approval.plan")
def edit_chain(chain_id: int):
    """Lay down the next version; its buttons add a row or try the steps out before anything is saved."""
    chain, staffing, act = load(ApprovalChain, chain_id), Staffing(clock.today()), request.form.get("act")
    plans = planning.plans_of(planning.steps_by_chain([chain.id]).get(chain.id, []))
    form = ChainForm(chain, plans, words.deciders(plans, clock.today()), staffing.units)
    if act == "save" and form.attempt(planning.renew, chain, by=current_user):
        return saved(f"第 {chain.version + 1} 版已保存，{form.valid_from.data} 起生效。", to=url_for(".chains"))
    if act == "add":
        form.add_row()
    tried = {}
    if act == "preview" and form.validate_on_submit():
        tried = _outlook(form.plans, form.allows_repeat.data, form.unit.data, staffing)
    return page("approvals/chain_edit.html", chain=chain, form=form, kind=KINDS[chain.kind], **tried)


def _laid_down(form: ChainFilter) -> dict:
    """Return the chains that the filters leave, with the steps of their versions and the cases under way."""
    rows = planning.filtered(visible(ApprovalChain, current_user), **form.values())
    lines = planning.lines(rows, clock.today())
    steps = planning.steps_by_chain([chain.id for line in lines for chain in line.shown])
    return {"lines": lines, "steps": steps, "running": planning.running_by_chain()}


def _outlook(plans: list[StepPlan], allows_repeat: bool, unit: Unit | None, staffing: Staffing) -> dict:
    """Return what both pages show of the people: each step's at ``unit``, and where a case would be stuck."""
    outlooks = [staffing.outlook(plan, unit) for plan in plans] if unit else []
    return {
        "unit": unit,
        "unit_name": structure.full_names(staffing.units)[unit.id] if unit else "",
        "outlooks": outlooks,
        "names": words.deciders(plans, clock.today()),
        "key_of": words.key_of,
        "stuck": planning.stuck_at(outlooks, allows_repeat),
        "stations": planning.stations_stuck(staffing, plans, allows_repeat),
    }
