"""Handing over the decision: signed by the person, or refused before a witness; and giving up the appeal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from models.accounts import User, confirm_pin
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.core.holidays import calendar
from models.core.workdays import NOBODY_OFF, Segment, explain, workdays_between
from models.inbox import notify
from models.penalties import absence, concern, effects
from models.penalties.kinds import PenaltyState, ServiceKind
from models.penalties.states import PENALTY
from models.penalties.tables import Penalty


@first(concern.require_own)
def sign(penalty: Penalty, *, pin: str, by: User, at: datetime) -> None:
    """The person signs for the decision at their own sign-in. Raises RuleBroken: somebody else, or a wrong PIN."""
    confirm_pin(penalty.person, pin)
    PENALTY.take(penalty, "sign")
    _served(penalty, ServiceKind.SIGNED, by, at)
    audit.record("penalty.serve", penalty, by, note="本人签收")


@first(concern.keep_out)
def serve(penalty: Penalty, *, pin: str, by: User, at: datetime) -> None:
    """The person signs with their PIN where ``by`` has signed in. Raises RuleBroken: wrong PIN, ``by``'s own case."""
    confirm_pin(penalty.person, pin)
    PENALTY.take(penalty, "serve")
    _served(penalty, ServiceKind.SIGNED, by, at)
    audit.record("penalty.serve", penalty, by, note=f"{penalty.person.name} 当面签收")


@first(concern.keep_out)
def refuse(penalty: Penalty, *, witness: User | None, witness_pin: str, note: str, by: User, at: datetime) -> None:
    """The person refuses to sign; a witness confirms it with a PIN of their own.

    Raises RuleBroken: no witness, one who is the person, the server or named in the case, a wrong PIN, or no reason.
    """
    named = concern.named_in(penalty.violation_id)
    if witness is None or not witness.is_active:
        raise RuleBroken("请选择见证人。", field="witness")
    if witness.id == by.id or witness.id in named:
        raise RuleBroken("见证人不能是送达人或本件涉及的人。", field="witness")
    if not note:
        raise RuleBroken("请写明拒签的情况。", field="note")
    confirm_pin(witness, witness_pin, field="witness_pin")
    PENALTY.take(penalty, "serve")
    penalty.witness_id, penalty.service_note = witness.id, note
    _served(penalty, ServiceKind.REFUSED, by, at)
    audit.record("penalty.serve", penalty, by, note=f"拒签，见证人 {witness.name}：{note}")


def window_over(penalty: Penalty, on: date) -> str | None:
    """Say on a day that the appeal of a penalty is over, until the nightly run lets it take effect; else None."""
    if penalty.state is not PenaltyState.SERVED or penalty.appeal_until is None or on <= penalty.appeal_until:
        return None
    return f"申诉期已于 {clock.short_day(penalty.appeal_until)} 结束，不能再申诉。"


def may_contest(penalty: Penalty, by: User, at: datetime) -> None:
    """Raises RuleBroken: somebody else's penalty, or the days of the appeal are over."""
    concern.require_own(penalty, by)
    if refusal := window_over(penalty, clock.local(at).date()):
        raise RuleBroken(refusal)


@first(may_contest)
def waive(penalty: Penalty, *, pin: str, by: User, at: datetime) -> None:
    """The person gives up the appeal: the penalty takes effect at once.

    Raises RuleBroken: somebody else, a wrong PIN, or nothing to give up any more.
    """
    confirm_pin(penalty.person, pin)
    PENALTY.take(penalty, "waive")
    audit.record("penalty.waive", penalty, by)
    effects.begin(penalty, by, at)


def window(served_on: date, days: int, off: Mapping[date, str] = NOBODY_OFF) -> list[Segment]:
    """Return the days of the appeal window after ``served_on``, each with why it counts or not."""
    return explain(served_on, days, calendar(), off)


def counted(penalty: Penalty) -> list[Segment]:
    """Return the days of a penalty's appeal window as they were counted when it was served."""
    if penalty.window_days:
        return [Segment(date.fromisoformat(day), counts, why) for day, counts, why in penalty.window_days]
    return until(clock.local(penalty.served_at).date(), penalty.appeal_until)


def until(served_on: date, last: date) -> list[Segment]:
    """Return the days from the one after ``served_on`` to ``last``, by the calendar alone."""
    days_off = calendar()
    return explain(served_on, workdays_between(served_on, last, days_off), days_off)


def sentences(segments: Iterable[Segment]) -> list[str]:
    """Say of each day of a window how it counts."""
    return [
        f"{clock.short_day(one.day)}：{'计入' if one.counted else '不计'}{f'（{one.why}）' if one.why else ''}"
        for one in segments
    ]


def _served(penalty: Penalty, kind: ServiceKind, by: User, at: datetime) -> None:
    days = settings.value_of("penalty.appeal_days", unit_id=concern.station_at(penalty.unit_id))
    penalty.service, penalty.served_by_id, penalty.served_at = kind, by.id, at
    served_on = clock.local(at).date()
    person = db.session.get_one(User, penalty.person_id)
    segments = window(served_on, days, absence.days_off(person, served_on))
    penalty.window_days = [[one.day.isoformat(), one.counted, one.why] for one in segments]
    penalty.appeal_until = segments[-1].day
    title = f"{penalty.number} 已送达，可以申诉到 {penalty.appeal_until:%Y-%m-%d} 为止"
    key = f"penalty-{penalty.id}-served"
    notify([penalty.person_id], "penalty", title, f"/penalties/{penalty.id}", key=key, at=at)
