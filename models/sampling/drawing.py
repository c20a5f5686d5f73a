"""The draw: which minutes of whose duty are looked at. Pure, and the same again from the same seed.

Every lot is the SHA-256 of the seed and of what it stands for; the smallest lots are drawn. Anybody with the seed and
the list of candidates can do it again by hand. Source: domain §2.2 (video inspections), S2 474–491; spread assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from json import dumps

MARGIN = timedelta(minutes=10)  # after the start and before the end of a duty: handover is not sampled
GRID = 5  # minutes between possible beginnings


@dataclass(frozen=True, slots=True)
class Candidate:
    """One duty on a lane that could be drawn, in UTC."""

    duty_id: int
    person_id: int
    lane_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Pick:
    """What was drawn: the clip begins at ``from_at``; ``is_double`` is looked at by two, each for themselves."""

    candidate: Candidate
    from_at: datetime
    is_double: bool


def lot(seed: str, *what: object) -> str:
    """Return the lot of ``what`` under ``seed``: 64 hexadecimal digits, the smallest is drawn first."""
    return sha256("|".join([seed, *map(str, what)]).encode()).hexdigest()


def fingerprint(candidates: Iterable[Candidate]) -> str:
    """Return one SHA-256 over the candidates, in the order of their ids: what the draw was made from."""
    rows = [_row(one) for one in sorted(candidates, key=lambda one: one.duty_id)]
    return sha256(dumps(rows, separators=(",", ":")).encode()).hexdigest()


def shares(people: Iterable[int], total: int, earlier: Mapping[int, int], seed: str) -> dict[int, int]:
    """Return how many clips each person gets: ``total`` in all, nobody more than one above anybody else.

    Who gets one more is who was drawn least ``earlier``; among equals the lots decide.
    """
    order = sorted(set(people), key=lambda one: (earlier.get(one, 0), lot(seed, "share", one)))
    if not order:
        return {}
    each, more = divmod(total, len(order))
    return {person: each + (place < more) for place, person in enumerate(order)}


def draw(
    candidates: Sequence[Candidate],
    total: int,
    *,
    minutes: int,
    double_percent: int,
    earlier: Mapping[int, int],
    seed: str,
) -> list[Pick]:
    """Draw ``total`` clips of ``minutes`` each from the duties that are long enough, in the order of their time.

    A person's duties are drawn without repetition as long as they last. ``double_percent`` of the clips, rounded to
    the nearest, are marked to be scored twice.
    """
    fitting = [one for one in candidates if _beginnings(one, minutes)]
    by_person: dict[int, list[Candidate]] = {}
    for one in fitting:
        by_person.setdefault(one.person_id, []).append(one)
    picks = []
    for person, number in shares(by_person, total, earlier, seed).items():
        picks += _of_person(by_person[person], number, minutes, seed)
    lots = sorted(range(len(picks)), key=lambda n: lot(seed, "double", *_key(picks[n])))
    doubled = set(lots[: _doubles(len(picks), double_percent)])
    marked = [Pick(one, from_at, n in doubled) for n, (one, from_at) in enumerate(picks)]
    return sorted(marked, key=lambda pick: (pick.from_at, pick.candidate.duty_id))


def _of_person(duties: Sequence[Candidate], number: int, minutes: int, seed: str) -> list[tuple[Candidate, datetime]]:
    """Draw ``number`` clips from a person's duties, round after round, each round every duty once."""
    found = []
    for place in range(number):
        turn, at = divmod(place, len(duties))
        chosen = sorted(duties, key=lambda one: lot(seed, "duty", turn, one.duty_id))[at]
        found.append((chosen, _moment(chosen, minutes, turn, seed)))
    return found


def _moment(duty: Candidate, minutes: int, turn: int, seed: str) -> datetime:
    """Draw the beginning of a clip: the minutes of a duty have equal chances; a later turn takes another beginning."""
    order = sorted(_beginnings(duty, minutes), key=lambda at: lot(seed, "minute", duty.duty_id, at.isoformat()))
    return order[turn % len(order)]


def _beginnings(duty: Candidate, minutes: int) -> list[datetime]:
    """Return the moments, on a grid of five minutes, at which a clip of a duty may begin."""
    first, last = duty.starts_at + MARGIN, duty.ends_at - MARGIN - timedelta(minutes=minutes)
    steps = int((last - first).total_seconds() // 60) // GRID
    return [first + timedelta(minutes=GRID * n) for n in range(steps + 1)] if last >= first else []


def _doubles(clips: int, percent: int) -> int:
    return (clips * percent + 50) // 100


def _key(pick: tuple[Candidate, datetime]) -> tuple[int, str]:
    return pick[0].duty_id, pick[1].isoformat()


def _row(one: Candidate) -> list:
    return [one.duty_id, one.person_id, one.lane_id, one.starts_at.isoformat(), one.ends_at.isoformat()]


def as_rows(candidates: Iterable[Candidate]) -> list[list]:
    """Return the candidates as JSON keeps them, in the order of their ids."""
    return [_row(one) for one in sorted(candidates, key=lambda one: one.duty_id)]


def from_rows(rows: Iterable[Sequence]) -> list[Candidate]:
    """Return the candidates that ``as_rows`` kept."""
    return [Candidate(duty, person, lane, _utc(starts), _utc(ends)) for duty, person, lane, starts, ends in rows]


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
