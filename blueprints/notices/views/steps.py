"""The steps of a notice: submit, recall, drop, decide, withdraw; and the reader's signature."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import keep, page, saved
from blueprints.core.steps import DecisionForm
from blueprints.core.turns import take
from blueprints.notices import bp
from blueprints.notices.forms import (
    ReasonForm,
    SignForm,
)
from blueprints.notices.views.paper import whole_page
from models.core import clock
from models.notices import Notice, drafting, queries, signing
from models.notices.states import NOTICE

WRONG = "答案不对，请对照正文再看一遍后重新作答。"


@bp.post("/<int:notice_id>/submit")
@requires("notice.draft")
def submit(notice_id: int):
    notice = load(Notice, notice_id, *queries.WHOLE)
    drafting.submit(notice, by=current_user, at=clock.now())
    return saved("已报请签发。", to=_at(notice))


@bp.post("/<int:notice_id>/recall")
@requires("notice.draft")
def recall(notice_id: int):
    notice = load(Notice, notice_id, *queries.WHOLE)
    drafting.recall(notice, by=current_user, at=clock.now())
    return saved("已撤回，可以修改。", to=_at(notice))


@bp.post("/<int:notice_id>/drop")
@requires("notice.draft")
def drop(notice_id: int):
    notice = load(Notice, notice_id, *queries.WHOLE)
    drafting.drop(notice, by=current_user, at=clock.now())
    return saved("草稿已作废。", to=_at(notice))


@bp.post("/<int:notice_id>/decide")
@requires("approval.decide")
def decide(notice_id: int):
    """Consent or return. A loser of the race gets 409."""
    notice, form = load(Notice, notice_id, *queries.WHOLE), DecisionForm()
    if not form.validate_on_submit():
        return whole_page(notice, decision_form=form)
    told = {"decision": form.decision.data, "opinion": form.opinion.data or ""}
    drafting.decide(notice, by=current_user, at=clock.now(), **told)
    said = "已退回起草人" if form.decision.data == "return" else "已同意"
    return saved(f"{said}{'，文号 ' + notice.number if notice.number else ''}。", to=_at(notice))


@bp.route("/<int:notice_id>/withdraw", methods=["GET", "POST"])
@requires("notice.withdraw")
def withdraw(notice_id: int):
    notice, form = load(Notice, notice_id, *queries.WHOLE), ReasonForm()
    if take(form, drafting.withdraw, NOTICE, notice, "withdraw", at=clock.now()):
        return saved(f"{notice.number} 已撤回。", to=_at(notice))
    return page("notices/withdraw.html", form=form, notice=notice)


@bp.post("/<int:notice_id>/sign")
@requires("notice.sign")
def sign(notice_id: int):
    """Sign for it; a wrong answer is kept, and the page asks again."""
    notice = load(Notice, notice_id, *queries.WHOLE)
    receipt = queries.receipt_of(notice, current_user) or abort(404)
    form = SignForm(notice)
    if not form.attempt(signing.sign, receipt, by=current_user, at=clock.now()):
        return whole_page(notice, sign_form=form)
    if receipt.is_signed:
        return saved("已签收。", to=_at(notice))
    keep()
    form.refuse(WRONG, "answer")
    return whole_page(notice, sign_form=form)


def _at(notice: Notice) -> str:
    return url_for(".show", notice_id=notice.id)
