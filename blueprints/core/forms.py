"""What every form of the house shares: shapes here, rules in the domain, both refusals at the same field."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cached_property

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from markupsafe import Markup, escape
from wtforms import BooleanField, Field, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import Choice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import Select, TextInput

from blueprints.core import loaded, stash
from blueprints.core.orders import OrderField
from models.accounts import structure
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken, RulesBroken
from models.core.flow import ask_first

SHORT, LINE, LONG = 40, 200, 4000  # characters a browser may send into a field
BEYOND_FIELDS = frozenset({"csrf_token", "form_key", "version"})


class QuickSelect(Select):
    """The select of WTForms, with plain options written in one go: a list of filters has fifty of them."""

    @classmethod
    def render_option(cls, choice: Choice) -> Markup:
        if choice.render_kw or choice.value is None or isinstance(choice.value, bool):
            return super().render_option(choice)
        value, label = escape(choice.value), escape(choice.label or choice.value)
        return Markup(f'<option {"selected " if choice.selected else ""}value="{value}">{label}</option>')  # noqa: S704


class BaseForm(FlaskForm):
    """What every form has: texts are stripped, a refusal stands at its field."""

    class Meta:
        locales = ("zh",)

        def bind_field(self, form, unbound_field, options):
            filters = [_strip, *unbound_field.kwargs.get("filters", ())]
            field = unbound_field.bind(form=form, filters=filters, **options)
            if type(field.widget) is Select:
                field.widget = QuickSelect(field.widget.multiple)
            return field

    def validate(self, *args, **kwargs) -> bool:
        """Check the fields; what cannot be read at all is refused as that, not for its bounds as well."""
        is_valid = super().validate(*args, **kwargs)
        for field in self:
            if field.process_errors and len(field.errors) > 1:
                field.errors = [*field.process_errors]
        return is_valid

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Put ``sentence`` at ``field``, or above the form when the form has no such field."""
        target = self._fields.get(field or "")
        errors = self.form_errors if target is None else target.errors
        if target is None:
            errors.append(sentence)
        else:
            target.errors = [*errors, sentence]

    @property
    def is_refused(self) -> bool:
        return bool(self.errors)

    def values(self) -> dict:
        """Return what the rule is given: the fields' data without the form's own machinery."""
        return {name: field.data for name, field in self._fields.items() if name not in BEYOND_FIELDS}


