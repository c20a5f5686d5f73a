"""A round from the call to the award: nominate, screen, judge, publish, approve, issue. Source: domain §1.3, §2.13."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from models import approvals
from models.accounts import Unit, User, structure
from models.accounts.scope import reaches
from models.awards import facts, queries, ranking, screening
from models.awards.kinds import AwardState, Component, Holder
from models.awards.states import FLOW
from models.awards.tables import EXCLUDED, UNPLACED, Award, AwardCandidate, AwardKind, AwardVote
from models.core import audit, clock, settings
from models.core.db import db, hold_row
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify

KIND, UPHELD = "award", "异议成立："
PAST_CALL = "征集已经结束，不能再提名。"
WHEN_ISSUED: list[Callable[[Award, AwardCandidate, User, datetime], None]] = []
WHEN_TAKEN: list[Callable[[Award, AwardCandidate, str, User, datetime], None]] = []
approvals.declare_kind(KIND, "评优", "/awards/{subject_id}")


def begin(*, kind: AwardKind, unit: Unit, title: str, since: date, until: date, by: User, at: datetime) -> Award:
    """Call for an award in a unit and below; the kind's terms are frozen for the round.

    Raises RuleBroken: out of ``by``'s reach, closed, an end before the beginning.
    """
    if not reaches(by, "award.open", unit):
        raise RuleBroken("这个单位不在您的管理范围内。", field="unit")
    if not kind.is_open:
        raise RuleBroken("这个奖项已经停用。", field="kind")
    if until < since:
        raise RuleBroken("截止日期不能早于开始日期。", field="until")
    award = Award(number=next_number("PX", clock.local(at).year), kind_id=kind.id, unit=unit, title=title)
    award.since, award.until, award.state = since, until, AwardState.CALL
    names = ("name", "holder", "places", "amount", "is_for_all", "weights", "filters", "source")
    award.terms = {name: getattr(kind, name) for name in names} | {"holder": kind.holder.value}
    award.created_by_id, award.created_at = by.id, at
    db.session.add(award)
    audit.record("award.open", award, by)
    return award


def may_nominate(award: Award, by: User) -> None:
    """Raises Overtaken: past the call; RuleBroken: there is nobody whom ``by`` could put forward."""
    if award.state is not AwardState.CALL:
        raise Overtaken(PAST_CALL)
    if db.session.scalar(facts.nominees(award, by).limit(1)) is None:
        raise RuleBroken("您的提名范围内没有可以再提名的人或班组。")


@first(may_nominate)
def nominate(award: Award, *, holder: User | Unit, words: str, by: User) -> AwardCandidate:
    """Put a person or a crew forward. Raises RuleBroken: past the call, oneself, out of reach, already there."""
    hold_row(award)
    if award.state is not AwardState.CALL:
        raise Overtaken(PAST_CALL)
    unit = holder.unit if isinstance(holder, User) else holder
    if isinstance(holder, User) and holder.id == by.id:
        raise RuleBroken("不能提名您本人，请由他人提名。", field="holder")
    if not reaches(by, "award.nominate", unit) or not unit.path.startswith(award.unit.path):
        raise RuleBroken("不在您的提名范围内。", field="holder")
    if db.session.scalar(queries.candidate_of(award, facts.key_of(holder)).limit(1)):
        raise RuleBroken("已经提名过了。", field="holder")
    row = _candidate(award, facts.key_of(holder), holder)
    row.nominated_by_id, row.nomination = by.id, words
    db.session.add(row)
    audit.record("award.nominate", award, by, note=f"{row.caption}：{words}")
    return row


def refusal_to(step: str, award: Award, at: datetime) -> str | None:
    """Say what is still missing for a step of the course, or None."""
    match step:
        case "screen" if not award.terms["is_for_all"] and not queries.counts_of(award)[0]:
            return "还没有候选，请先提名。"
        case "start_jury" if not queries.counts_of(award)[1]:
            return "没有合格的候选，不能开始评审。"
        case "publish" if award.terms["weights"].get("jury") and not db.session.scalar(
            queries.votes_of(award).limit(1)
        ):
            return "还没有评委打分，不能公示。"
        case "submit" if award.notice_until is None or clock.local(at).date() <= award.notice_until:
            return f"公示到 {award.notice_until} 结束，次日起才能提交。"
        case "submit" | "issue" if db.session.scalar(queries.open_objections(award).limit(1)):
            return "还有异议没有决定，请先决定异议。"
    return None


def _require(step: str, award: Award, at: datetime) -> None:
    if refusal := refusal_to(step, award, at):
        raise RuleBroken(refusal)


def screen(award: Award, *, by: User, at: datetime) -> None:
    """Take in everybody where the award is for all, and check who qualifies; it can be done again.

    Whoever does not qualify is told why. Raises RuleBroken: nobody to check.
    """
    FLOW.take(award, "screen")
    known = {row.holder: row for row in db.session.scalars(queries.candidates_of(award))}
    if award.terms["is_for_all"]:
        for holder in _everybody(award):
            if facts.key_of(holder) not in known:
                known[facts.key_of(holder)] = row = _candidate(award, facts.key_of(holder), holder)
                db.session.add(row)
    if not known:
        raise RuleBroken("还没有候选，请先提名。")
    db.session.flush()
    found = _facts_of(award, list(known.values()))
    for key, row in known.items():
        _check(award, row, found[key])
    audit.record("award.screen", award, by, note=f"{sum(row.is_eligible for row in known.values())} 名合格")
    _tell_refused(award, [row for row in known.values() if row.person_id and not row.is_eligible], at)


def start_jury(award: Award, *, by: User) -> None:
    """Open the votes. Raises RuleBroken: nobody qualifies."""
    _require("start_jury", award, clock.now())
    FLOW.take(award, "start_jury")
    audit.record("award.start_jury", award, by)


def refusal_to_vote(candidate: AwardCandidate, by: User) -> str | None:
    """Say why ``by`` may not judge a candidate, or None. Source: domain §2.2, §2.13 (own team excluded)."""
    if candidate.person_id == by.id:
        return "不能给您本人打分。"
    if candidate.unit_id == by.unit_id:
        return "不能给本班组打分。"
    return None if candidate.is_eligible else "资格审查没有通过。"


def require_vote(award: Award, candidate: AwardCandidate, by: User) -> None:
    """Raises RuleBroken: not theirs to judge; Overtaken: not in the jury's time."""
    if award.state is not AwardState.JURY:
        raise Overtaken("现在不在评审阶段，不能打分。")
    if refusal := refusal_to_vote(candidate, by):
        raise RuleBroken(refusal, field="points")


