"""What the browser may send about month closes."""

from __future__ import annotations

from datetime import date

from wtforms import SelectField, TextAreaField
from wtforms.validators import NumberRange, ValidationError

from blueprints.core.fields import TextForm
from blueprints.core.forms import LONG, FilterForm, IntegerField, Optional, RowField, at_most
from blueprints.core.orders import OrderField, newest_first
from models.closings import MonthClosing
from models.core.months import first_of


class ClosingFilter(FilterForm):
    unit = RowField("单位", blank="全部单位", optional=True)
    year = IntegerField("年份", [Optional(), NumberRange(2000, 2100, message="请填写年份，例如 2026。")])
    sort = OrderField(newest_first(MonthClosing.month, MonthClosing.id))


class CloseForm(TextForm):
    month = SelectField("月份", validate_choice=False)
    note = TextAreaField("说明", [Optional(), at_most(LONG)], render_kw={"rows": 2})

    def offer(self, months: list[date]) -> None:
        self.month.choices = [(month.isoformat(), f"{month.year} 年 {month.month} 月") for month in months]

    def validate_month(self, field) -> None:
        """Take a month that reads as one; whether it may be closed is for the rule to say."""
        try:
            field.data = first_of(date.fromisoformat(field.data or ""))
        except ValueError:
            raise ValidationError("请从列表中选择月份。") from None
