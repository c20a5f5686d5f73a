"""Which columns hold personal data. Each area declares its own; pages and exports ask here how a value is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from models.core import masking
from models.core.db import Base

MASKS = {
    "phone": masking.phone,
    "plate": masking.plate,
    "id_no": masking.id_no,
    "name": masking.name,
    "address": masking.address,
    "text": masking.scrub,
}


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """``kind`` is phone, plate, id_no, name, address or text (running text in which the numbers may occur)."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Declared:
    """``permission`` reveals one value of one row; ``full_export`` takes a whole list unmasked, None: nobody may."""

    table: type[Base]
    permission: str
    columns: dict[str, PersonalColumn]
    full_export: str | None = None


_DECLARED: dict[str, Declared] = {}
_unmasked: ContextVar[frozenset[str]] = ContextVar("unmasked", default=frozenset())


def declare(table: type[Base], *, permission: str, full_export: str | None = None, **columns: str) -> None:
    """Declare the personal columns of ``table``: ``declare(Complaint, permission="complaint.reveal", phone="电话")``.

    The kind is the end of the column's name (``caller_phone`` is a phone); any other says it before its label:
    ``facts="text:经过"``. Raises ValueError: the table is declared twice, or a kind is not known.
    """
    name = table.__tablename__
    if name in _DECLARED:
        raise ValueError(f"personal data of {name} is declared twice")
    known = {column: _column(column, told) for column, told in columns.items()}
    _DECLARED[name] = Declared(table, permission, known, full_export)


def declared(table_name: str) -> Declared | None:
    """Return what was declared of a table, by the name that addresses use."""
    return _DECLARED.get(table_name)


def shown(row: Base, column: str) -> str:
    """Return the value of ``column`` as pages and exports show it: masked, except within ``in_full``."""
    value = getattr(row, column) or ""
    table = row.__tablename__
    if table in _unmasked.get():
        return value
    return MASKS[_DECLARED[table].columns[column].kind](value)


@contextmanager
def in_full(table: type[Base]) -> Iterator[None]:
    """Let ``shown`` give the values of ``table`` whole. Only for an export that was allowed and is on record."""
    token = _unmasked.set(_unmasked.get() | {table.__tablename__})
    try:
        yield
    finally:
        _unmasked.reset(token)


def _column(name: str, told: str) -> PersonalColumn:
    kind, _colon, label = told.rpartition(":")
    kind = kind or next((one for one in MASKS if name == one or name.endswith(f"_{one}")), "")
    if kind not in MASKS:
        raise ValueError(f"personal column {name}: say its kind, one of {', '.join(MASKS)}")
    return PersonalColumn(name, label, kind)
