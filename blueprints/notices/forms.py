"""What the browser may send about notices."""

from __future__ import annotations

from flask_login import current_user
from wtforms import RadioField, SearchField, SelectField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import NumberRange

from blueprints.core.fields import RowsField, TextForm
from blueprints.core.forms import (
    LINE,
    SHORT,
    BooleanField,
    ChoiceField,
    FileField,
    FilterForm,
    IntegerField,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from models.accounts import Unit
from models.core import clock, settings
from models.core.db import db
from models.notices import LETTERS, Notice, NoticeState, audience, drafting, queries

BODY = 10_000  # characters
MINE = {"": "全部通知", queries.UNREAD: "待我签收", queries.READ: "我已签收"}
STATES = {"": "全部", queries.UNREAD: "未签收", queries.READ: "已签收", queries.LATE: "超过时限未签收"}


def indented(unit: Unit) -> str:
    return "　" * (len(unit.ancestry) - 1) + unit.name


def named(row) -> str:
    return row.name


class NoticeFilter(FilterForm):
    text = SearchField("文号、标题、正文", [at_most(SHORT)])
    mine = SelectField("与我有关", choices=MINE, default="")
    kind = RowField("种类", blank="全部种类", optional=True)
    state = ChoiceField("状态", NoticeState, blank="全部状态", default="")
    unit = RowField("发文单位", caption=indented, blank="全部单位", optional=True)
    since = DateField("生效日期从", [Optional()])
    until = DateField("到", [Optional()])
    sort = OrderField(
        newest_first(Notice.id)
        | {"-effective_on": ("生效日期近的在前", (Notice.effective_on.desc(), Notice.id.desc()))}
    )


class ReceiptFilter(FilterForm):
    text = SearchField("姓名、工号", [at_most(SHORT)])
    state = SelectField("签收", choices=STATES, default="")
    unit = RowField("单位", caption=indented, blank="全部单位", optional=True)


class NoticeForm(TextForm):
    class Meta(TextForm.Meta):
        drafted = True

    kind = RowField("种类")
    unit = RowField("发文单位", caption=indented)
    title = StringField("标题", [required("请填写标题。"), at_most(drafting.TITLE)])
    body = TextAreaField(
        "正文",
        [required("请填写正文。"), at_most(BODY)],
        render_kw={"rows": 12},
        description="每一行是一个自然段，打印时自动空两格；主送和落款自动生成",
    )
    addressed_to = StringField("主送", [at_most(LINE)], description="不填的，按接收范围自动写出")
    is_red = BooleanField("打印红头")
    effective_on = DateField("生效日期", [required("请填写生效日期。")])
    expires_on = DateField("有效期止", [Optional()], description="不填的长期有效")
    units = RowsField("接收单位", caption=indented, description="含下级单位；都不选的，发给发文单位及下级全体人员")
    roles = RowsField("接收角色", caption=named, description="都不选的不限角色；与单位同时选择的，取两者都符合的人")
    people = TextAreaField(
        "另外点名",
        [at_most(2000)],
        render_kw={"rows": 2},
        description="填写工号，用逗号或换行分开；只点名、不选单位和角色的，只发给这些人",
    )
    is_must_read = BooleanField("必读：须答对一道题才能签收，并在各班交接班时传达")
    sign_hours = IntegerField(
        "签收时限（小时）",
        [Optional(), NumberRange(1, 168, "请填写 1 到 168 之间的整数。")],
        description="从本人下一个班次开始起算；不排班的人员按工作日",
    )
    question = TextAreaField("问题", [at_most(LINE)], render_kw={"rows": 2}, description="必读通知填写")
    choice_1 = StringField("选项 A", [at_most(LINE)])
    choice_2 = StringField("选项 B", [at_most(LINE)])
    choice_3 = StringField("选项 C", [at_most(LINE)])
    choice_4 = StringField("选项 D", [at_most(LINE)])
    answer = SelectField(
        "正确答案", choices={"": "请选择", **{str(at): one for at, one in enumerate(LETTERS)}}, validate_choice=False
    )

    CHOICES = tuple(f"choice_{place}" for place in range(1, 5))

    def values(self) -> dict:
        given = super().values()
        picked = str(given["answer"] or "")
        return {name: value for name, value in given.items() if name not in self.CHOICES} | {
            "choices": [given[name] for name in self.CHOICES],
            "answer": int(picked) if picked in {"0", "1", "2", "3"} else None,
            "sign_hours": given["sign_hours"] or settings.value_of("notice.sign_hours"),
            "units": self.units.rows(),
            "roles": self.roles.rows(),
        }

    def begin(self) -> None:
        """Preset a new draft."""
        if not self.is_submitted():
            self.effective_on.data = self.effective_on.data or clock.today()
            self.sign_hours.data = self.sign_hours.data or settings.value_of("notice.sign_hours")
            self.unit.data = self.unit.data or current_user.unit

    def show(self, notice: Notice) -> None:
        """Fill the form with a draft."""
        if self.is_submitted():
            return
        same = "kind unit title body addressed_to is_red effective_on expires_on is_must_read sign_hours question"
        for name in same.split():
            self[name].data = getattr(notice, name)
        for name, text in zip(self.CHOICES, notice.choices, strict=False):
            self[name].data = text
        self.answer.data = "" if notice.answer is None else str(notice.answer)
        self.units.preset(one.unit_id for one in notice.targets if one.unit_id)
        self.roles.preset(one.role_id for one in notice.targets if one.role_id)
        self.people.data = "，".join(one.user.staff_no for one in notice.targets if one.user_id)


class SignForm(TextForm):
    """The one question of a must-read; without a question there is nothing to fill in."""

    answer = RadioField("问题", coerce=str, validate_choice=False)

    def __init__(self, notice: Notice, **kwargs) -> None:
        super().__init__(**kwargs)
        self.answer.label.text = notice.question
        self.answer.choices = {str(at): f"{LETTERS[at]}. {text}" for at, text in enumerate(notice.choices)}

    def values(self) -> dict:
        picked = self.answer.data
        return {"answer": int(picked) if picked in self.answer.choices else None}


class PaperForm(TextForm):
    paper = FileField("照片或 PDF", [required("请选择文件。")], description="JPEG、PNG、HEIC 或 PDF，不超过 10 MB")
    caption = StringField("附件名称", [required("请填写附件名称，印在“附件”一栏。"), at_most(SHORT)])


class ReasonForm(TextForm):
    reason = TextAreaField("撤回原因", [required("请写明撤回原因。"), at_most(LINE)], render_kw={"rows": 3})


class KindForm(TextForm):
    name = StringField("名称", [required("请填写名称。"), at_most(SHORT)])
    word = StringField("文号用字", [required("请填写用字。"), at_most(4)], description="例如“通”：昌收通〔2026〕3号")
    is_red = BooleanField("默认打印红头")
    is_must_read = BooleanField("默认必读")
    is_open = BooleanField("启用")


def offer(form: NoticeForm, units) -> NoticeForm:
    """Offer kinds, issuing units, and the parts of the audience."""
    form.kind.offer(queries.open_kinds())
    form.unit.offer(units)
    below = units.where(Unit.is_open.is_(True))
    form.units.offer(db.session.scalars(below).all())
    form.roles.offer(db.session.scalars(audience.roles_that_read()).all())
    return form
