"""What the browser may send about talks, measures and orders."""

from __future__ import annotations

from wtforms import DateTimeLocalField, RadioField, SearchField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import NumberRange, ValidationError

from blueprints.core.fields import TextForm, person_caption
from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    FilterForm,
    IntegerField,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from blueprints.core.steps import PinField, SteppedDecisionForm
from models.core import clock
from models.measures import Directive, DirectiveState, Measure, MeasureKind, MeasureState, Talk, TalkKind, TalkState

WALL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def _penalty(penalty) -> str:
    return f"{penalty.number} {penalty.person.name}"


def _moment(wall):
    return clock.at(wall.date(), wall.time()) if wall else None


class ListFilter(FilterForm):
    text = SearchField("编号、姓名、工号、内容", [at_most(SHORT)])
    unit = RowField("单位", blank="全部单位", optional=True)
    since = DateField("日期从", [Optional()])
    until = DateField("到", [Optional()])


class TalkFilter(ListFilter):
    kind = ChoiceField("种类", TalkKind, blank="全部种类", default="")
    state = ChoiceField("状态", TalkState, blank="全部状态", default="")
    sort = OrderField(newest_first(Talk.id))


class MeasureFilter(ListFilter):
    kind = ChoiceField("种类", MeasureKind, blank="全部种类", default="")
    state = ChoiceField("状态", MeasureState, blank="全部状态", default="")
    over = BooleanField("只看待岗期满，待我办理")
    sort = OrderField(newest_first(Measure.id))


class DirectiveFilter(ListFilter):
    state = ChoiceField("状态", DirectiveState, blank="全部状态", default="")
    sort = OrderField(newest_first(Directive.id))


class TalkForm(TextForm):
    kind = ChoiceField("种类", TalkKind)
    person = RowField("谈话对象", caption=person_caption)
    talker = RowField("谈话人", caption=person_caption)
    planned_at = DateTimeLocalField("约定时间", [required("请填写约定时间。")], format=WALL)
    place = StringField("地点", [required("请填写地点。"), at_most(SHORT)])
    penalty = RowField("相关处罚", caption=_penalty, blank="没有相关处罚", optional=True)
    reason = TextAreaField("事由", [required("请写明事由。"), at_most(LONG)], render_kw={"rows": 3})

    def values(self) -> dict:
        return super().values() | {"planned_at": _moment(self.planned_at.data)}


class TalkRecordForm(TextForm):
    held_at = DateTimeLocalField("谈话时间", [required("请填写谈话时间。")], format=WALL)
    content = TextAreaField("谈话内容", [required("请填写谈话内容。"), at_most(LONG)], render_kw={"rows": 6})
    reply = TextAreaField("本人表态", [required("请填写本人的表态。"), at_most(LONG)], render_kw={"rows": 3})
    demands = TextAreaField("改进要求", [Optional(), at_most(LONG)], render_kw={"rows": 3})

    class Meta(TextForm.Meta):
        drafted = True

    def values(self) -> dict:
        return super().values() | {"held_at": _moment(self.held_at.data)}


class PinForm(TextForm):
    pin = PinField("本人 PIN", validators=[required("请输入本人 PIN。")])


class MeasureEditForm(TextForm):
    kind = ChoiceField("种类", MeasureKind)
    days = IntegerField("待岗天数", [Optional()], description="只用于待岗")
    new_post = StringField("调整后的岗位", [Optional(), at_most(SHORT)], description="只用于调岗")
    facts = TextAreaField("事实和理由", [required("请写明事实和理由。"), at_most(LONG)], render_kw={"rows": 5})

    def show(self, row: Measure) -> None:
        if not self.is_submitted():
            for name in ("days", "new_post", "facts"):
                self[name].data = getattr(row, name) or None
            self.kind.data = row.kind.value


class MeasureForm(MeasureEditForm):
    person = RowField("当事人", caption=person_caption)
    penalty = RowField("相关处罚", caption=_penalty, blank="没有相关处罚", optional=True)


class DecisionForm(SteppedDecisionForm):
    def validate_decision(self, field) -> None:
        if field.data not in field.choices:
            raise ValidationError("请选择审批结论。")


class StartForm(TextForm):
    from_on = DateField("开始日期", [required("请填写开始日期。")])
    note = StringField("说明", [Optional(), at_most(LINE)], description="例如学习地点、通报文号")


class ReplyForm(TextForm):
    agrees = RadioField("公司批复", choices={"yes": "同意辞退", "no": "未同意"}, validate_choice=False)
    company_ref = StringField("批复文号", [required("请填写批复文号。"), at_most(SHORT)])
    company_on = DateField("批复日期", [required("请填写批复日期。")])
    note = StringField("说明", [Optional(), at_most(LINE)])

    def validate_agrees(self, field) -> None:
        if field.data not in ("yes", "no"):
            raise ValidationError("请选择公司的批复。")

    def values(self) -> dict:
        return super().values() | {"agrees": self.agrees.data == "yes"}


class RetestForm(TextForm):
    on = DateField("复考日期", [required("请填写复考日期。")])
    score = IntegerField("成绩", [required("请填写成绩。"), NumberRange(0, 100, message="成绩应在 0 到 100 之间。")])


class RetestCorrectionForm(RetestForm):
    reason = StringField("更正的理由", [required("请写明更正的理由。"), at_most(LINE)])


class FinishForm(TextForm):
    ended_on = DateField("结束日期", [required("请填写结束日期。")])
    note = StringField("说明", [Optional(), at_most(LINE)])


class DirectiveForm(TextForm):
    responsible = RowField("责任人", caption=person_caption, description="责令的单位按责任人所在单位记录")
    penalty = RowField("相关处罚", caption=_penalty, blank="没有相关处罚", optional=True)
    order = TextAreaField("责令内容", [required("请写明责令办理什么。"), at_most(LONG)], render_kw={"rows": 4})
    due_on = DateField("期限", [required("请填写期限。")])


class AnswerForm(TextForm):
    answer = TextAreaField("办理情况", [required("请写明办理情况。"), at_most(LONG)], render_kw={"rows": 4})


class OpinionForm(TextForm):
    opinion = TextAreaField("确认意见", [required("请写明确认意见。"), at_most(LONG)], render_kw={"rows": 3})


class ReopenForm(TextForm):
    opinion = TextAreaField("退回的理由", [required("请写明退回的理由。"), at_most(LONG)], render_kw={"rows": 3})
    due_on = DateField("新的期限", [required("请填写新的期限。")])
