"""What of a case is found by its words; telephones, plates and identity numbers are not. Source: S3 §5.1."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from models.complaints.tables import Complaint
from models.core import masking, search

NUMBERS = ("number", "order_no")
TEXTS = ("content", "demand", "lane_name", "investigation", "finding", "measures", "reply")


def words_of(case) -> str:
    """Return what is indexed of a case or of a row with its columns: numbers of the case, and the scrubbed texts."""
    numbers = [getattr(case, name) or "" for name in NUMBERS]
    return " ".join(numbers + [masking.scrub(getattr(case, name)) for name in TEXTS])


def has_text(typed: str) -> ColumnElement[bool]:
    """Return that a case has every word of ``typed``; a whole telephone or plate is compared with its own column."""
    if masking.is_phone(typed) is None:
        return or_(Complaint.phone == masking.normalise_phone(typed), Complaint.order_no == typed.strip())
    if masking.is_plate(typed) is None:
        return Complaint.plate == masking.normalise_plate(typed)
    return Complaint.id.in_(search.matching(select(Complaint.id), Complaint, typed))


search.searchable(Complaint, *NUMBERS, *TEXTS, words=words_of)
