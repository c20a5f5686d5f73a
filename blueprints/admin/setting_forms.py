"""A form for each kind of setting, and one for days of the calendar."""

from __future__ import annotations

from wtforms import DateField, SelectField, StringField

from blueprints.admin.forms import UnitField
from blueprints.core.forms import LINE, SHORT, ChoiceField, HouseForm, Optional, at_most, required
from models.core import clock
from models.core.holidays import DayKind
from models.core.settings import Setting, value_of

YES_NO = [("1", "是"), ("0", "否")]


class SettingForm(HouseForm):
    value = StringField("值", [required("请填写值。"), at_most(LINE)])
    valid_from = DateField("生效日期", [required("请填写生效日期。")])
    unit = UnitField("适用单位", optional=True, blank="全部单位")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.unit.offer_tree()
        if not self.is_submitted():
            self.valid_from.data = clock.today()


class ChoiceForm(SettingForm):
    value = SelectField("值")


def form_for(setting: Setting) -> SettingForm:
    """Return the form that fits the kind of ``setting``, showing today's value."""
    now = value_of(setting.key)
    if isinstance(setting.default, bool) or setting.choices:
        form = ChoiceForm(data={"value": ("1" if now else "0") if isinstance(now, bool) else now})
        form.value.choices = list(setting.choices) or YES_NO
    else:
        form = SettingForm(data={"value": str(now)})
    form.value.label.text = setting.label
    form.value.description = "，".join(part for part in (setting.note, _bounds(setting)) if part)
    return form


def _bounds(setting: Setting) -> str:
    if setting.least is None or setting.most is None:
        return setting.unit and f"单位：{setting.unit}"
    return f"{setting.least} 到 {setting.most} {setting.unit}".strip()


class HolidayForm(HouseForm):
    kind = ChoiceField("类别", DayKind)
    name = StringField("节日", [required("请填写节日名称。"), at_most(SHORT)], description="如：春节")
    first = DateField("从", [required("请填写开始日期。")])
    last = DateField("到", [Optional()], description="只有一天可不填")
    source = StringField("依据", [Optional(), at_most(LINE)], description="如：国办发明电〔2026〕7 号")
