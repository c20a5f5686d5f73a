"""What the browser may send about awards."""

from __future__ import annotations

import re

from wtforms import SearchField, SelectField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import NumberRange, Regexp

from blueprints.core.fields import PointsField, TextForm, person_caption
from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    FilterForm,
    IntegerField,
    MoneyField,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from models.accounts import User, structure
from models.awards import Award, AwardBar, AwardKind, AwardPayment, AwardState, Component, Outcome
from models.penalties import PaymentMethod


def holder_caption(holder) -> str:
    """A person with number and unit, a crew with its station."""
    return person_caption(holder) if isinstance(holder, User) else structure.full_name(holder)


class AwardFilter(FilterForm):
    text = SearchField("编号、名称", [at_most(SHORT)])
    kind = RowField("奖项", blank="全部奖项", optional=True)
    state = ChoiceField("状态", AwardState, blank="全部状态", default="")
    unit = RowField("范围", blank="全部范围", optional=True)
    since = DateField("评选期间从", [Optional()])
    until = DateField("到", [Optional()])
    objected = BooleanField("只看异议待决定")
    unjudged = BooleanField("只看待我打分")
    sort = OrderField(newest_first(Award.id))


class PaymentFilter(FilterForm):
    text = SearchField("凭证号或评优", [Optional(), at_most(SHORT)])
    year = IntegerField("年度", [Optional(), NumberRange(2000, 2100, message="请填写年度，例如 2026。")])
    owed = BooleanField("只看应追回")
    again = BooleanField("只看应退还")
    sort = OrderField(
        newest_first(AwardPayment.id)
        | {"-amount": ("金额大的在前", (AwardPayment.amount.desc(), AwardPayment.id.desc()))}
    )


class BarFilter(FilterForm):
    text = SearchField("对象或原因", [Optional(), at_most(SHORT)])
    year = IntegerField("年度", [Optional(), NumberRange(2000, 2100, message="请填写年度，例如 2026。")])
    state = SelectField("状态", choices={"": "全部", "standing": "已取消", "lifted": "已恢复"}, default="")
    sort = OrderField(newest_first(AwardBar.id))


class BeginForm(TextForm):
    kind = RowField("奖项")
    unit = RowField("范围")
    title = StringField("名称", [required("请填写名称，例如 2026 年三季度服务标兵。"), at_most(SHORT)])
    since = DateField("评选期间从", [required("请填写开始日期。")])
    until = DateField("到", [required("请填写截止日期。")])


class NominateForm(TextForm):
    holder = RowField("提名谁", caption=holder_caption)
    words = TextAreaField("理由", [required("请写明提名理由。"), at_most(LONG)], render_kw={"rows": 3})


class VoteForm(TextForm):
    points = IntegerField("打分（0–100）", [required("请填写 0 到 100 的整数。")])


class ObjectForm(TextForm):
    candidate = RowField("对谁", caption=lambda row: f"{row.caption}（{row.unit_name}）")
    words = TextAreaField("异议内容", [required("请写明异议的内容。"), at_most(LONG)], render_kw={"rows": 4})


class DecideForm(TextForm):
    outcome = ChoiceField("决定", Outcome, blank="请选择", default="", validators=[required("请选择决定。")])
    reason = TextAreaField("理由", [required("请写明理由。"), at_most(LONG)], render_kw={"rows": 3})


class BarForm(TextForm):
    holder = RowField("对象", caption=holder_caption)
    year = IntegerField("年度", [required("请填写年度。"), NumberRange(2020, 2100, "请填写四位年度。")])
    reason = TextAreaField("原因", [required("请写明原因。"), at_most(LINE)], render_kw={"rows": 3})


class PayForm(TextForm):
    receipt_no = StringField("凭证号", [required("请填写凭证号。"), at_most(30)])
    paid_on = DateField("发放日期", [required("请填写发放日期。")])


class RecoverForm(TextForm):
    amount = MoneyField("实收金额（元）", [required("请填写实收金额。")])
    receipt_no = StringField(
        "收据号",
        [
            required("请填写收据号。"),
            Regexp(r"[0-9A-Za-z\-]{1,30}$", message="收据号由数字、字母和短横组成，最多 30 位。"),
        ],
        description="与罚款收缴同一本收据，不能重复",
    )
    method = ChoiceField("方式", PaymentMethod)
    collected_on = DateField("收款日期", [required("请填写收款日期。")])


class YearFilter(FilterForm):
    year = IntegerField("年度", [Optional(), NumberRange(2020, 2100, "请填写四位年度。")])
    unit = RowField("单位", blank="全部单位", optional=True)
    sort = OrderField({"staff_key": ("按工号", (User.staff_key,)), "name": ("按姓名", (User.name, User.staff_key))})


CONDITIONS = ("no_ban", "no_complaint", "needs_grievance", "least_score", "least_shifts")
SEPARATED = re.compile(r"[、，,；;\s]+")


class KindForm(TextForm):
    """A kind as data: weights and conditions are fields of their own on the page."""

    name = StringField("名称", [required("请填写名称。"), at_most(SHORT)])
    places = IntegerField("名额", [required("请填写名额。")])
    amount = MoneyField("每名奖金（元）", [required("请填写奖金，没有填 0。")])
    is_for_all = BooleanField("全员参评（不勾选则只评提名的）")
    no_ban = BooleanField("评先资格没有被取消")
    no_complaint = BooleanField("期间没有属实投诉")
    needs_grievance = BooleanField("有三方签认的委屈记录")
    posts = StringField("岗位限于（几个用顿号分开）", [Optional(), at_most(LINE)])
    least_score = PointsField("月均得分不低于", [Optional()])
    least_shifts = IntegerField("出勤班次不少于", [Optional()])
    source = StringField("依据", [required("请写明依据。"), at_most(LINE)])
    is_open = BooleanField("启用")

    def values(self) -> dict:
        """Gather weights and conditions into what the rule takes."""
        given = super().values()
        weights = {one.value: given.pop(f"weight_{one.value}") or 0 for one in Component}
        filters = {name: given.pop(name) for name in CONDITIONS}
        filters["posts"] = [post for post in SEPARATED.split(given.pop("posts") or "") if post]
        return given | {"weights": weights, "filters": filters}

    def show(self, kind: AwardKind) -> None:
        """Fill the form that is opened."""
        if self.is_submitted():
            return
        for name in ("name", "places", "amount", "is_for_all", "source", "is_open"):
            self[name].data = getattr(kind, name)
        for name in CONDITIONS:
            self[name].data = kind.filters.get(name)
        self.posts.data = "、".join(kind.filters.get("posts", ()))
        for one in Component:
            self[f"weight_{one.value}"].data = kind.weights.get(one.value, 0)


for _one in Component:
    setattr(KindForm, f"weight_{_one.value}", IntegerField(f"权重：{_one.label}（%）", [Optional()], default=0))
