"""Sample data for the page that shows every macro in every state. Nothing here is a real person or case."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace as Sample

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    Form,
    HiddenField,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from models.core import clock

PLACES = {"x01": "X01 混合", "x02": "X02 混合", "x04": "X04 混合（出口）"}
MISSING = "请填写"


class SampleForm(Form):
    """One field of each kind."""

    class Meta:
        locales = ["zh"]

    form_key = HiddenField(default="sample")
    phone = StringField("来电号码", [InputRequired(MISSING), Length(max=20)], description="只用于回访，列表中部分隐去")
    name = StringField("称呼", [Optional()])
    place = SelectField("车道", choices=PLACES)
    kind = RadioField("类型", choices={"fee": "收费争议", "service": "服务态度", "etc": "ETC 扣费"})
    answer = RadioField("回复方式", choices={"call": "回拨来电号码", "sms": "发送短信，由监控室代发", "none": "不需要"})
    amount = DecimalField("金额（元）", [Optional()])
    count = IntegerField("张数", [InputRequired(MISSING)])
    day = DateField("发生日期", [Optional()])
    time = TimeField("大致时间", [Optional()])
    text = TextAreaField("客户说了什么", [InputRequired("请写下客户的原话")])
    secret = PasswordField("口令", [Optional()])
    website = StringField("请留空", [Optional()])
    agree = BooleanField("我已逐项核对，内容属实")
    photos = MultipleFileField("照片", [Optional()])


class SampleFilter(Form):
    q = SearchField("查找", description="编号、姓名、车牌")
    state = SelectField("状态", choices={"": "全部", "open": "待审批"})
    late = BooleanField("只看超时")


def samples() -> dict:
    """Return what ``ui/patterns.html`` shows."""
    now = clock.now()
    good = SampleForm(data={"phone": "138 0000 4127", "place": "x04", "kind": "fee", "day": clock.today(), "count": 2})
    sent_back = SampleForm(MultiDict({"name": "刘先生", "kind": "fee", "count": "两"}))
    sent_back.validate()
    return {
        "good": good,
        "sent_back": sent_back,
        "finder": SampleFilter(),
        "listing": Sample(rows=["0117", "0116", "0115"], after="x", total=1001, is_first=False),
        "states": [Sample(label=label, tone=tone, icon=icon) for label, tone, icon in STATES],
        "explained": Sample(
            due=now + timedelta(days=1, hours=6), overdue=False, steps=STEPS, source="投诉处理办法第 12 条"
        ),
        "overdue": Sample(due=now - timedelta(hours=2, minutes=5), overdue=True, steps=[], source=""),
        "now": now,
        "clocks": [_clock(now, **told) for told in CLOCKS],
        "entries": _entries(now),
        "days": [f"{n} 日" for n in range(1, 31)],
        "taken": [76, 80, 79, 84, 82, 85, 84, 88, 86, 85, 87, 90, 88, 86, 84] * 2,
        "right": [70, 74, 72, 75, 78, 77, 79, 80, 82, 81, 83, 82, 84, 83, 84] * 2,
    }


STATES = [
    ("草稿", "", "pencil-question"),
    ("填写中", "info", "edit"),
    ("待审批", "warn", "clock"),
    ("待签认", "warn", "clock"),
    ("进行中", "accent", "circle-dashed"),
    ("已办结", "ok", "check"),
    ("已双签", "ok", "check"),
    ("已退回", "danger", "x"),
    ("已超时", "danger", "alert-circle"),
    ("已归档", "", "lock"),
]
STEPS = ["11 月 20 日 星期五 受理", "11 月 21、22 日为周末，不计", "第 3 个工作日为 11 月 25 日 星期三"]


CLOCKS = [
    {"label": "处理", "left": timedelta(days=1, hours=6)},
    {"label": "回复", "left": timedelta(hours=2)},
    {"label": "受理", "left": timedelta(minutes=-35)},
    {"label": "回访", "left": timedelta(hours=20), "is_paused": True},
    {"label": "报告", "left": timedelta(), "outcome": Sample(label="按期", tone="ok", icon="check")},
]


def _clock(
    now: datetime, label: str, left: timedelta, is_paused: bool = False, outcome: Sample | None = None
) -> Sample:
    """Return what ``ui.clock`` takes: a clock with so much time left."""
    late = left < timedelta()
    given = {"label": label, "is_paused": is_paused, "outcome": outcome, "due_at": now + left}
    side = Sample(value="theirs" if is_paused else "ours", label="交办单位期限")
    return Sample(id=1, side=side, is_overdue_at=lambda _at: late, left_at=lambda _at: left, **given)


def _entries(now: datetime) -> list[Sample]:
    return [
        Sample(
            at=now,
            actor_name="陈立新（20001）",
            action="approval.approve",
            note="首次，同意。",
            changes={"state": ["待审批", "已批准"]},
        ),
        Sample(at=now, actor_name="周敏（20015）", action="penalty.draft", note="", changes={"amount": [None, "200"]}),
    ]
