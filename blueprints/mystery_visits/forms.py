"""What the browser may send about mystery visits."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from wtforms import DateTimeLocalField, Field, RadioField, TextAreaField
from wtforms.fields import DateField
from wtforms.widgets import TextInput

from blueprints.core.fields import ClausesField, person_caption
from blueprints.core.forms import (
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    FileField,
    FilterForm,
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
from models.core import clock
from models.mystery_visits import ASPECTS, Decision, MysteryMatter, MysteryVisit, VisitState
from models.rectifications import Category

SUGGESTIONS, PROPOSALS = 3, 2  # boxes on the visitor's page
CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 40}


class ScoreField(Field):
    """Points with at most one decimal on the page, tenths as data; empty is None: not seen."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else f"{Decimal(self.data) / 10:g}"

    def process_formdata(self, valuelist) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = _tenths(text) if text else None


def _tenths(text: str) -> int:
    """Return points such as ``8.5`` in tenths. Raises ValueError with a Chinese sentence."""
    try:
        points = Decimal(text)
    except InvalidOperation:
        raise ValueError("请填写分数，例如 8 或 8.5；没有看到的留空。") from None
    if not points.is_finite() or abs(points) > 100 or points * 10 != int(points * 10):
        raise ValueError("分数最多一位小数，例如 8.5。")
    return int(points * 10)


class CodeForm(PublicForm):
    code = StringField("访问码", [required("请填写纸条上的访问码。"), at_most(SHORT)], render_kw=CODE)


class ReportForm(PublicForm):
    """One page, filled in on a phone. The rule is given texts, and scores in tenths by aspect."""

    visited_at = DateTimeLocalField("到站时间", [required("请填写到站的日期和时间。")])
    lane = StringField("车道号", [required("请填写车道号，例如 X04。"), at_most(SHORT)])
    errand = TextAreaField("办了什么、问了什么", [required("请写下您办理的业务和问过的问题。"), at_most(LONG)])
    quotes = TextAreaField("对方原话", [Optional(), at_most(LONG)], description="尽量逐字记下，不写姓名")
    impression = TextAreaField("总体印象", [Optional(), at_most(LONG)])
    photo = FileField("照片", [Optional()])
    sure = BooleanField("我已核对。提交后访问码作废，不能再查看或修改", [required("请先核对，再勾选这一项。")])

    def values(self) -> dict:
        given = super().values()
        moment = given["visited_at"]
        return {
            "visited_at": clock.at(moment.date(), moment.time()),
            "scores": {aspect.code: given[aspect.code] for aspect in ASPECTS},
            "suggestions": self._written("suggestion", SUGGESTIONS),
            "proposals": self._written("proposal", PROPOSALS),
            **{name: given[name] or "" for name in ("lane", "errand", "quotes", "impression")},
        }

    @property
    def aspects(self) -> list[Field]:
        return [self[aspect.code] for aspect in ASPECTS]

    def boxes(self, kind: str) -> list[Field]:
        """Return the text boxes of one kind, in order."""
        return [field for name, field in self._fields.items() if name.startswith(f"{kind}_")]

    def _written(self, kind: str, most: int) -> list[str]:
        texts = [self[f"{kind}_{number}"].data for number in range(1, most + 1)]
        return [text for text in texts if text]


for _aspect in ASPECTS:
    _label = f"{_aspect.label}（{_aspect.points} 分）"
    setattr(ReportForm, _aspect.code, ScoreField(_label, [Optional()], description=_aspect.hint))
for _number in range(1, SUGGESTIONS + 1):
    setattr(ReportForm, f"suggestion_{_number}", TextAreaField(f"意见 {_number}", [Optional(), at_most(LONG)]))
for _number in range(1, PROPOSALS + 1):
    setattr(ReportForm, f"proposal_{_number}", TextAreaField(f"处理建议 {_number}", [Optional(), at_most(LONG)]))


class PlanForm(HouseForm):
    unit = RowField("收费站", validators=[required("请选择收费站。")])
    from_on = DateField("窗口开始", [required("请填写窗口开始的日期。")])
    to_on = DateField("窗口结束", [required("请填写窗口结束的日期。")])
    alias = StringField(
        "监督员代号", [required("请填写代号，例如 甲。"), at_most(SHORT)], description="只写代号，不写姓名和电话"
    )
    focus = TextAreaField("重点", [Optional(), at_most(LONG)], description="监督员打开填报页后会看到")

    def values(self) -> dict:
        return super().values() | {"focus": self.focus.data or ""}


class PlanEditForm(PlanForm):
    """The station stays: another station is another visit."""

    unit = None

    def show(self, visit: MysteryVisit) -> None:
        """Fill in what is kept, on opening."""
        if not self.is_submitted():
            for name in ("from_on", "to_on", "alias", "focus"):
                self[name].data = getattr(visit, name)


class ReasonForm(HouseForm):
    reason = TextAreaField("取消原因", [required("请写明取消的原因。"), at_most(LONG)])


class DecisionForm(HouseForm):
    decision = RadioField(
        "决定", [required("请选择采纳、部分采纳或不采纳。")], choices={one.value: one.label for one in Decision}
    )
    reason = TextAreaField("理由", [required("请写明理由；采纳的写怎样落实。"), at_most(LONG)])

    def show(self, matter: MysteryMatter) -> None:
        """Fill in what was decided before, on opening."""
        if not self.is_submitted() and matter.decision:
            self.decision.data, self.reason.data = matter.decision.value, matter.reason

    def values(self) -> dict:
        return super().values() | {"decision": Decision(self.decision.data)}


class RectifyForm(HouseForm):
    category = ChoiceField("类别", Category)
    deadline_on = DateField("整改期限", [required("请填写整改期限。")])


class MatterViolationForm(HouseForm):
    """Who it was is found by the office: the visitor names nobody."""

    person = RowField("当事人", caption=person_caption, validators=[required("请选择当事人。")])
    facts = TextAreaField("事实", [required("请写明事实。"), at_most(LONG)], render_kw={"rows": 5})
    clauses = ClausesField(description="列出到站当日有效的条款")

    def values(self) -> dict:
        return super().values() | {"clauses": self.clauses.rows()}


class TakeBackForm(HouseForm):
    reason = TextAreaField("撤销理由", [required("请写明为什么撤销采纳。"), at_most(LONG)])


class StudyForm(HouseForm):
    opinion = TextAreaField("研究意见", [Optional(), at_most(LONG)])

    def values(self) -> dict:
        return {"opinion": self.opinion.data or ""}


class StationFilter(FilterForm):
    unit = RowField("收费站", blank="全部收费站", optional=True)

    def __init__(self, stations) -> None:
        self._stations = stations
        super().__init__()

    def validate(self, *args, **kwargs) -> bool:
        """Say which stations there are before what was chosen is judged."""
        self.unit.offer(self._stations)
        return super().validate(*args, **kwargs)


class PublishedFilter(StationFilter):
    since = DateField("暗访日期从", [Optional()])
    until = DateField("到", [Optional()])
    sort = OrderField(newest_first(MysteryVisit.published_at, MysteryVisit.id))


class PlanFilter(StationFilter):
    state = ChoiceField("状态", VisitState, blank="全部状态", default="")


class YearFilter(FilterForm):
    year = IntegerField("年度", [Optional()], default=lambda: clock.today().year)

    def chosen(self) -> int:
        """Return the year asked for, if a calendar can hold it, else this one."""
        asked = self.values().get("year")
        return asked if asked and 2000 <= asked <= 2100 else clock.today().year
