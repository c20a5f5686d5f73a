"""What the browser may send about calls back and surveys."""

from __future__ import annotations

import re
from datetime import date

from wtforms import IntegerField as WholeNumber
from wtforms import RadioField, SearchField, SelectField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import NumberRange

from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    HouseForm,
    IntegerField,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from blueprints.core.public import PublicForm
from blueprints.service.forms import DaysFilter, RadioChoiceField, StationForm, TextForm
from models.service import (
    CallResult,
    Channel,
    FollowUpCall,
    FollowUpRound,
    RoundState,
    Scale,
    SurveyDimension,
    SurveyRound,
    SurveySheet,
)
from models.service.surveys import DIMENSIONS, MOST_SHEETS

WIDE = "|｜"
ENTERED = (Channel.PAPER, Channel.PHONE)  # what people of the station type in


class RoundFilter(DaysFilter):
    """Days narrow by the period that was asked about."""

    sort = OrderField(newest_first(FollowUpRound.id))


class CallFilter(DaysFilter):
    result = ChoiceField("结果", CallResult, blank="全部结果", default="")
    text = SearchField("原话和原因", [at_most(SHORT)])
    rated = BooleanField("只看作了评价的")
    waiting = BooleanField("只看待拨打")
    mine = BooleanField("只看可由我拨打")
    sort = OrderField(newest_first(FollowUpCall.id))


class DrawForm(StationForm):
    since = DateField("服务日期从", [required("请选择开始日期。")])
    until = DateField("到", [required("请选择结束日期。")])
    sample_size = IntegerField(
        "抽取人数", [required("请填写抽取人数。"), NumberRange(1, 200, "一次抽 1 到 200 人。")], default=30
    )


class CallForm(TextForm):
    result = RadioChoiceField("结果", CallResult, validators=[required("请选择结果。")])
    said = TextAreaField(
        "原话和原因", [Optional(), at_most(LONG)], render_kw={"rows": 3}, description="不满意、拒访的如实写明"
    )


class SurveyFilter(DaysFilter):
    state = ChoiceField("状态", RoundState, blank="全部状态", default="")
    sort = OrderField(newest_first(SurveyRound.id))


class SheetFilter(DaysFilter):
    text = SearchField("意见", [at_most(SHORT)])
    round = RowField("调查", caption=lambda row: f"{row.number} {row.name}", blank="全部调查", optional=True)
    channel = ChoiceField("渠道", Channel, blank="全部渠道", default="")
    sort = OrderField(newest_first(SurveySheet.id))


class SurveyEditForm(TextForm):
    name = StringField("名称", [required("请填写名称，例如四季度司乘满意度调查。"), at_most(SHORT)])
    greeting = StringField(
        "开头的话",
        [Optional(), at_most(LINE)],
        default="请为本站的服务打分，不记名，大约半分钟。",
        description="显示在二维码页面上",
    )
    since = DateField("开始日期", [required("请选择开始日期。")])
    until = DateField("结束日期", [required("请选择结束日期。")])
    wanted = IntegerField(
        "计划份数", [required("请填写计划份数。"), NumberRange(1, 9999, "份数是 1 到 9999 的整数。")], default=30
    )
    dimensions = TextAreaField(
        "调查项目",
        [required("请填写调查项目。"), at_most(LONG)],
        default="\n".join(f"{name}｜{question}" for name, question in DIMENSIONS),
        render_kw={"rows": 6},
        description="每行一个：名称｜问题",
    )

    def values(self) -> dict:
        return super().values() | {"dimensions": lines(self.dimensions.data)}

    def show(self, row: SurveyRound, dimensions: list[SurveyDimension]) -> None:
        if not self.is_submitted():
            for name in ("name", "greeting", "since", "until", "wanted"):
                self[name].data = getattr(row, name)
            self.dimensions.data = "\n".join(f"{one.name}｜{one.question}" for one in dimensions)


class SurveyForm(StationForm, SurveyEditForm):
    scale = ChoiceField("量表", Scale)


def lines(text: str) -> list[tuple[str, str]]:
    """Return ``(name, question)`` of every line ``name｜question``."""
    parted = [re.split(f"[{WIDE}]", line, maxsplit=1) for line in (text or "").splitlines() if line.strip()]
    return [(one[0].strip()[:20], one[1].strip()[:200] if len(one) > 1 else "") for one in parted]


def entry_form(dimensions: list[SurveyDimension], steps: int, day: date, channel: str) -> HouseForm:
    """Return the grid of paper sheets, a line for each sheet; it opens on ``day`` and ``channel``."""
    fields = {"answered_on": DateField("填答日期", [required("请选择填答日期。")], default=day)}
    fields["channel"] = SelectField("渠道", choices={one.value: one.label for one in ENTERED}, default=channel)
    in_scale = NumberRange(1, steps, f"分值是 1 到 {steps} 的整数。")
    for line in range(MOST_SHEETS):
        for one in dimensions:
            fields[f"s{line}_{one.id}"] = WholeNumber(f"第 {line + 1} 份 {one.name}", [Optional(), in_scale])
        fields[f"w{line}"] = StringField(f"第 {line + 1} 份 意见", [Optional(), at_most(LINE)])
    form = type("EntryForm", (_EntryForm,), fields)()
    form.asked = dimensions
    return form


class _EntryForm(TextForm):
    asked: list[SurveyDimension]

    class Meta(HouseForm.Meta):
        drafted = True

    def values(self) -> dict:
        sheets = [
            ({one.id: self[f"s{line}_{one.id}"].data for one in self.asked}, self[f"w{line}"].data or "")
            for line in range(MOST_SHEETS)
        ]
        channel = Channel(self.channel.data)
        return {"sheets": sheets, "channel": channel, "answered_on": self.answered_on.data}


class VoidForm(TextForm):
    reason = StringField("作废原因", [required("请写明作废的原因，例如第 3 题录错。"), at_most(LINE)])


def say_form(dimensions: list[SurveyDimension], scale: list[str]) -> PublicForm:
    """Return the form of the QR page: faces for each dimension, words that nobody has to give."""
    fields = {"said": StringField("还有什么想说的", [Optional(), at_most(LINE)])}
    choices = {str(step): word for step, word in enumerate(scale, 1)}
    for one in dimensions:
        fields[f"d{one.id}"] = RadioField(one.name, choices=choices, validate_choice=False)
    form = type("SayForm", (_SayForm,), fields)()
    form.asked, form.steps = dimensions, choices
    return form


class _SayForm(PublicForm):
    asked: list[SurveyDimension]
    steps: dict[str, str]

    def values(self) -> dict:
        scores = {one.id: _step(self[f"d{one.id}"].data, self.steps) for one in self.asked}
        return {"sheets": [(scores, self.said.data or "")]}


def _step(value: str | None, steps: dict[str, str]) -> int | None:
    return int(value) if value in steps else None