class HouseForm(BaseForm):
    """Carries a one-time key, and trusts the domain with the rules.

    An edit form passes ``version=row.version``; when the row was changed since the page was opened, the attempt is
    refused, ``overtaken`` is set, and the template shows both texts. ``is_late`` says that somebody was faster, in an
    edit or in a step: ``page`` then answers 409.
    """

    form_key = HiddenField()
    version = HiddenField()

    class Meta(BaseForm.Meta):
        drafted = False  # whether ``ui.form_head`` lets the form save itself while it is filled in

        def wrap_formdata(self, form, formdata):
            """Let a form that is opened show what its person had typed and not saved; it is not validated."""
            given = super().wrap_formdata(form, formdata)
            return stash.give_back(form) if given is None else given

    def __init__(self, *args, version: int | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.overtaken = self.is_late = False
        self._current_version = version
        self._seen_version = self.version.data
        self.version.data = self.version.raw_data = None
        if version is not None:
            self.version.data = version if self.is_submitted() else self._seen_version or version
        self.form_key.data = secrets.token_hex(16)

    def attempt(self, rule: Callable, *args, **kwargs) -> bool:
        """Carry out ``rule`` with the form's values if they are valid; a refusal becomes a field error.

        Raises RuleBroken: the page is opened by somebody whom the rule refuses first, whatever they would type.
        """
        if not self.is_submitted() and args:
            ask_first(rule, args[0], kwargs.get("by"))
        if not self.validate_on_submit() or self._is_overtaken():
            return False
        try:
            with db.session.begin_nested():
                rule(*args, **kwargs, **self.values())
        except RuleBroken as refusal:
            loaded.read_again()
            self._show(refusal)
            return False
        stash.clear()
        return True

    def _show(self, refusal: RuleBroken) -> None:
        if isinstance(refusal, RulesBroken):
            for field, sentence in refusal.refusals.items():
                self.refuse(sentence, field)
        else:
            self.is_late = isinstance(refusal, Overtaken)
            self.refuse(str(refusal), refusal.field)

    def _is_overtaken(self) -> bool:
        if self._current_version is None or str(self._current_version) == (self._seen_version or ""):
            return False
        self.overtaken = self.is_late = True
        self.refuse("您打开这一页之后，别人改过这条记录。下面同时列出两份内容，请核对后再提交。")
        return True


class FilterForm(BaseForm):
    """A list's filters, read from the address; a wrong value is answered at its field, never with an error page.

    They are checked when they are first asked for, so that the view can offer rows before. ``RARE`` names the
    conditions behind “更多条件”: the bar of a long list stays in one row.
    """

    RARE: tuple[str, ...] = ()

    class Meta(BaseForm.Meta):
        csrf = False

    def __init__(self, **kwargs) -> None:
        super().__init__(formdata=request.args, **kwargs)

    @cached_property
    def is_valid(self) -> bool:
        return self.validate()

    @property
    def is_refused(self) -> bool:
        return not self.is_valid

    def values(self) -> dict:
        """Return the filters that are set and valid, without the order of the list: ``form.sort.key``."""
        self.is_valid  # noqa: B018  (checks, once)
        set_ones = {name: value for name, value in super().values().items() if value not in (None, "", [], False)}
        return {name: value for name, value in set_ones.items() if not self._is_beside(self[name])}

    @cached_property
    def folds(self) -> bool:
        """Whether a phone shows the box of words alone until its user asks for the other conditions."""
        return len(self._conditions()) > 2 and any(_input_of(field) == "search" for field in self)

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether one of these conditions, or the order, stands in the address."""
        return any(request.args.get(field.name) for field in self._conditions())

    @property
    def usual(self) -> list[Field]:
        return [field for field in self if field.name not in self.RARE]

    @property
    def rare(self) -> list[Field]:
        return [self[name] for name in self.RARE if name in self]

    @property
    def asks_rare(self) -> bool:
        """Whether a rare condition is set, or wrong: it is not hidden then."""
        return bool(set(self.values()) & set(self.RARE)) or any(field.errors for field in self.rare)

    def _conditions(self) -> list[Field]:
        return [field for field in self if _input_of(field) not in ("search", "hidden")]

    @staticmethod
    def _is_beside(field: Field) -> bool:
        return bool(field.errors) or isinstance(field, OrderField)


def _input_of(field: Field) -> str:
    return getattr(field.widget, "input_type", "")


def _name_of(row) -> str:
    return structure.full_name(row) if isinstance(row, structure.Unit) else row.name


class RowField(SelectField):
    """A select whose data is a row; the wire carries its id, so nothing that was not offered can be chosen.

    Without a ``caption`` rows go by their names, a crew with its station before it.
    """

    def __init__(self, label: str, *, caption: Callable = _name_of, blank: str = "请选择", **kwargs) -> None:
        self.is_optional = kwargs.pop("optional", False)
        super().__init__(label, coerce=_row_id, validate_choice=False, **kwargs)
        self._caption, self._blank, self._by_id = caption, blank, {}
        self.choices = [("", blank)]

    def offer(self, rows) -> None:
        """Set the choices: an iterable of rows, or a Select to be read."""
        found = rows if isinstance(rows, (list, tuple)) else db.session.scalars(rows).unique()
        self._by_id = {row.id: row for row in found}
        captions = [(row_id, self._caption(row)) for row_id, row in self._by_id.items()]
        self.choices = [("", self._blank), *captions]

    def preset(self, row) -> None:
        """Show ``row``, or the row with this id, as chosen when the form is opened."""
        if not self.raw_data and row is not None:
            self.data = getattr(row, "id", row)

    @property
    def row(self):
        """The offered row that is chosen, known before the form is validated; None for none."""
        return self._by_id.get(getattr(self.data, "id", self.data))

    def pre_validate(self, form) -> None:
        if self.data is None and self.is_optional:
            return
        if self.data not in self._by_id:
            raise ValidationError("请从列表中选择。")

    def post_validate(self, form, validation_stopped) -> None:
        if not validation_stopped and not self.errors:
            self.data = self._by_id.get(self.data)

    def iter_choices(self):
        """Mark the chosen one also after the id has been replaced by its row."""
        chosen = getattr(self.data, "id", self.data)
        for value, label in self.choices:
            yield Choice(value, label, value == chosen, {})


class ChoiceField(SelectField):
    """A select over a ``Labelled`` enumeration; its data is the member, None where ``blank`` stands."""

    def __init__(self, label: str, kinds, *, blank: str | None = None, **kwargs) -> None:
        members = {member.value: member.label for member in kinds}
        self._kinds, self._is_optional = kinds, blank is not None
        if self._is_optional:
            kwargs.setdefault("default", "")
        super().__init__(label, choices=({} if blank is None else {"": blank}) | members, **kwargs)

    def post_validate(self, form, validation_stopped) -> None:
        if not validation_stopped and not self.errors:
            self.data = self._kinds(self.data) if self.data else None


class MoneyField(Field):
    """An amount in yuan on the page, integer cents as data; at most two decimals and 9 999 999 999.99."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else f"{Decimal(self.data) / 100:.2f}"

    def process_formdata(self, valuelist) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = to_cents(valuelist[0])


def to_cents(text: str) -> int:
    """Return yuan such as ``1,234.5`` as integer cents. Raises ValueError with a Chinese sentence."""
    try:
        amount = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise ValueError("请填写金额，例如 1234.50。") from None
    if not amount.is_finite() or abs(amount) > Decimal("9999999999.99"):
        raise ValueError("金额超出范围。")
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError("金额最多两位小数。")
    return int(amount * 100)


def required(sentence: str) -> InputRequired:
    """Return the validator that says what is missing, in words that fit the field."""
    return InputRequired(sentence)


def at_most(characters: int) -> Length:
    return Length(max=characters, message=f"最多 {characters} 个字。")


def _strip(value):
    return value.strip() if isinstance(value, str) else value


def _row_id(value) -> int | None:
    if value in (None, "", "None"):
        return None
    return int(value) if str(value).isdecimal() and len(str(value)) < 10 else -1


__all__ = [
    "LINE",
    "LONG",
    "SHORT",
    "BooleanField",
    "ChoiceField",
    "FileField",
    "FilterForm",
    "HouseForm",
    "IntegerField",
    "MoneyField",
    "Optional",
    "RowField",
    "StringField",
    "at_most",
    "required",
    "to_cents",
]
