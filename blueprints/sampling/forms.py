"""What the browser may send about plans and draws."""

from __future__ import annotations

from wtforms import SearchField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import NumberRange

from blueprints.core.fields import MonthField, RowsField, TextForm
from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    ChoiceField,
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
from models.inspections import Kind
from models.sampling import Cause, Draw, DrawKind, DrawState, Review, ReviewState

MONTH = {"type": "month"}


def caption(person) -> str:
    return f"{person.staff_no} {person.name}"


class MonthFilter(FilterForm):
    month = MonthField("月份", [Optional()], render_kw=MONTH)


class DrawFilter(FilterForm):
    unit = RowField("收费站", blank="全部", optional=True)
    month = MonthField("月份", [Optional()], render_kw=MONTH)
    kind = ChoiceField("方式", DrawKind, blank="全部", default="")
    state = ChoiceField("状态", DrawState, blank="全部", default="")
    sort = OrderField(newest_first(Draw.id))


class ReviewFilter(FilterForm):
    text = SearchField("抽检编号", [Optional(), at_most(SHORT)])
    state = ChoiceField("状态", ReviewState, blank="全部", default="")
    sort = OrderField(newest_first(Review.id))

    def __init__(self) -> None:
        super().__init__()
        through = {one.value: one.label for one in ReviewState if one is not ReviewState.WAITING}
        self.state.choices = {"": "全部"} | through


class SpanFilter(FilterForm):
    since = DateField("从", [Optional()])
    until = DateField("到", [Optional()])


class PlanForm(HouseForm):
    """One number for each kind of inspection."""

    def values(self) -> dict:
        return {"targets": {kind: self[kind.value].data or 0 for kind in Kind}}


for _kind in Kind:
    _range = NumberRange(0, 200, "应在 0 到 200 次之间。")
    setattr(PlanForm, _kind.value, IntegerField(f"{_kind.label}（次）", [Optional(), _range], default=0))


class DrawForm(TextForm):
    """The fair draw of a month."""

    month = MonthField("月份", [required("请填写月份。")], render_kw=MONTH)
    until = DateField("截止日期", [required("请填写截止日期。")], description="抽到这一天为止已下班的车道班次")
    total = IntegerField("抽取段数", [required("请填写抽取段数。")], description="每位当班收费员相差不超过 1 段")
    template = RowField("检查表")
    reviewers = RowsField("评分人", caption=caption)

    def values(self) -> dict:
        return super().values() | {"reviewers": self.reviewers.rows()}


class DirectedForm(TextForm):
    """A draw of named people, for a reason."""

    people = RowsField("人员", caption=caption)
    cause = ChoiceField("原因", Cause)
    reason = TextAreaField("说明", [required("请写明定向抽检的理由。"), at_most(LONG)], render_kw={"rows": 2})
    each = IntegerField("每人段数", [required("请填写每人段数。")], default=2)
    month = MonthField("月份", [required("请填写月份。")], render_kw=MONTH)
    until = DateField("截止日期", [required("请填写截止日期。")])
    template = RowField("检查表")
    reviewers = RowsField("评分人", caption=caption)

    def values(self) -> dict:
        return super().values() | {"people": self.people.rows(), "reviewers": self.reviewers.rows()}


class CancelForm(TextForm):
    reason = TextAreaField("作废理由", [required("请写明作废的理由。"), at_most(LONG)], render_kw={"rows": 3})


class ReassignForm(TextForm):
    reviewer = RowField("改由谁评分", caption=caption)


class ConvertForm(TextForm):
    companion = RowField("同行督查人员", caption=caption)


class MissForm(TextForm):
    note = StringField("没有录像的原因", [required("请写明没有录像的原因。"), at_most(LINE)])


class ReviewForm(TextForm):
    """The head of a review; the verdicts on the items come beside it, see ``judgements``."""

    clip_ref = StringField("录像编号", [Optional(), at_most(SHORT)], description="录像平台上的编号或文件名")
    note = TextAreaField("总体说明", [Optional(), at_most(LONG)], render_kw={"rows": 2})

    class Meta(HouseForm.Meta):
        drafted = True