def vote(award: Award, candidate: AwardCandidate, *, points: int, by: User, at: datetime) -> None:
    """Give a candidate 0 to 100; giving again replaces. Raises RuleBroken: not in the jury's time, own crew."""
    hold_row(candidate)
    require_vote(award, candidate, by)
    if not 0 <= points <= 100:
        raise RuleBroken("请填写 0 到 100 的整数。", field="points")
    row = db.session.scalar(queries.vote_of(candidate, by))
    if row is None:
        row = AwardVote(award_id=award.id, candidate_id=candidate.id, voter_id=by.id)
        db.session.add(row)
    row.points, row.at = points, at
    audit.record("award.vote", row, by, note=f"{award.number} {candidate.caption}")


def publish(award: Award, *, by: User, at: datetime) -> None:
    """Reckon and rank, and show it to all for the days of the setting. Raises RuleBroken: a juror has not voted."""
    _require("publish", award, at)
    FLOW.take(award, "publish")
    today = clock.local(at).date()
    award.notice_on = today
    award.notice_until = today + timedelta(days=settings.value_of("award.notice_days", unit_id=award.unit_id) - 1)
    reckon(award)
    audit.record("award.publish", award, by, note=f"公示到 {award.notice_until}")


def reckon(award: Award) -> None:
    """Rank the eligible anew by the frozen terms; the caller records it."""
    rows = {row.holder: row for row in db.session.scalars(queries.candidates_of(award))}
    jury = {key: _jury(votes) for key, votes in queries.votes_by_holder(award).items()}
    figures = _figures(award, rows.values(), jury)
    plain = {key: {name: one["value"] for name, one in parts.items()} for key, parts in figures.items()}
    for row in rows.values():
        row.total, row.place, row.is_winner, row.figures = None, None, False, {}
        row.sort = UNPLACED if row.is_eligible else EXCLUDED
    for one in ranking.rank(plain, award.terms["weights"], award.terms["places"]):
        row = rows[one.key]
        row.total, row.place, row.is_winner, row.figures = one.total, one.place, one.is_winner, figures[one.key]
        row.sort = one.place


def known_before_votes(award: Award, row: AwardCandidate) -> list[tuple[Component, int, str]]:
    """Return what a juror may go by: the components that count here but the votes, in hundredths, with their words.

    They are of this moment; those that the place is reckoned by are taken at 公示.
    """
    figures = _figures(award, db.session.scalars(queries.candidates_of(award)), {})[row.holder]
    counted = [one for one in Component if one is not Component.JURY and award.terms["weights"].get(one.value)]
    return [(one, figures[one.value]["value"], figures[one.value]["words"]) for one in counted]


def _figures(award: Award, rows: Iterable[AwardCandidate], jury: Mapping[str, tuple[int, int]]) -> dict[str, dict]:
    found = _facts_of(award, [row for row in rows if row.is_eligible])
    return screening.figures(found.values(), jury)


