"""Fields and forms that several rooms share: check boxes over values and rows, texts that may be left out, months,
points."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from blueprints.core.forms import HouseForm
from models.accounts import structure

MOST_TENTHS = 100_000  # ten thousand points: beyond them a typing error is likelier


class TextForm(HouseForm):
    """To the rules, a text that was not sent at all is an empty one."""

    def values(self) -> dict:
        given = super().values()
        return {
            name: "" if value is None and isinstance(self[name], StringField) else value
            for name, value in given.items()
        }


NO_CLAUSE = "请至少选择一条违反的条款。"


class TicksField(SelectMultipleField):
    """Check boxes over a closed list of values."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def person_caption(person) -> str:
    """Return number, name and unit, a crew with its station: every station has a 一班."""
    return f"{person.staff_no} {person.name} · {structure.full_name(person.unit)}"


def clause_caption(clause) -> str:
    return f"{clause.name} {clause.text}"


class RowsField(TicksField):
    """Check boxes over rows; ``rows()`` are those ticked, and nothing can be ticked that was not offered.

    ``none`` refuses a field in which nothing is ticked; ``gone`` is said of a row that is not offered any more.
    """

    def __init__(
        self,
        label: str,
        *,
        caption: Callable = person_caption,
        none: str = "",
        gone: str = "请从列表中选择。",
        **kwargs,
    ) -> None:
        super().__init__(label, coerce=_id, choices={}, **kwargs)
        self._caption, self._none, self._gone, self._by_id = caption, none, gone, {}

    def offer(self, rows, caption: Callable | None = None) -> None:
        """Set what can be ticked; ``caption`` may differ from page to page."""
        self._by_id = {row.id: row for row in rows}
        self.choices = {row.id: (caption or self._caption)(row) for row in self._by_id.values()}

    def preset(self, ids) -> None:
        """Show the rows of ``ids`` as ticked when the form is opened."""
        if self.raw_data is None:
            self.data = list(ids)

    def pre_validate(self, form) -> None:
        if self._none and not self.data:
            raise ValidationError(self._none)
        if any(one not in self._by_id for one in self.data or ()):
            raise ValidationError(self._gone)

    def rows(self) -> list:
        return [self._by_id[one] for one in self.data or () if one in self._by_id]


class ClausesField(RowsField):
    """The clauses that were broken, at least one; the view offers those that were in force on the day."""

    def __init__(self, label: str = "违反的条款", *, none: str = NO_CLAUSE, gone: str = NO_CLAUSE, **kwargs) -> None:
        super().__init__(label, caption=clause_caption, none=none, gone=gone, **kwargs)


class MonthField(StringField):
    """A month such as ``2026-11``; its data is the first day, None when it is left empty."""

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return f"{self.data:%Y-%m}" if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist) -> None:
        text = valuelist[0].strip() if valuelist else ""
        try:
            self.data = date.fromisoformat(f"{text}-01") if text else None
        except ValueError:
            self.data = None
            raise ValueError("请填写月份，例如 2026-11。") from None


class PointsField(Field):
    """Points with at most one decimal on the page, whole tenths as data."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else _said(self.data)

    def process_formdata(self, valuelist) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = to_tenths(valuelist[0])


def to_tenths(text: str) -> int:
    """Return points such as ``0.5`` as whole tenths. Raises ValueError with a Chinese sentence."""
    try:
        points = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError("请填写分值，例如 0.5。") from None
    if not points.is_finite() or not 0 <= points * 10 <= MOST_TENTHS:
        raise ValueError("分值超出范围。")
    if points != points.quantize(Decimal("0.1")):
        raise ValueError("分值最多一位小数。")
    return int(points * 10)


def _said(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def _id(value) -> int:
    return int(value) if str(value).isdecimal() and len(str(value)) < 10 else -1
