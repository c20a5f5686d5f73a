"""One candidate: why this place, votes, objections decided, the reward paid."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from blueprints.awards import bp
from blueprints.awards.forms import DecideForm, PayForm, PaymentFilter, VoteForm
from blueprints.awards.views.rounds import step
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from models.awards import (
    Award,
    AwardCandidate,
    AwardObjection,
    explaining,
    jury,
    keeping,
    objections,
    papers,
    queries,
    ranking,
    rounds,
)
from models.core import clock
from models.core.db import db
from models.core.flow import lets

OF_AWARD, NOMINATED = joinedload(AwardCandidate.award), joinedload(AwardCandidate.nominated_by)


@bp.get("/candidates/<int:candidate_id>")
@requires(SIGNED_IN)
def candidate(candidate_id: int):
    """Why this place: the formula, every component, the neighbours, who is excluded, the tie rule."""
    row = load(AwardCandidate, candidate_id, OF_AWARD, NOMINATED)
    award = load(Award, row.award_id, *queries.WHOLE)
    return page(
        "awards/candidate.html",
        candidate=row,
        award=award,
        told=explaining.of(award, row, current_user),
        lost=papers.fallen_of([row]).get(row.id) if row.is_winner else None,
        may_forgo=current_user.may("award.forgo") and lets(keeping.forgo, row, current_user),
        tie_rule=ranking.TIE_RULE,
    )


@bp.route("/candidates/<int:candidate_id>/vote", methods=["GET", "POST"])
@requires("award.vote")
def vote(candidate_id: int):
    row, form = load(AwardCandidate, candidate_id, OF_AWARD, NOMINATED), VoteForm()
    award = load(Award, row.award_id, *queries.WHOLE)
    if not form.is_submitted():
        rounds.require_vote(award, row, current_user)
        given = queries.own_votes(award, current_user).get(row.id)
        form.points.data = given if form.points.data is None else form.points.data
    if form.attempt(rounds.vote, award, row, by=current_user, at=clock.now()):
        left = jury.left_to(current_user, award)
        then = f"还有 {left} 名候选没有打分。" if left else "您已给全部候选打分。"
        return saved(f"已给{row.caption}打分，{then}", to=url_for(".show", award_id=award.id))
    return page(
        "awards/step.html",
        form=form,
        award=award,
        candidate=row,
        title=f"给{row.caption}打分",
        hint="评审期间可以修改；不能给本班组和本人打分。",
        known=rounds.known_before_votes(award, row),
    )


@bp.route("/objections/<int:objection_id>/decide", methods=["GET", "POST"])
@requires("award.decide")
def decide_objection(objection_id: int):
    row, form = load(AwardObjection, objection_id, joinedload(AwardObjection.candidate)), DecideForm()
    award = load(Award, row.award_id, *queries.WHOLE)
    if form.attempt(objections.decide, row, award, by=current_user, at=clock.now()):
        return saved("异议已决定。", to=url_for(".show", award_id=award.id))
    return step(form, award, "决定异议", f"{row.candidate.caption}：{row.words}")


@bp.get("/payments")
@requires("award.pay")
def payments():
    """Rewards to pay, and those paid."""
    due = db.session.scalars(queries.due_rewards(current_user)).all()
    held = db.session.scalars(queries.held_rewards(current_user)).all()
    form = PaymentFilter()
    paid = page_of(queries.payments(current_user, **form.values()).order_by(None), *form.sort.key)
    return page(
        "awards/payments.html",
        form=form,
        due=due,
        held=held,
        lost=papers.fallen_of(held),
        forgone=db.session.scalars(queries.forgone_rewards(current_user)).all(),
        page=paid,
        owed=set(db.session.scalars(queries.owing(paid.rows))),
        recovered=queries.recoveries(paid.rows),
        again=queries.due_again(paid.rows),
    )


@bp.route("/candidates/<int:candidate_id>/pay", methods=["GET", "POST"])
@requires("award.pay")
def pay(candidate_id: int):
    row, form = load(AwardCandidate, candidate_id, OF_AWARD), PayForm()
    award = load(Award, row.award_id, *queries.WHOLE)
    if not form.is_submitted():
        form.paid_on.data = clock.today()
    if form.attempt(keeping.pay, row, by=current_user, at=clock.now()):
        return saved(f"{row.caption}的奖金已登记发放。", to=url_for(".payments"))
    hint = f"{award.title}，每名 {award.terms['amount'] / 100:.2f} 元"
    return step(form, award, f"发放{row.caption}的奖金", hint)


@bp.post("/candidates/<int:candidate_id>/certificate")
@requires("certificate.prepare")
def prepare_anew(candidate_id: int):
    """Let another certificate wait for a winner whose certificate was revoked."""
    row = load(AwardCandidate, candidate_id, OF_AWARD)
    papers.prepare_anew(row, by=current_user, at=clock.now())
    return saved("已重新拟发证书，等待颁发。", to=url_for(".candidate", candidate_id=row.id))