def submit(award: Award, *, by: User, at: datetime) -> None:
    """Send it for approval. Raises RuleBroken: 公示 is not over, or an objection is open."""
    _require("submit", award, at)
    FLOW.take(award, "submit")
    audit.record("award.submit", award, by)
    winners = [row.person_id for row in db.session.scalars(queries.winners_of(award)) if row.person_id]
    approvals.start(KIND, award, award.unit, by, at, concerned=winners, facts={"amount": award.terms["amount"] // 100})


def issue(award: Award, *, by: User, at: datetime) -> None:
    """Award it: winners are told, and certificates follow. Raises RuleBroken: an objection is open."""
    _require("issue", award, at)
    FLOW.take(award, "issue")
    award.issued_at = at
    audit.record("award.issue", award, by)
    for row in db.session.scalars(queries.winners_of(award)).all():
        title = f"{award.title}：{row.caption}"
        notify(queries.people_behind(row), "award", title, f"/awards/{award.id}", key=f"award-{award.id}", at=at)
        for tell in WHEN_ISSUED:
            tell(award, row, by, at)


def cancel(award: Award, *, reason: str, by: User) -> None:
    """End the round without an award. Raises RuleBroken: no reason."""
    if not reason:
        raise RuleBroken("请写明取消的理由。", field="reason")
    FLOW.take(award, "cancel")
    award.end_reason = reason
    audit.record("award.cancel", award, by, note=reason)


def settle_issued(award: Award, row: AwardCandidate, reason: str, by: User, at: datetime) -> None:
    """Take an award that was issued from somebody, or give it back: all places stay as they were shown."""
    won = row.is_eligible and row.place is not None and row.place <= award.terms["places"]
    if won == row.is_winner:
        return
    row.is_winner = won
    title = f"{award.title}：{row.caption}{'恢复' if won else '取消'}称号，{reason}"
    who, key = queries.people_behind(row), f"award-{award.id}-{'given' if won else 'taken'}-{at:%m%d%H%M%S}"
    notify(who, "award", title[:110], f"/awards/{award.id}", key=key, at=at)
    for give in WHEN_ISSUED if won else ():
        give(award, row, by, at)
    for take in WHEN_TAKEN if not won else ():
        take(award, row, reason, by, at)


def check_again(award: Award, row: AwardCandidate) -> bool:
    """Check a candidate anew and return whether its eligibility changed; the caller records it."""
    before = row.is_eligible
    _check(award, row, _facts_of(award, [row])[row.holder])
    return before != row.is_eligible


def _check(award: Award, row: AwardCandidate, found: facts.Facts) -> None:
    upheld = [reason for reason in row.reasons if reason.startswith(UPHELD)]
    row.reasons = screening.reasons(found, award.terms["filters"]) + upheld
    row.is_eligible = not row.reasons
    row.sort = UNPLACED if row.is_eligible else EXCLUDED


def _facts_of(award: Award, rows: list[AwardCandidate]) -> dict[str, facts.Facts]:
    people = [row.person_id for row in rows if row.person_id]
    crews = [row.unit_id for row in rows if not row.person_id]
    holders = [*db.session.scalars(select(User).where(User.id.in_(people))).unique()]
    holders += db.session.scalars(select(Unit).where(Unit.id.in_(crews))).all()
    return facts.of(holders, award.since, award.until)


def _everybody(award: Award) -> list[User | Unit]:
    rows = facts.crews_of(award.unit) if award.terms["holder"] == Holder.CREW.value else facts.people_of(award.unit)
    return list(db.session.scalars(rows).unique())


def _candidate(award: Award, key: str, holder: User | Unit) -> AwardCandidate:
    unit = holder.unit if isinstance(holder, User) else holder
    row = AwardCandidate(award_id=award.id, holder=key, unit_id=unit.id, unit_name=structure.full_name(unit))
    row.caption = holder.name if isinstance(holder, User) else row.unit_name
    row.person_id = holder.id if isinstance(holder, User) else None
    row.reasons, row.figures, row.nomination = [], {}, ""
    return row


def _jury(votes: list[int]) -> tuple[int, int]:
    return ranking.mean([one * 100 for one in votes]), len(votes)


def _tell_refused(award: Award, rows: list[AwardCandidate], at: datetime) -> None:
    """Tell each person why they do not qualify. Source: domain §2.13 (show the reason to the person)."""
    for row in rows:
        title = f"{award.title} 资格审查：{'；'.join(row.reasons)}"
        key = f"award-{award.id}-screened"
        notify([row.person_id], "award", title[:110], f"/awards/{award.id}", key=key, at=at)


def _approved(approval, by: User, at: datetime) -> None:
    award = db.session.get_one(Award, approval.subject_id)
    FLOW.take(award, "approve")
    award.approved_at = at
    audit.record("approval.approve", award, by)


def _returned(approval, by: User, opinion: str, _at: datetime) -> None:
    award = db.session.get_one(Award, approval.subject_id)
    FLOW.take(award, "send_back")
    audit.record("approval.send_back", award, by, note=opinion)


approvals.on_finished(KIND, _approved)
approvals.on_returned(KIND, _returned)
