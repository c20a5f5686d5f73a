"""The drafter's steps: change, submit, withdraw; and the leader's word on overlap."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import require_state, take
from blueprints.penalties import bp
from blueprints.penalties.forms import (
    RedraftForm,
)
from models.core import clock
from models.penalties import Penalty, PenaltyState, drafting, queries
from models.penalties.states import PENALTY
from models.rulebook import Book
from models.rulebook import queries as rulebook


@bp.route("/<int:penalty_id>/edit", methods=["GET", "POST"])
@requires("penalty.draft")
def edit(penalty_id: int):
    penalty = load(Penalty, penalty_id, *queries.WHOLE)
    form = RedraftForm(version=penalty.version)
    require_state(form, penalty, PenaltyState.DRAFT, drafting.PAST_EDITING)
    day = clock.local(penalty.violation.occurred_at).date()
    form.ten_clause.offer(rulebook.in_force(day, Book.TEN))
    form.ten_clause.preset(penalty.ten_clause)
    form.show(penalty)
    if form.attempt(drafting.redraft, penalty, by=current_user):
        return saved("草稿已修改。", to=url_for(".show", penalty_id=penalty.id))
    return page("penalties/edit.html", form=form, penalty=penalty)


@bp.post("/<int:penalty_id>/submit")
@requires("penalty.submit")
def submit(penalty_id: int):
    penalty = load(Penalty, penalty_id, *queries.WHOLE)
    drafting.submit(penalty, by=current_user, at=clock.now())
    return saved(f"{penalty.number} 已提交审批，当事人可以陈述申辩。", to=url_for(".show", penalty_id=penalty.id))


@bp.route("/<int:penalty_id>/withdraw", methods=["GET", "POST"])
@requires("penalty.withdraw")
def withdraw(penalty_id: int):
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), ReasonForm()
    if take(form, drafting.withdraw, PENALTY, penalty, "withdraw", at=clock.now()):
        return saved(f"{penalty.number} 已撤回。", to=url_for(".show", penalty_id=penalty.id))
    return step(form, penalty, "撤回")


@bp.route("/<int:penalty_id>/overlap", methods=["GET", "POST"])
@requires("penalty.overlap")
def overlap(penalty_id: int):
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), ReasonForm()
    require_state(form, penalty, PenaltyState.DRAFT, drafting.PAST_OVERLAP)
    if form.attempt(drafting.allow_overlap, penalty, by=current_user):
        return saved(f"{penalty.number} 准予并处。", to=url_for(".show", penalty_id=penalty.id))
    hint = "同一事实原则上只处罚一次。准予并处须写明理由，理由随案保留。"
    return step(form, penalty, "准予并处", hint=hint)


def step(form, penalty: Penalty, title: str, **more):
    """The page of one step: a few fields and one button."""
    back = url_for(".show", penalty_id=penalty.id)
    return page("penalties/step.html", form=form, title=title, number=penalty.number, back=back, **more)
