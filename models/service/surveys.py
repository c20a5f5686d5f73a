"""Rules of the 满意度调查: a round, its questions, its sheets. Source: domain §2.12 (W21), seed 1-30."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.service.flows import ROUND
from models.service.kinds import Channel, RoundState, Scale
from models.service.reach import require_station
from models.service.tables import SurveyAnswer, SurveyDimension, SurveyRound, SurveySheet

DIMENSIONS = (
    ("文明服务", "收费人员用语文明、态度热情、动作规范吗？"),
    ("站口畅通", "通过收费站时，排队和缴费快吗？"),
    ("站容站貌", "站区、车道和岗亭整洁吗？"),
    ("司乘需求", "您需要帮助时，得到及时的帮助了吗？"),
)  # Source: W21
MOST_DIMENSIONS, MOST_SHEETS = 8, 20
NOT_OPEN = "这次调查不在进行中，不能再录入答卷。"


def create(
    *, unit: Unit, scale: Scale, dimensions: list[tuple[str, str]], by: User, at: datetime, **told
) -> SurveyRound:
    """Prepare a round with a copy of its scale and questions; ``told`` are name, greeting, since, until and wanted.

    Raises RuleBroken: the days are reversed, no or too many or twice the same question, not one's station.
    """
    require_station(by, "survey.run", unit.id, field="unit")
    _check_days(told["since"], told["until"])
    words = scale.words
    row = SurveyRound(number=next_number("WJ", f"{clock.local(at):%Y}"), unit_id=unit.id, scale=words, **told)
    row.satisfied_from = _satisfied_from(scale, unit.id)
    row.slug, row.made_by_id, row.made_at = secrets.token_urlsafe(9), by.id, at
    db.session.add(row)
    db.session.flush()
    _ask(row, dimensions)
    audit.record("survey.create", row, by)
    return row


def edit(row: SurveyRound, *, dimensions: list[tuple[str, str]], by: User, **told) -> None:
    """Change a round that has not begun. Raises RuleBroken as ``create``; Overtaken: it has begun."""
    require_station(by, "survey.run", row.unit_id)
    ROUND.require(row, "open")
    _check_days(told["since"], told["until"])
    for name, value in told.items():
        setattr(row, name, value)
    for old in db.session.scalars(select(SurveyDimension).where(SurveyDimension.round_id == row.id)).all():
        db.session.delete(old)
    db.session.flush()
    _ask(row, dimensions)
    audit.record("survey.edit", row, by)


def start(row: SurveyRound, *, by: User) -> None:
    """Let answers in. Raises RuleBroken: not one's station; Overtaken: it has begun."""
    require_station(by, "survey.run", row.unit_id)
    ROUND.take(row, "open")
    audit.record("survey.open", row, by)


def close(row: SurveyRound, *, by: User) -> None:
    """Let no more answers in. Raises RuleBroken: not one's station; Overtaken: it is closed."""
    require_station(by, "survey.run", row.unit_id)
    ROUND.take(row, "close")
    audit.record("survey.close", row, by)


def enter(
    row: SurveyRound,
    sheets: list[tuple[dict[int, int | None], str]],
    *,
    channel: Channel,
    answered_on: date,
    by: User | None,
    at: datetime,
) -> list[SurveySheet]:
    """Keep ``sheets``, each ``({dimension id: score or None}, words)``; ``by`` None is the person at the QR page.

    Empty sheets are left out. Raises RuleBroken: none is left, one has words and no score, the round is not open or
    not on that day, a score beyond the scale, not one's station.
    """
    require_station(by, "survey.run", row.unit_id)
    if row.state is not RoundState.OPEN:
        raise Overtaken(NOT_OPEN)
    if not row.since <= answered_on <= row.until or answered_on > clock.local(at).date():
        raise RuleBroken(
            f"填答日期要在 {clock.short_day(row.since)} 到 {clock.short_day(row.until)} 之间，不能晚于今天。",
            field="answered_on",
        )
    filled = [(scores, said) for scores, said in sheets if any(scores.values())]
    if not filled:
        raise RuleBroken("请至少选择一项。" if by is None else "请至少填写一份答卷。")
    for place, (scores, said) in enumerate(sheets):
        if said and not any(scores.values()):
            raise RuleBroken(f"第 {place + 1} 份只有意见，没有打分：请补上分值，或者删去意见。", field=f"w{place}")
    return [_sheet(row, scores, said, channel, answered_on, by, at) for scores, said in filled]


def _may_void(sheet: SurveySheet, by: User) -> None:
    require_station(by, "survey.run", sheet.unit_id)
    if sheet.entered_by_id is None:
        raise RuleBroken("本人填写的答卷不能作废，只能作废本站录入的答卷。")
    if sheet.voided_at is not None:
        raise Overtaken("这份答卷已经作废。")


@first(_may_void)
def void(sheet: SurveySheet, *, reason: str, by: User, at: datetime) -> None:
    """Strike out a sheet that the station typed wrongly: it stays to be seen and counts no more, also after the end.

    Raises RuleBroken: no reason, what somebody said over the QR page themselves, not one's station; Overtaken: it is
    struck out already.
    """
    if not reason:
        raise RuleBroken("请写明作废的原因，例如第 3 题录错。", field="reason")
    db.session.refresh(sheet, ["voided_at"], with_for_update=True)
    if sheet.voided_at is not None:
        raise Overtaken("这份答卷已经作废。")
    sheet.voided_at, sheet.voided_by_id, sheet.void_reason = at, by.id, reason
    audit.record("survey.void", sheet, by, note=reason)


def _sheet(row, scores, said, channel, answered_on, by, at) -> SurveySheet:
    sheet = SurveySheet(round_id=row.id, unit_id=row.unit_id, channel=channel, answered_on=answered_on, said=said)
    sheet.entered_by_id, sheet.entered_at = by.id if by else None, at
    db.session.add(sheet)
    db.session.flush()
    for dimension_id, score in scores.items():
        if score is None:
            continue
        if not 1 <= score <= len(row.scale):
            raise RuleBroken(f"分值是 1 到 {len(row.scale)} 的整数。")
        db.session.add(SurveyAnswer(sheet_id=sheet.id, dimension_id=dimension_id, score=score))
    audit.record("survey.answer", sheet, by, note=f"{row.number} {channel.label}")
    return sheet


def _ask(row: SurveyRound, dimensions: list[tuple[str, str]]) -> None:
    names = [name for name, _question in dimensions]
    if not names or len(names) > MOST_DIMENSIONS:
        raise RuleBroken(f"请填写 1 到 {MOST_DIMENSIONS} 个调查项目，每行一个。", field="dimensions")
    if len(set(names)) < len(names):
        raise RuleBroken("调查项目的名称不能重复。", field="dimensions")
    for sort, (name, question) in enumerate(dimensions):
        db.session.add(SurveyDimension(round_id=row.id, name=name, question=question, sort=sort))


def _check_days(since: date, until: date) -> None:
    if until < since:
        raise RuleBroken("结束日期不能早于开始日期。", field="until")


def _satisfied_from(scale: Scale, station_id: int) -> int:
    """Return the lowest score that counts as satisfied: 满意 of five; of three 基本满意, if the station counts it."""
    if scale is Scale.FIVE:
        return 4
    return 2 if settings.value_of("service.fair_counts", unit_id=station_id) else 3
