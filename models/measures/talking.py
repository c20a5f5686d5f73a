"""Talks: arranged, held, and signed by the person, or refused before a witness. Source: S0 §6."""

from __future__ import annotations

from datetime import datetime

from models.accounts import User, confirm_pin, history, structure
from models.accounts.scope import reaches
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.measures.states import TALK
from models.measures.tables import Talk
from models.penalties import Penalty


def _keep_out(talk: Talk, by: User) -> None:
    if by.id == talk.person_id:
        raise RuleBroken("本件涉及您本人，请回避，由他人办理。")


def _require_person(talk: Talk, by: User) -> None:
    if by.id != talk.person_id:
        raise RuleBroken("只有当事人本人可以签认。")


def plan(*, person: User, talker: User, planned_at: datetime, penalty: Penalty | None, by: User, at: datetime, **told):
    """Arrange a talk and tell both. ``told``: kind, reason, place.

    Raises RuleBroken: with oneself, out of reach, or a penalty of somebody else.
    """
    if person.id in (by.id, talker.id):
        raise RuleBroken("不能安排与谈话人或与您本人的谈话。", field="person")
    if not reaches(by, "talk.hold", person.unit, person.id):
        raise RuleBroken(f"{person.name} 不在您的管理范围内。", field="person")
    if penalty is not None and penalty.person_id != person.id:
        raise RuleBroken(f"{penalty.number} 的当事人不是{person.name}。", field="penalty")
    talk = Talk(number=next_number("TH", clock.local(at).year), person_id=person.id, unit_id=person.unit_id, **told)
    talk.unit_name, talk.talker_id, talk.planned_at = structure.full_name(person.unit), talker.id, planned_at
    talk.penalty_id, talk.arranged_by_id = penalty.id if penalty else None, by.id
    db.session.add(talk)
    audit.record("talk.plan", talk, by)
    title = f"{talk.kind.label}：{clock.local(planned_at):%Y-%m-%d %H:%M} {talk.place}".strip()
    notify([person.id, talker.id], "measure", title, href(talk), key=f"talk-{talk.id}-planned", at=at)
    return talk


@first(_keep_out)
def hold(talk: Talk, *, held_at: datetime, content: str, reply: str, demands: str, by: User, at: datetime) -> None:
    """Write down what was said. Raises RuleBroken: ``by`` is the person, or it lies ahead."""
    if held_at > at:
        raise RuleBroken("谈话时间不能晚于现在。", field="held_at")
    TALK.take(talk, "hold")
    talk.held_at, talk.content, talk.reply, talk.demands = held_at, content, reply, demands
    audit.record("talk.hold", talk, by)
    notify([talk.person_id], "measure", f"{talk.number} 请签认谈话记录", href(talk), key=f"talk-{talk.id}-held", at=at)


@first(_keep_out)
def cancel(talk: Talk, *, reason: str, by: User, at: datetime) -> None:
    TALK.take(talk, "cancel")
    talk.note = reason
    audit.record("talk.cancel", talk, by, note=reason)
    told = [talk.person_id, talk.talker_id]
    notify(told, "measure", f"{talk.number} 谈话取消", href(talk), key=f"talk-{talk.id}-cancelled", at=at)


@first(_require_person)
def sign(talk: Talk, *, pin: str, by: User, at: datetime) -> None:
    """The person signs for the record with their PIN. Raises RuleBroken: somebody else, or a wrong PIN."""
    confirm_pin(by, pin)
    TALK.take(talk, "sign")
    talk.signed_at = at
    audit.record("talk.sign", talk, by)


@first(_keep_out)
def refuse(talk: Talk, *, witness: User | None, witness_pin: str, note: str, by: User, at: datetime) -> None:
    """The person will not sign; a witness confirms it with a PIN of their own.

    Raises RuleBroken: no witness, one who takes part, or a wrong PIN.
    """
    if witness is None or not witness.is_active:
        raise RuleBroken("请选择见证人。", field="witness")
    if witness.id in (talk.person_id, talk.talker_id, by.id):
        raise RuleBroken("见证人不能是当事人、谈话人或登记人。", field="witness")
    confirm_pin(witness, witness_pin, field="witness_pin")
    TALK.take(talk, "refuse")
    talk.witness_id, talk.note, talk.signed_at = witness.id, note, at
    audit.record("talk.refuse", talk, by, note=f"见证人 {witness.name}：{note}")


def recorder_of(talk: Talk) -> str:
    """Return who wrote down what was said: not always who held the talk."""
    act = history.last_act(talk, "talk.hold")
    return act.who if act else ""


def href(talk: Talk) -> str:
    return f"/measures/talks/{talk.id}"
