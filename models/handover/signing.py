"""The three signatures, and everything that voids one. Each step is whole or not at all. Source: security.md 18."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.accounts import Unit, User
from models.accounts.passwords import confirm_pin
from models.core import audit
from models.core.db import db, locked
from models.core.errors import RuleBroken
from models.core.flow import first
from models.handover import content, differences, findings, matters, people, prefill, queries, rules, sheet
from models.handover.flow import FLOW
from models.handover.kinds import Grade, HandoverState, LeaderItem, ReceiverItem, Side
from models.handover.sections import BY_NAME
from models.handover.tables import Correction, Handover, LeaderCheck, Objection, ReceiverCheck, Signature
from models.inbox.rules import notify

STATEMENTS = {
    Side.OUTGOING: "以上钱、票、卡、设备情况属实。",
    Side.INCOMING: "已逐项核对。",
    Side.DUTY_LEADER: "已检查，情况属实。",
}


@dataclass(frozen=True, slots=True)
class Pen:
    """How a signature is given: who signs, with which PIN, why in another's place; in whose browser, where, when."""

    signer: User
    pin: str
    session_user: User
    at: datetime
    reason: str = ""
    terminal: str = ""


def hand_over(handover: Handover, pen: Pen) -> None:
    """Sign as outgoing leader: the draft becomes rows, and nothing in them changes any more.

    Raises RuleBroken: something is missing, unexplained or does not tie; an objection is unanswered; the signer or
    the PIN is wrong.
    """
    _authorise(handover, Side.OUTGOING, pen)
    reading = rules.reading_of(handover)
    open_points = [f for f in findings.all_of(reading) if f.blocks]
    if open_points:
        raise RuleBroken(f"还有 {len(open_points)} 处需要填写或说明，请逐项处理后再签认。")
    _answer_objections(handover, pen.at)
    FLOW.take(handover, "hand_over")
    sheet.write(handover, reading)
    matters.snapshot(handover, reading, by=pen.signer, at=pen.at)
    db.session.flush()
    handover.content_hash = content.record_hash(handover)
    _sign(handover, Side.OUTGOING, pen, STATEMENTS[Side.OUTGOING])
    audit.record("handover.hand_over", handover, pen.signer, _note(pen))


def check(handover: Handover, by: User) -> None:
    """Begin to check: from now on the outgoing leader cannot withdraw."""
    FLOW.take(handover, "check")
    audit.record("handover.check", handover, by)


