"""What a survey says: per dimension, channel and month, always with its n. Source: domain §2.12 (W21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from models.core.db import db
from models.core.months import last_of
from models.service.figures import COUNTED, Share, share_of
from models.service.kinds import Channel
from models.service.tables import SurveyAnswer, SurveyDimension, SurveyRound, SurveySheet


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """``counts`` are the answers of each step, the worst first."""

    dimension: SurveyDimension
    counts: list[int]
    share: Share

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """The mean score with two decimals, None without answers."""
        return round(sum(step * count for step, count in enumerate(self.counts, 1)) / self.n, 2) if self.n else None

    def part(self, count: int) -> float:
        """Return a count as per cent of all answers, for the bar."""
        return round(100 * count / self.n, 1) if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """The sheets of one channel or one month; ``link`` narrows the list of sheets to them."""

    label: str
    sheets: int
    share: Share
    link: dict


@dataclass(frozen=True, slots=True)
class Results:
    sheets: int
    share: Share
    dimensions: list[DimensionResult]
    channels: list[Group]
    months: list[Group]


def of(row: SurveyRound, dimensions: Iterable[SurveyDimension]) -> Results:
    """Return the results of a round; two statements, however many sheets."""
    answers = list(db.session.execute(_answers(row.id)).all())
    sheets = list(db.session.execute(_sheets(row.id)).all())
    by_dimension = [_dimension(row, one, answers) for one in dimensions]
    channels = [_group(row, one.label, answers, sheets, channel=one) for one in Channel]
    months = [
        _group(row, month, answers, sheets, month=month) for month in sorted({_month(day) for _c, day, _n in sheets})
    ]
    whole = _group(row, "", answers, sheets)
    return Results(whole.sheets, whole.share, by_dimension, [one for one in channels if one.sheets], months)


def _answers(round_id: int) -> Select:
    """``(dimension id, score, channel, day, count)``."""
    by = (SurveyAnswer.dimension_id, SurveyAnswer.score, SurveySheet.channel, SurveySheet.answered_on)
    rows = select(*by, func.count()).join(SurveySheet, SurveySheet.id == SurveyAnswer.sheet_id)
    return rows.where(SurveySheet.round_id == round_id, COUNTED).group_by(*by)


def _sheets(round_id: int) -> Select:
    """``(channel, day, count)``."""
    by = (SurveySheet.channel, SurveySheet.answered_on)
    return select(*by, func.count()).where(SurveySheet.round_id == round_id, COUNTED).group_by(*by)


def _dimension(row: SurveyRound, dimension: SurveyDimension, answers: list) -> DimensionResult:
    counts = [0] * len(row.scale)
    for dimension_id, score, _channel, _day, count in answers:
        if dimension_id == dimension.id:
            counts[score - 1] += count
    content = sum(counts[row.satisfied_from - 1 :])
    return DimensionResult(dimension, counts, share_of(content, sum(counts), row.unit_id))


def _group(
    row: SurveyRound, label: str, answers: list, sheets: list, channel: Channel | None = None, month: str = ""
) -> Group:
    """Narrow to a channel or a month; nothing narrows to all."""

    def fits(one: Channel, day: date) -> bool:
        return channel in (None, one) and month in ("", _month(day))

    chosen = [(score, count) for _id, score, one, day, count in answers if fits(one, day)]
    content = sum(count for score, count in chosen if score >= row.satisfied_from)
    people = sum(count for one, day, count in sheets if fits(one, day))
    share = share_of(content, sum(count for _s, count in chosen), row.unit_id, people)
    return Group(label, people, share, _link(channel, month))


def _link(channel: Channel | None, month: str) -> dict:
    if month:
        first = date.fromisoformat(f"{month}-01")
        return {"since": first, "until": last_of(first)}
    return {"channel": channel.value} if channel else {}


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
