"""A notice up to its publication: draft, edit, submit, recall, return, sign out. And its end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models import approvals
from models.accounts import Role, Unit, User
from models.accounts.password_policy import normal
from models.accounts.scope import reaches
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken, RulesBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.notices import audience, queries
from models.notices.delivering import deliver
from models.notices.states import NOTICE
from models.notices.tables import LETTERS, Notice, NoticeKind, NoticeTarget

KIND = "notice"
NOT_YOURS = "只有起草人可以办理。"
PAST_EDITING = "已经报请签发，不能再修改；需要修改请先撤回。"
MOST_NAMED = 200  # people named one by one
TITLE = 100  # characters
approvals.declare_kind(KIND, "通知通报", "/notices/{subject_id}", facts={"kind": "通知种类"})


@dataclass(frozen=True, slots=True)
class Source:
    """The case of another room: how it is called, its address, and the ids of the people it is about."""

    name: str = ""
    href: str = ""
    concerned: Iterable[int] = ()


def _require_drafter(notice: Notice, by: User) -> None:
    if notice.drafted_by_id != by.id:
        raise RuleBroken(NOT_YOURS)


def draft(notice: Notice, *, by: User, at: datetime, **told) -> None:
    """Fill and keep the new ``notice``; ``told`` is what ``edit`` takes. Raises RuleBroken: as ``edit``."""
    notice.drafted_by_id, notice.drafted_at, notice.targets = by.id, at, []
    _fill(notice, by, told)
    db.session.add(notice)
    audit.record("notice.draft", notice, by)


@first(_require_drafter)
def edit(notice: Notice, *, by: User, **told) -> None:
    """Change a draft. ``told``: kind, unit, title, body, addressed_to, is_red, is_must_read, sign_hours, question,
    choices, answer (place from 0), effective_on, expires_on, units, roles, people (staff numbers as typed).

    Raises RuleBroken: not ``by``'s, past that, or a value that does not fit, at its field.
    """
    if not notice.is_draft:
        raise Overtaken(PAST_EDITING)
    _fill(notice, by, told)
    audit.record("notice.draft", notice, by, note="修改草稿")


def draft_from(kind: str, title: str, body: str, *, source: Source, unit: Unit, by: User, at: datetime) -> Notice:
    """Return a draft about a case of another room, to be finished by ``by``; ``kind`` is the code of a kind.

    Raises RuleBroken: one was drafted from the case already, or ``by`` may not draft in the name of ``unit``.
    """
    row = db.session.scalars(select(NoticeKind).where(NoticeKind.code == kind)).one()
    if not reaches(by, "notice.draft", unit):
        raise RuleBroken(f"您不能以{unit.name}的名义起草{row.name}。")
    same = queries.of_source(source.href).where(Notice.kind_id == row.id)
    if source.href and (first := db.session.scalar(same.limit(1))):
        raise RuleBroken(f"已经起草过{row.name}：{first.number or first.title}。")
    notice = Notice(kind=row, unit=unit, title=title[:TITLE], body=body, is_red=row.is_red, choices=[], targets=[])
    notice.is_must_read, notice.effective_on = False, clock.local(at).date()
    notice.sign_hours = settings.value_of("notice.sign_hours", unit_id=unit.id)
    notice.source_name, notice.source_href, notice.concerned = source.name, source.href, sorted(set(source.concerned))
    notice.drafted_by_id, notice.drafted_at = by.id, at
    db.session.add(notice)
    audit.record("notice.draft", notice, by, note=source.name)
    return notice


def submit(notice: Notice, *, by: User, at: datetime) -> None:
    """Send a draft for approval. Raises RuleBroken: not ``by``'s, nobody to read it, or its last day is over."""
    _require_drafter(notice, by)
    today = clock.local(at).date()
    _require_time_left(notice, today)
    if db.session.execute(audience.people_of(notice, today).limit(1)).first() is None:
        raise RuleBroken("所选范围内没有人接收通知，请修改接收范围。")
    NOTICE.take(notice, "submit")
    audit.record("notice.submit", notice, by)
    approvals.start(KIND, notice, notice.unit, by, at, concerned=notice.concerned, facts={"kind": notice.kind.code})


def recall(notice: Notice, *, by: User, at: datetime) -> None:
    """Take a notice back from approval to change it. Raises RuleBroken: not ``by``'s."""
    _require_drafter(notice, by)
    NOTICE.take(notice, "recall")
    audit.record("notice.recall", notice, by)
    approvals.withdraw(approvals.latest_of(notice), by, "撤回修改", at)


def drop(notice: Notice, *, by: User, at: datetime) -> None:
    """Give a draft up; it stays on record. Raises RuleBroken: not ``by``'s."""
    _require_drafter(notice, by)
    NOTICE.take(notice, "drop")
    notice.ended_at = at
    audit.record("notice.drop", notice, by)


def decide(notice: Notice, *, decision: str, opinion: str, by: User, at: datetime) -> None:
    """Consent to a notice or return it, as one of its approvers. Raises RuleBroken: not ``by``'s to decide."""
    approval = approvals.latest_of(notice)
    if approval is None:
        raise RuleBroken("还没有报请签发。")
    if decision == "return":
        approvals.send_back(approval, by, opinion, None, at)
    else:
        approvals.approve(approval, by, opinion, at)


def _may_withdraw(notice: Notice, by: User) -> None:
    if not reaches(by, "notice.withdraw", notice.unit):
        raise RuleBroken("这份通知不能由您撤回。")


