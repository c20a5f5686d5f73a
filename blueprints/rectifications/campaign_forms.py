"""What the browser may send about campaigns and process reviews."""

from __future__ import annotations

from wtforms import FieldList, Form, FormField, SearchField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import NumberRange

from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
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
from blueprints.rectifications.forms import FigureField, TextForm, indented
from models.rectifications import Campaign, CampaignState, Fate, ProcessReview, ProcessState, Verdict
from models.rectifications.processes import Planned

STEPS = 12  # rows of the grid of a process
DAY = 24 * 60  # minutes


class CampaignFilter(FilterForm):
    text = SearchField("编号、名称", [at_most(SHORT)])
    state = ChoiceField("状态", CampaignState, blank="全部状态", default="")
    sort = OrderField(newest_first(Campaign.id))


class CampaignForm(TextForm):
    name = StringField("行动名称", [required("请填写行动名称。"), at_most(SHORT)])
    unit = RowField("范围", caption=indented)
    purpose = TextAreaField("目的", [required("请写明目的。"), at_most(LONG)], render_kw={"rows": 3})
    begins_on = DateField(
        "开始日期", [required("请填写开始日期。")], description="学习发动 15 天，组织实施 16 天，以后是长效机制"
    )


class StudyForm(TextForm):
    title = StringField("学习内容", [required("请填写学习内容的名称。"), at_most(LINE)])
    content = TextAreaField(
        "正文或要点", [required("请写明正文、要点或存放位置。"), at_most(LONG)], render_kw={"rows": 4}
    )
    unit = RowField("谁要学习", caption=indented)
    due_on = DateField("签字期限", [required("请填写签字期限。")])


class SignForm(TextForm):
    words = TextAreaField("学习体会", [Optional(), at_most(LONG)], render_kw={"rows": 2})


class PhaseForm(TextForm):
    from_on = DateField("开始", [required("请填写开始日期。")])
    to_on = DateField("结束", [Optional()], description="长期的阶段留空")
    tasks = TextAreaField("任务", [Optional(), at_most(LONG)], render_kw={"rows": 3})


class GoalTargetForm(TextForm):
    start = FigureField("起点", [Optional()])
    target = FigureField("目标值", [required("请填写目标值。")])
    due_on = DateField("期限", [required("请填写期限。")])


class ProgressForm(TextForm):
    on = DateField("日期", [required("请填写日期。")])
    figure = FigureField("数值", [required("请填写数值。")])
    source = StringField("数据来源", [required("请写明数据来源，例如 11 月录像抽查。"), at_most(SHORT)])
    words = TextAreaField("说明", [Optional(), at_most(LONG)], render_kw={"rows": 2})


class PracticeForm(TextForm):
    practice = TextAreaField("好的做法", [required("请总结好的做法。"), at_most(LONG)], render_kw={"rows": 8})


class ProcessFilter(FilterForm):
    text = SearchField("编号、流程、理由", [at_most(SHORT)])
    state = ChoiceField("状态", ProcessState, blank="全部状态", default="")
    verdict = ChoiceField("结论", Verdict, blank="全部结论", default="")
    sort = OrderField(newest_first(ProcessReview.id))


class StepRow(Form):
    """One step of a process; a row without words is left out."""

    text = StringField("现在的步骤", [at_most(SHORT)])
    minutes = IntegerField("分钟", [Optional(), NumberRange(0, DAY, f"请填 0 到 {DAY}。")])
    fate = ChoiceField("处理", Fate, default="keep")
    after_text = StringField("简化后的做法", [at_most(SHORT)])
    minutes_after = IntegerField("简化后分钟", [Optional(), NumberRange(0, DAY, f"请填 0 到 {DAY}。")])

    @property
    def planned(self) -> Planned | None:
        text = (self.text.data or "").strip()
        after = (self.after_text.data or "").strip()
        fate = self.fate.data or Fate.KEEP
        return Planned(text, fate, self.minutes.data or 0, after, self.minutes_after.data) if text else None


class ProcessForm(TextForm):
    class Meta(TextForm.Meta):
        drafted = True

    title = StringField("流程", [required("请填写流程的名称，例如 退费办理。"), at_most(SHORT)])
    unit = RowField("适用单位", caption=indented)
    verdict = ChoiceField("结论", Verdict)
    reason = TextAreaField("理由", [required("请写明评审的理由和依据。"), at_most(LONG)], render_kw={"rows": 3})
    steps = FieldList(FormField(StepRow), "步骤", max_entries=STEPS + 4)

    def __init__(self, row: ProcessReview | None = None) -> None:
        kept = [_shown(step) for step in row.steps] if row else []
        blank = [{"text": "", "fate": "keep"}] * max(2, 6 - len(kept))
        given = {"title": row.process, "reason": row.reason, "verdict": row.verdict.value} if row else {}
        super().__init__(version=row.version if row else None, data=given | {"steps": kept + blank})
        if row:
            del self.unit

    def values(self) -> dict:
        planned = [entry.form.planned for entry in self.steps]
        given = super().values()
        process = given.pop("title")
        return given | {"process": process, "steps": [one for one in planned if one]}


def _shown(step) -> dict:
    names = ("text", "minutes", "after_text", "minutes_after")
    return {name: getattr(step, name) for name in names} | {"fate": step.fate.value}


class PublishForm(TextForm):
    valid_from = DateField("生效日期", [required("请填写生效日期。")])
    notice = TextAreaField("发布说明", [required("请写明从何时起、怎样办理。"), at_most(LONG)], render_kw={"rows": 4})


class OpinionForm(TextForm):
    opinion = TextAreaField("退回意见", [required("请写明要修改什么。"), at_most(LONG)], render_kw={"rows": 3})
