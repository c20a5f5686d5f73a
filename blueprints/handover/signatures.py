"""The steps of a handover: each signature is given by PIN on whichever PC the sheet is open."""

from __future__ import annotations

from flask import request, url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import keep, saved
from blueprints.handover import bp, desk, views
from blueprints.handover.forms import HandOverForm, PinForm, SealForm, SignForm, TakeOverForm
from models.core import clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.handover import Handover, rules, signing
from models.handover.flow import FLOW
from models.handover.signing import Pen


def _here(handover: Handover) -> str:
    return url_for(".show", handover_id=handover.id)


def _pen(signer, pin: str, reason: str | None) -> Pen:
    return Pen(signer, pin, current_user, clock.now(), reason or "", desk.terminal())


@bp.post("/<int:handover_id>/hand-over")
@requires("handover.hand_over")
def hand_over(handover_id: int):
    """Save what is on the page, then sign as outgoing leader; what was typed is kept also if the signature fails."""
    handover = desk.whole(handover_id)
    db.session.refresh(handover.draft, ["body", "version"], with_for_update=True)
    form = HandOverForm(handover)
    if form.is_behind:
        return views.conflict(handover)
    FLOW.hold(handover, "hand_over")
    to = _here(handover)
    rules.save_draft(handover, request.form, by=current_user, at=clock.now())
    if form.attempt(_hand_over, handover):
        return saved(f"{handover.number} 交班已签认，请接班人核对。", to=to)
    keep(to, "内容已保存，签认没有完成。")
    return desk.sheet_page(desk.whole(handover_id), form)


def _hand_over(handover: Handover, agree, signer, reason, pin) -> None:
    signing.hand_over(handover, _pen(signer, pin, reason))


@bp.post("/<int:handover_id>/check")
@requires("handover.check")
def check(handover_id: int):
    handover = desk.whole(handover_id)
    signing.check(handover, current_user)
    return saved("请接班人逐项核对后签认。", to=f"{_here(handover)}#sign")


@bp.post("/<int:handover_id>/object")
@requires("handover.object")
def object_to(handover_id: int):
    """Send it back with what is wrong, part by part."""
    handover = desk.whole(handover_id)
    points = {name.removeprefix("object-"): text.strip()[:400] for name, text in request.form.items() if text}
    signing.object_to(handover, points, by=current_user, at=clock.now())
    return saved("已退回交班人，原签认作废。", to=_here(handover))


@bp.post("/<int:handover_id>/take-over")
@requires("handover.take_over")
def take_over(handover_id: int):
    return _sign(
        desk.whole(handover_id), "take_over", TakeOverForm, signing.take_over, "接班已签认，下一班的记录已建立。"
    )


@bp.post("/<int:handover_id>/seal")
@requires("handover.seal")
def seal(handover_id: int):
    return _sign(desk.whole(handover_id), "seal", SealForm, signing.seal, "已检查签认，记录已锁定。")


def _sign(handover: Handover, step: str, kind: type[SignForm], rule, sentence: str):
    FLOW.hold(handover, step)
    form = kind(handover)

    def sign(agree, signer, reason, pin, remark) -> None:
        rule(handover, _pen(signer, pin, reason), form.grades, remark or "")

    if form.attempt(sign):
        return saved(f"{handover.number} {sentence}", to=_here(handover))
    return desk.sheet_page(handover, form)


@bp.post("/<int:handover_id>/withdraw")
@requires("handover.withdraw")
def withdraw(handover_id: int):
    """Take one's signature back with one's own PIN, as long as the other side has not begun."""
    handover = desk.whole(handover_id)
    form = PinForm()
    if not form.attempt(signing.withdraw, handover, by=current_user, at=clock.now()):
        raise RuleBroken("；".join(text for texts in form.errors.values() for text in texts))
    return saved("签认已撤回。", to=_here(handover))