@first(_may_withdraw)
def withdraw(notice: Notice, *, reason: str, by: User, at: datetime) -> None:
    """Take a published notice back; its number stays used, and everybody who got it is told.

    Raises RuleBroken: out of ``by``'s reach.
    """
    NOTICE.take(notice, "withdraw")
    notice.ended_at, notice.end_reason = at, reason
    audit.record("notice.withdraw", notice, by, note=reason)
    told = db.session.scalars(queries.reached_by(notice)).all()
    said = f"{notice.number} 已撤回：{notice.title}"
    notify(told, "notice", said, f"/notices/{notice.id}", key=f"notice-{notice.id}-withdrawn", at=at)


def _published(approval, by: User, at: datetime) -> None:
    """The last consent publishes. Raises RuleBroken: the last day is over meanwhile."""
    notice = db.session.scalars(
        select(Notice).where(Notice.id == approval.subject_id).options(*queries.ADDRESSED)
    ).one()
    today = clock.local(at).date()
    _require_time_left(notice, today)
    NOTICE.take(notice, "publish")
    notice.number = _number(notice, today.year)
    notice.published_by_id, notice.published_at = by.id, at
    notice.issuer_name = notice.unit.name
    notice.addressed_to = notice.addressed_to or audience.in_words(notice)
    audit.record("notice.publish", notice, by)
    if notice.effective_on <= today:
        deliver(notice, at)


def _returned(approval, by: User, opinion: str, at: datetime) -> None:
    notice = db.session.get_one(Notice, approval.subject_id)
    NOTICE.take(notice, "send_back")
    audit.record("approval.send_back", notice, by, note=opinion)


approvals.on_finished(KIND, _published)
approvals.on_returned(KIND, _returned)


def _number(notice: Notice, year: int) -> str:
    """Return the next number of its series, e.g. 昌收通〔2026〕3号; a rollback gives it back: no gaps."""
    word = f"{settings.value_of('notice.word', unit_id=notice.unit_id)}{notice.kind.word}"
    place = next_number(word, year, digits=1).rpartition("-")[2]
    return f"{word}〔{year}〕{place}号"


def _require_time_left(notice: Notice, today: date) -> None:
    if notice.expires_on and notice.expires_on < today:
        raise RuleBroken(f"有效期到 {clock.short_day(notice.expires_on)} 已过，请修改后再签发。")


def _fill(notice: Notice, by: User, told: dict) -> None:
    told = dict(told)
    units, roles, people = (told.pop(name) for name in ("units", "roles", "people"))
    if not reaches(by, "notice.draft", told["unit"]):
        raise RuleBroken("不能以这个单位的名义发通知，请从列表中选择。", field="unit")
    told["choices"] = [one for one in told["choices"] if one]
    _check(told)
    if not told["is_must_read"]:
        told |= {"question": "", "choices": [], "answer": None}
    named = _named(people)
    for name, value in told.items():
        setattr(notice, name, value)
    _address(notice, units, roles, named)


def _check(told: dict) -> None:
    """Raises RulesBroken: an end before the beginning, or a must-read without a fair question."""
    refusals = {}
    if told["expires_on"] and told["expires_on"] < told["effective_on"]:
        refusals["expires_on"] = "有效期止不能早于生效日期。"
    if told["is_must_read"]:
        refusals |= _question_refusals(told)
    if refusals:
        raise RulesBroken(refusals)


def _question_refusals(told: dict) -> dict[str, str]:
    refusals = {}
    if not told["question"]:
        refusals["question"] = "必读通知请出一道题，用来确认看懂了。"
    elif len(told["choices"]) < 2 or len(set(told["choices"])) < len(told["choices"]):
        refusals["choice_1"] = "请至少填写两个不同的选项。"
    elif told["answer"] is None or not 0 <= told["answer"] < len(told["choices"]):
        refusals["answer"] = f"正确答案请在 {LETTERS[0]} 到 {LETTERS[len(told['choices']) - 1]} 之间选择。"
    return refusals


def _named(typed: str) -> list[User]:
    """Return the people of staff numbers as typed. Raises RuleBroken: a number nobody has, or too many."""
    numbers = list(dict.fromkeys(one for one in re.split(r"[\s,，、;；]+", typed) if one))
    if len(numbers) > MOST_NAMED:
        raise RuleBroken(f"最多点名 {MOST_NAMED} 人，人多时请按单位和角色选择。", field="people")
    keys = {normal(one): one for one in numbers}
    found = {one.staff_key: one for one in db.session.scalars(select(User).where(User.staff_key.in_(keys)))}
    unknown = [typed for key, typed in keys.items() if key not in found or not found[key].is_active]
    if unknown:
        raise RuleBroken(f"没有这些工号的在职人员：{'、'.join(unknown[:5])}。", field="people")
    return [found[key] for key in keys]


def _address(notice: Notice, units: list[Unit], roles: list[Role], people: list[User]) -> None:
    """Keep the targets that stay, add and take away the others: the trail then tells what changed."""
    wanted = [("unit", one) for one in units] + [("role", one) for one in roles] + [("user", one) for one in people]
    keys = {(name, one.id) for name, one in wanted}
    kept = [one for one in notice.targets if _key(one) in keys]
    there = {_key(one) for one in kept}
    notice.targets = kept + [
        NoticeTarget(**{name: one, f"{name}_id": one.id}) for name, one in wanted if (name, one.id) not in there
    ]


def _key(target: NoticeTarget) -> tuple[str, int]:
    return next((name, value) for name in ("unit", "role", "user") if (value := getattr(target, f"{name}_id")))
