"""Fields and forms that several rooms share: check boxes over values and people, texts that may be left out, months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from wtforms import SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.core.forms import HouseForm


class TextForm(HouseForm):
    """To the rules, a text that was not sent at all is an empty one."""

    def values(self) -> dict:
        given = super().values()
        return {
            name: "" if value is None and isinstance(self[name], StringField) else value
            for name, value in given.items()
        }


class TicksField(SelectMultipleField):
    """Check boxes over a closed list of values."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PeopleField(TicksField):
    """Check boxes over people; ``rows()`` are those ticked, and nobody can be ticked who was not offered."""

    def __init__(self, label: str, *, caption: Callable | None = None, **kwargs) -> None:
        super().__init__(label, coerce=_id, choices={}, **kwargs)
        self._caption, self._by_id = caption or (lambda person: f"{person.staff_no} {person.name}"), {}

    def offer(self, people) -> None:
        self._by_id = {person.id: person for person in people}
        self.choices = {person.id: self._caption(person) for person in self._by_id.values()}

    def pre_validate(self, form) -> None:
        if any(one not in self._by_id for one in self.data or ()):
            raise ValidationError("请从列表中选择。")

    def rows(self) -> list:
        return [self._by_id[one] for one in self.data or () if one in self._by_id]


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


def _id(value) -> int:
    return int(value) if str(value).isdecimal() and len(str(value)) < 10 else -1
