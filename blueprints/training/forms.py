"""What the browser may send to the quiz and the question bank."""

from __future__ import annotations

from datetime import timedelta

from wtforms import Field, SearchField, SelectField, TextAreaField
from wtforms.fields import DateField
from wtforms.widgets import HiddenInput, TextArea

from blueprints.core.forms import (
    LINE,
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
from models.core import clock
from models.training import Difficulty, Question, QuestionKind, QuestionState

MOST_CHOICES = 8
REASONS = ("临时任务", "外出培训", "身体不适", "设备或网络故障", "其他")


class AnswerField(Field):
    """The keys chosen, or the blanks filled in: a list of texts."""

    def process_formdata(self, valuelist) -> None:
        self.data = list(valuelist[:MOST_CHOICES])


class LinesField(Field):
    """A text area whose data is the list of its lines."""

    widget = TextArea()

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist) -> None:
        self.data = [line.strip() for line in valuelist[0].splitlines()] if valuelist else []


class AnswerForm(HouseForm):
    choice = AnswerField("答案", default=list)


class HiddenInteger(IntegerField):
    widget = HiddenInput()


class PracticeFilter(FilterForm):
    n = IntegerField("第几题", [Optional()])


class ExcuseForm(HouseForm):
    """Why somebody need not do the quiz; 其他 wants words."""

    kind = SelectField("原因", choices={"": "请选择"} | {one: one for one in REASONS})
    detail = StringField("说明", [at_most(LINE)], description="选“其他”时必填")

    def values(self) -> dict:
        return {"reason": "：".join(filter(None, (self.kind.data, self.detail.data)))}

    def validate_kind(self, field) -> None:
        required("请选择原因。")(self, field)

    def validate_detail(self, field) -> None:
        if self.kind.data == REASONS[-1]:
            required("请填写说明。")(self, field)


class CrewFilter(FilterForm):
    day = DateField("工班日", [Optional()])
    shift = HiddenInteger("班次", [Optional()])


class QuestionForm(HouseForm):
    kind = ChoiceField("题型", QuestionKind)
    stem = TextAreaField("题干", [required("请填写题干。")], render_kw={"rows": 3})
    options = LinesField("选项", description="单选、多选题填写，每行一个，依次为 A、B、C…；其他题型留空")
    answer = StringField(
        "答案",
        [required("请填写答案。"), at_most(LONG)],
        description="单选 B，多选 ABD，判断填“正确”或“错误”；填空各空用“；”隔开，几种答法用“|”隔开",
    )
    topic = StringField("专题", [required("请填写专题。"), at_most(SHORT)])
    difficulty = ChoiceField("难度", Difficulty)
    explanation = TextAreaField("解析", [Optional()], render_kw={"rows": 3})
    basis = StringField("依据", [Optional()], description="文件名称和条款")
    region = StringField("适用地区", [required("请填写适用地区，例如“全国”。"), at_most(SHORT)], default="全国")
    source = StringField("来源", [Optional()])
    valid_from = DateField("有效期起", [Optional()])
    valid_to = DateField("有效期止", [Optional()])
    note = StringField("备注", [Optional()])

    def show(self, question: Question) -> None:
        """Fill the form that is opened with ``question``."""
        if not self.is_submitted():
            for name in self.values():
                self[name].data = getattr(question, name)


class QuestionFilter(FilterForm):
    word = SearchField("题干、答案、依据", [at_most(SHORT)])
    kind = ChoiceField("题型", QuestionKind, blank="全部题型", default="")
    state = ChoiceField("状态", QuestionState, blank="全部状态", default="")
    topic = SelectField("专题", validate_choice=False, default="")
    sort = OrderField(
        newest_first(Question.id)
        | {"topic": ("按专题", (Question.topic, Question.id)), "stem": ("按题干", (Question.stem, Question.id))}
    )

    def __init__(self, topics=(), **kwargs) -> None:
        super().__init__(**kwargs)
        self.topic.choices = {"": "全部专题"} | {one: one for one in topics}


class UploadForm(HouseForm):
    file = FileField("文件", [required("请选择文件。")], description=".xlsx、.csv 或 .json，不超过 10 MB、2 万行")
    state = ChoiceField("没有写明状态的题目", QuestionState, default=QuestionState.ACTIVE)


class ApplyForm(HouseForm):
    skip_refused = BooleanField("不导入不合格的行")


class StatisticsFilter(FilterForm):
    since = DateField("从", [Optional()])
    until = DateField("到", [Optional()])
    unit = RowField("收费站", blank="全部", optional=True)

    def span(self) -> tuple:
        """The days asked for; without them the last thirty."""
        today = clock.today()
        chosen = self.values()
        return chosen.get("since", today - timedelta(days=29)), chosen.get("until", today)
