"""What the browser may send about rectifications."""

from __future__ import annotations

from math import isfinite

from wtforms import FieldList, Form, FormField, RadioField, SearchField, SelectField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import TextInput

from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    FileField,
    FilterForm,
    HouseForm,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from models.accounts import structure
from models.core import clock
from models.rectifications import Category, Decision, Rectification, RectificationState, Side, sources
from models.rectifications.working import Planned

MEASURES = 8  # rows of the plan's grid
MOST_FIGURE = 10_000_000


def person_caption(person) -> str:
    where = structure.full_name(person.unit)
    return f"{person.staff_no} {person.name} · {where} {person.post_title}".rstrip()


def indented(unit) -> str:
    return "　" * (len(unit.ancestry) - 1) + unit.name


class FigureField(StringField):
    """A figure of a goal: a finite number, not negative, with a decimal point at most."""

    widget = TextInput()

    def __init__(self, label: str, validators=(), **kwargs) -> None:
        super().__init__(label, validators, render_kw={"inputmode": "decimal", "autocomplete": "off"}, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else f"{self.data:g}"

    def process_formdata(self, valuelist) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            figure = float(text)
        except ValueError:
            raise ValueError("请填写数字，例如 92 或 1.5。") from None
        if not isfinite(figure) or not 0 <= figure <= MOST_FIGURE:
            raise ValueError(f"请填写 0 到 {MOST_FIGURE} 之间的数字。")
        self.data = figure


class TextForm(HouseForm):
    """To the rules, a text that was not sent at all is an empty one. Lists of rows take no filters."""

    class Meta(HouseForm.Meta):
        def bind_field(self, form, unbound_field, options):
            if unbound_field.field_class in (FieldList, FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)

    def values(self) -> dict:
        given = super().values()
        texts = {
            name for name in given if isinstance(self[name], StringField) and not isinstance(self[name], FigureField)
        }
        return {name: "" if value is None and name in texts else value for name, value in given.items()}


class RectificationFilter(FilterForm):
    RARE = ("source", "responsible", "since", "until", "recurring", "timely", "standing", "alone")
    text = SearchField("编号、问题、来源编号", [at_most(SHORT)])
    state = ChoiceField("状态", RectificationState, blank="全部状态", default="")
    category = ChoiceField("类别", Category, blank="全部类别", default="")
    source = SelectField(
        "来源", choices=lambda: [("", "全部来源"), *((k, v.label) for k, v in sources.SOURCES.items())], default=""
    )
    unit = RowField("单位", caption=indented, blank="全部单位", optional=True)
    responsible = RowField("责任人", caption=person_caption, blank="全部人员", optional=True)
    since = DateField("下发日期从", [Optional()])
    until = DateField("到", [Optional()])
    overdue = BooleanField("只看超期")
    recurring = BooleanField("只看复发")
    timely = BooleanField("只看按期完成")
    standing = BooleanField("不含撤回的")
    alone = BooleanField("不含下级单位")
    sort = OrderField(
        newest_first(Rectification.id) | {"due_on": ("期限近的在前", (Rectification.due_on, Rectification.id))}
    )


class GoalForm(TextForm):
    """The parts of an order that its issuer may give and its responsible completes."""

    goal = TextAreaField("整改目标", [Optional(), at_most(LONG)], render_kw={"rows": 2})
    goal_metric = StringField("指标", [Optional(), at_most(SHORT)], description="例如 投诉处理及时率")
    goal_from = FigureField("现在", [Optional()])
    goal_to = FigureField("目标", [Optional()])
    goal_unit = StringField("指标单位", [Optional(), at_most(10)], description="例如 %、分钟")
    goal_by = DateField("达到日期", [Optional()])


class IssueForm(GoalForm):
    class Meta(TextForm.Meta):
        drafted = True

    source = SelectField("来源", choices=lambda: [(k, v.label) for k, v in sources.SOURCES.items() if v.by_hand])
    source_ref = StringField(
        "来源编号", [Optional(), at_most(SHORT)], description="审计意见、上级通报等的编号；同一编号只能下发一次"
    )
    unit = RowField("整改单位", caption=indented)
    responsible = RowField(
        "整改责任人",
        caption=person_caption,
        blank="整改单位的负责人",
        optional=True,
        description="不选时由系统取整改单位（没有负责人的取上一级）的负责人",
    )
    category = ChoiceField("问题类别", Category)
    source_item = StringField(
        "检查项", [Optional(), at_most(SHORT)], description="评分表或手册的条目；用来判断同一问题是否复发"
    )
    problem = TextAreaField("问题表现", [required("请写明问题表现。"), at_most(LONG)], render_kw={"rows": 4})
    cause = TextAreaField(
        "根源分析", [Optional(), at_most(LONG)], description="可以留给整改责任人写", render_kw={"rows": 2}
    )
    deadline_on = DateField("整改期限", [required("请填写整改期限。")], description="到当日 24 时")
    campaign = RowField("专项行动", blank="不属于专项行动", optional=True)
    photo = FileField("整改前照片", [Optional()], description="JPEG、PNG 或 HEIC，不超过 10 MB；下发后还可以继续添加")


class MeasureForm(Form):
    """One row of the plan; a row without words is left out."""

    text = StringField("措施", [at_most(LINE)])
    owner = RowField("责任人", caption=lambda one: f"{one.name}（{one.post_title}）", optional=True)
    due_on = DateField("完成日期", [Optional()])

    def validate(self, extra_validators=None) -> bool:
        """A measure with words wants somebody to do it and a day; asked here, as empty dates end their own checks."""
        fine = super().validate(extra_validators)
        if not (self.text.data or "").strip():
            return fine
        for field, sentence in ((self.owner, "请选择责任人。"), (self.due_on, "请填写完成日期。")):
            if field.data is None and not field.errors:
                field.errors = [*field.errors, sentence]
                fine = False
        return fine

    @property
    def planned(self) -> Planned | None:
        text = (self.text.data or "").strip()
        return Planned(text, self.owner.data, self.due_on.data) if text else None


class PlanForm(GoalForm):
    class Meta(GoalForm.Meta):
        drafted = True

    cause = TextAreaField("根源分析", [required("请写明根源分析。"), at_most(LONG)], render_kw={"rows": 3})
    measures = FieldList(FormField(MeasureForm), "具体措施", max_entries=MEASURES + 4)

    def __init__(self, row: Rectification, people: list) -> None:
        names = ("cause", "goal", "goal_metric", "goal_from", "goal_to", "goal_unit", "goal_by")
        left = [{"text": one.text, "due_on": one.due_on} for one in row.measures if not one.is_done]
        owners = [one.owner for one in row.measures if not one.is_done]
        blank = [{"text": "", "due_on": None}] * max(2, min(4, MEASURES) - len(left))
        given = {name: getattr(row, name) for name in names} | {"measures": left + blank}
        super().__init__(version=row.version, data=given)
        for number, entry in enumerate(self.measures):
            entry.form.owner.offer(people)
            entry.form.owner.preset(owners[number] if number < len(owners) and not self.is_submitted() else None)

    def values(self) -> dict:
        planned = [entry.form.planned for entry in self.measures]
        return super().values() | {"measures": [one for one in planned if one]}


class TickForm(TextForm):
    words = TextAreaField("办结情况", [required("请写明做了什么。"), at_most(LONG)], render_kw={"rows": 3})


class PhotoForm(TextForm):
    side = ChoiceField("拍的是", Side)
    answers = RowField("对照哪一张", blank="按顺序对照", optional=True)
    photo = FileField("照片", [required("请选择照片。")], description="JPEG、PNG 或 HEIC，不超过 10 MB，一次一张")
    caption = StringField("说明", [required("请写明拍的是什么。"), at_most(SHORT)])


class SubmitForm(TextForm):
    goal_actual = FigureField("指标现在的数值", [Optional()])
    summary = TextAreaField("整改情况", [required("请写明整改情况。"), at_most(LONG)], render_kw={"rows": 4})


class ReviewForm(TextForm):
    passed = RadioField("复查结果", choices={"yes": "合格", "no": "不合格"}, validate_choice=False)
    opinion = TextAreaField("复查意见", [required("请写明复查意见。"), at_most(LONG)], render_kw={"rows": 3})
    due_on = DateField("重新下发的期限", [Optional()], description="只在不合格时填写：上提一级，由上一级负责人整改")

    def validate_passed(self, field) -> None:
        if field.data not in field.choices:
            raise ValidationError("请选择合格或不合格。")

    def values(self) -> dict:
        return super().values() | {"passed": self.passed.data == "yes"}


class ExtensionForm(TextForm):
    until = DateField("延期到", [required("请填写延期到哪一天。")])
    reason = TextAreaField("理由", [required("请写明理由。"), at_most(LONG)], render_kw={"rows": 3})


class ExtensionDecisionForm(TextForm):
    decision = ChoiceField(
        "决定", Decision, blank="请选择", default="", validators=[InputRequired("请选择同意或不同意。")]
    )
    words = TextAreaField("意见", [Optional(), at_most(LONG)], description="不同意请写明原因", render_kw={"rows": 3})


class PeriodFilter(FilterForm):
    since = DateField("下发日期从", [Optional()])
    until = DateField("到", [Optional()])

    def days(self):
        """Return the first and the last day; without a choice this year so far."""
        today, chosen = clock.today(), self.values()
        return chosen.get("since") or today.replace(month=1, day=1), chosen.get("until") or today