def object_to(handover: Handover, points: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Send the handover back, part by part with what is wrong; the first signature is void.

    ``points`` maps a section to the objection. Raises RuleBroken: no part is named, or one's own handover.
    """
    named = {section: sentence for section, sentence in points.items() if sentence and section in BY_NAME}
    if not named:
        raise RuleBroken("请至少在一项下写明哪里不对。")
    signed = handover.signature_of(Side.OUTGOING)
    FLOW.take(handover, "object")
    for section, sentence in named.items():
        handover.objections.append(Objection(section=section, sentence=sentence, by_id=by.id, at=at))
    _void(signed, "接班人提出异议", at)
    audit.record("handover.object", handover, by, "；".join(named.values()))
    title = f"{handover.number} 有 {len(named)} 项异议，请修改后重新签认"
    notify([signed.user_id], "handover", title, f"/handover/{handover.id}", key=f"objected-{signed.id}", at=at)


def take_over(handover: Handover, pen: Pen, grades: Mapping[ReceiverItem, Grade], remark: str = "") -> Handover:
    """Sign as incoming leader and return the next shift's handover, which now holds what is left open.

    Raises RuleBroken: the roster has no next shift, a grade is missing, the record was changed, or the signer.
    """
    _authorise(handover, Side.INCOMING, pen)
    _require_unchanged(handover)
    if handover.next_shift is None:
        raise RuleBroken("班表上没有下一班，请先发布班表再接班。")
    FLOW.take(handover, "take_over")
    _grade(handover.receiver_checks, ReceiverCheck, ReceiverItem, grades)
    handover.receiver_remark = remark
    db.session.flush()
    off = len(differences.of(handover))
    left = sum(1 for line in handover.matter_lines if not line.result)
    statement = f"已逐项核对，知悉 {off} 处差异和 {left} 条遗留事项。"
    _sign(handover, Side.INCOMING, pen, statement)
    audit.record("handover.take_over", handover, pen.signer, _note(pen))
    return pass_on(handover, by=pen.signer, at=pen.at)


def pass_on(handover: Handover, *, by: User, at: datetime) -> Handover:
    """Give what ``handover`` leaves open to the one next handover, opening it if need be."""
    heir = db.session.scalar(queries.earliest_open_after(handover))
    if heir is None and db.session.scalar(queries.of_shift(handover.next_shift_id)) is None:
        heir = rules.open_draft(handover.next_shift, by, at)
    elif heir is not None:
        heir.draft.body = prefill.refresh(heir.draft.body, heir.shift)
    if heir is None:
        latest = db.session.scalar(queries.latest_of(handover.unit_id))
        heir = rules.open_draft(_shift_after(latest), by, at)
    matters.pass_on(handover, heir, by=by)
    return heir


def _shift_after(latest: Handover):
    if latest.next_shift is None:
        raise RuleBroken("班表上没有可以承接遗留事项的班次，请先发布班表。")
    return latest.next_shift


def seal(handover: Handover, pen: Pen, grades: Mapping[LeaderItem, Grade], remark: str = "") -> None:
    """Sign as duty leader and lock: the differences become cases, the content is chained to the seal before.

    Raises RuleBroken: a grade is missing, a poor one has no remark, the record was changed, or the signer.
    """
    _authorise(handover, Side.DUTY_LEADER, pen)
    _require_unchanged(handover)
    if Grade.POOR in grades.values() and not remark:
        raise RuleBroken("评为“差”的项目请在备注中写明情况。", field="remark")
    db.session.execute(locked(select(Unit.id).where(Unit.id == handover.unit_id)))
    FLOW.take(handover, "seal")
    _grade(handover.leader_checks, LeaderCheck, LeaderItem, grades)
    handover.leader_remark = remark
    db.session.flush()
    _sign(handover, Side.DUTY_LEADER, pen, STATEMENTS[Side.DUTY_LEADER])
    last = db.session.scalar(queries.last_seal(handover.unit_id))
    handover.seal_seq, handover.sealed_at = (last.seal_seq + 1 if last else 1), pen.at
    handover.seal_hash = content.seal_of(handover, last.seal_hash if last else "")
    audit.record("handover.seal", handover, pen.signer, _note(pen))
    differences.open_cases(handover, by=pen.signer)


def withdraw(handover: Handover, pin: str, *, by: User, at: datetime) -> None:
    """Take back the last signature before the other side acts; its signer proves it by the PIN.

    Raises RuleBroken: the other side has begun, or the PIN is wrong.
    """
    taking = handover.state is HandoverState.TAKEN_OVER
    side = Side.INCOMING if taking else Side.OUTGOING
    signed = handover.signature_of(side)
    step = "withdraw_taking" if taking else "withdraw_handing"
    if handover.state not in FLOW.steps[step].sources or signed is None:
        raise RuleBroken(f"“{handover.state.label}”不能撤回：对方已经开始处理。")
    signer = db.session.get_one(User, signed.user_id)
    confirm_pin(signer, pin)
    if taking:
        matters.take_back(handover, by=signer)
    FLOW.take(handover, step)
    _void(signed, "本人撤回", at)
    audit.record("handover.withdraw", handover, signer, "" if by.id == signer.id else f"在 {by.name} 的登录下")


def _require_sealed(handover: Handover, _by: User) -> None:
    if handover.state is not HandoverState.SEALED:
        raise RuleBroken("还没有锁定的记录请退回修改，不用更正。")


@first(_require_sealed)
def correct(handover: Handover, section: str, sentence: str, reason: str, *, by: User, at: datetime) -> Correction:
    """Add a correction to a sealed handover; the sealed figures stay as they are. Raises RuleBroken: not sealed."""
    row = Correction(section=section, sentence=sentence, reason=reason, by_id=by.id, at=at)
    handover.corrections.append(row)
    audit.record("handover.correct", handover, by, reason)
    return row


def _authorise(handover: Handover, side: Side, pen: Pen) -> None:
    people.require_signer(handover, side, pen.signer, pen.reason)
    confirm_pin(pen.signer, pen.pin)


def _sign(handover: Handover, side: Side, pen: Pen, statement: str) -> None:
    signer = pen.signer
    handover.signatures.append(
        Signature(
            side=side,
            user_id=signer.id,
            session_user_id=pen.session_user.id,
            name=signer.name,
            staff_no=signer.staff_no,
            at=pen.at,
            terminal=pen.terminal,
            statement=statement,
            substitute_reason=pen.reason,
            content_hash=content.HASH_OF[side](handover),
            is_void=False,
        )
    )


def _note(pen: Pen) -> str:
    where = [] if pen.session_user.id == pen.signer.id else [f"在 {pen.session_user.name} 的登录下"]
    return "；".join([*where, *([f"代签：{pen.reason}"] if pen.reason else [])])


def _void(signature: Signature, reason: str, at: datetime) -> None:
    signature.is_void, signature.void_reason, signature.voided_at = True, reason, at


def _require_unchanged(handover: Handover) -> None:
    signed = handover.signature_of(Side.OUTGOING)
    if signed is None or signed.content_hash != content.record_hash(handover):
        raise RuleBroken("交班签认之后内容有变动，这份签认已失效，请退回交班人重新签认。")


def _answer_objections(handover: Handover, at: datetime) -> None:
    """Every objection is answered in words before the record is signed again."""
    answers = handover.draft.body.get("answers", {})
    for objection in handover.objections:
        if objection.answered_at is None:
            answer = answers.get(str(objection.id), "")
            if not answer:
                raise RuleBroken(f"请逐项答复接班人的异议：{objection.sentence}")
            objection.answer, objection.answered_at = answer, at


def _grade(rows: list, table: type, items: type, grades: Mapping) -> None:
    """Write one grade per item; those of a signature that was withdrawn are replaced."""
    missing = [item.label for item in items if not grades.get(item)]
    if missing:
        raise RuleBroken(f"请评定：{'、'.join(missing)}。", field="grades")
    known = {row.item: row for row in rows}
    for item in items:
        if item in known:
            known[item].grade = grades[item]
        else:
            rows.append(table(item=item, grade=grades[item]))
