"""What of a case is found by its words; telephones, plates and identity numbers are not. Source: S3 §5.1."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from models.complaints.tables import Complaint
from models.core import masking, search

NUMBERS = ("number", "order_no")
NEWEST = 5000  # hits in which a first page, and a count up to a thousand, are nearly always found
TEXTS = ("content", "demand", "lane_name", "investigation", "finding", "measures", "reply")


def words_of(case) -> str:
    """Return what is indexed of a case or of a row with its columns: numbers of the case, and the scrubbed texts."""
    numbers = [getattr(case, name) or "" for name in NUMBERS]
    return " ".join(numbers + [masking.scrub(getattr(case, name)) for name in TEXTS])


class Recent(str):
    """Words that are looked for among the newest cases that have them, below the id ``before`` if it is set."""

    before: int | None = None

    @classmethod
    def of(cls, typed: str, before: int | None = None) -> Recent:
        words = cls(typed)
        words.before = before
        return words


def is_words(typed: str) -> bool:
    """Whether ``typed`` is looked for in the words of a case, not compared with a telephone or plate."""
    return masking.is_phone(typed) is not None and masking.is_plate(typed) is not None


def has_text(typed: str) -> ColumnElement[bool]:
    """Return that a case has every word of ``typed``; a whole telephone or plate is compared with its own column."""
    if masking.is_phone(typed) is None:
        return or_(Complaint.phone == masking.normalise_phone(typed), Complaint.order_no == typed.strip())
    if masking.is_plate(typed) is None:
        return Complaint.plate == masking.normalise_plate(typed)
    near = {"newest": NEWEST, "before": typed.before} if isinstance(typed, Recent) else {}
    return Complaint.id.in_(search.matching(select(Complaint.id), Complaint, typed, **near))


search.searchable(Complaint, *NUMBERS, *TEXTS, words=words_of)
