"""The form as data: which parts it has and which fields each asks for, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass

from models.handover import counts
from models.handover.kinds import AbsenceKind, Attendance, Equipment, LaneCondition, ReceiptKind, Urgency, Weather


@dataclass(frozen=True, slots=True)
class Field:
    """``kind`` is one of ``texts.READERS``; ``options`` the enumeration of a choice; ``most`` characters of a text."""

    name: str
    label: str
    kind: str = "text"
    options: type | None = None
    most: int = 200
    preset: str = ""  # what a new line shows; a line with nothing else is blank


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the form. ``fixed`` attributes come from the roster or the shift before, never from a browser."""

    name: str
    title: str
    fields: tuple[Field, ...]
    table: type | None = None
    fixed: tuple[str, ...] = ()
    grows: bool = False


def _counts(*pairs: tuple[str, str]) -> tuple[Field, ...]:
    return tuple(Field(name, label, "count") for name, label in pairs)


def _flags(*pairs: tuple[str, str]) -> tuple[Field, ...]:
    return tuple(Field(name, label, "flag") for name, label in pairs)


GOODS = (
    ("has_tickets", "机打票"),
    ("has_stamp", "工号戳"),
    ("has_badge", "工号牌"),
    ("has_float", "备用金"),
    ("has_seal", "印章"),
    ("has_log", "非正常记录本"),
    ("has_cards", "散卡登记表"),
    ("has_pen", "笔"),
)  # Source: forms.json, 收费员上岗物品 (W5)
NOTES = (("n100", "100 元"), ("n50", "50 元"), ("n20", "20 元"), ("n10", "10 元"), ("n5", "5 元"), ("n1", "1 元"))
COINS = (("n05", "5 角"), ("n01", "1 角"))
CARDS = (
    ("received", "领入"),
    ("issued", "入口发出"),
    ("recovered", "出口收回"),
    ("bad", "坏卡上交"),
    ("closing", "实存"),
    ("boxes", "卡盒"),
)

HEAD = Section(
    "head",
    "班组记录",
    (
        Field("weather", "天气", "choice", Weather),
        Field("lined_up_at", "列队时间", "time"),
        Field("logged_in_at", "登录时间", "time"),
        Field("left_at", "离岗时间", "time"),
        Field("briefing", "班前要求", most=1000),
        Field("work", "当班工作", most=2000),
        Field("summary", "班后小结", most=1000),
        Field("remark", "备注", most=1000),
    ),
)
SECTIONS = (
    Section(
        "settlements",
        "通行费现金",
        (
            Field("receivable", "应缴", "money"),
            Field("cash", "实缴", "money"),
            Field("over", "长款", "money"),
            Field("epay", "电子支付", "money"),
            Field("reason", "原因 / 处理"),
            *_counts(*NOTES, *COINS),
            Field("float_reason", "备用金差异原因"),
            *_flags(*GOODS),
            Field("goods_note", "物品说明"),
        ),
        counts.Settlement,
        ("user_id", "lane_id", "standard"),
    ),
    Section(
        "rolls",
        "通行费票据",
        (
            Field("kind", "票种", "choice", ReceiptKind),
            Field("lane_id", "车道", "lane"),
            Field("start_no", "起号", "serial"),
            Field("end_no", "止号", "serial"),
            Field("is_new_roll", "换卷", "flag"),
            Field("system_count", "系统张数", "count"),
            Field("reason", "说明"),
        ),
        counts.ReceiptRoll,
        ("expected_no",),
        grows=True,
    ),
    Section(
        "voids",
        "作废票据",
        (
            Field("kind", "票种", "choice", ReceiptKind),
            Field("serial", "作废号码", "serial"),
            Field("reason", "作废原因"),
            Field("user_id", "签字人", "person"),
        ),
        counts.VoidReceipt,
        grows=True,
    ),
    Section(
        "cards",
        "CPC 卡",
        (
            Field("opening", "上班结存", "count"),
            *_counts(*CARDS),
            Field("transferred", "调拨", "signed"),
            Field("bad_numbers", "坏卡卡号"),
            Field("reason", "差异说明"),
        ),
        counts.CardCount,
    ),
    Section(
        "lanes",
        "车道",
        (Field("condition", "状态", "choice", LaneCondition), Field("note", "说明")),
        counts.LaneState,
        ("lane_id",),
    ),
    Section(
        "faults",
        "设备故障",
        (
            Field("lane_id", "车道", "lane"),
            Field("equipment", "设备", "choice", Equipment),
            Field("note", "现象"),
            Field("repair_no", "报修单号", most=40),
            Field("found_at", "发现时间", "moment"),
            Field("restored_at", "恢复时间", "moment"),
        ),
        counts.Fault,
        grows=True,
    ),
    Section(
        "items",
        "钥匙与器材",
        (Field("expected", "应有", "count"), Field("counted", "实有", "count"), Field("note", "说明")),
        counts.ItemCount,
        ("name",),
    ),
    Section(
        "members",
        "当班人员",
        (Field("attendance", "出勤", "choice", Attendance), Field("note", "说明")),
        counts.Member,
        ("user_id", "lane_id", "post"),
    ),
    Section(
        "absences",
        "离亭与休息",
        (
            Field("user_id", "人员", "person"),
            Field("kind", "类别", "choice", AbsenceKind),
            Field("left_at", "离开", "time"),
            Field("back_at", "返回", "time"),
            Field("note", "原因"),
        ),
        counts.Absence,
        grows=True,
    ),
    Section(
        "matters",
        "遗留事项",
        (
            Field("sentence", "事项", most=400),
            Field("owner", "责任人", most=40),
            Field("due", "时限", most=40),
            Field("urgency", "缓急", "choice", Urgency, preset="normal"),
        ),
        grows=True,
    ),
    Section(
        "notices",
        "需传达通知",
        (Field("is_passed", "已传达", "flag"),),
        counts.NoticeLine,
        ("key", "title", "href"),
    ),
)
BY_NAME = {section.name: section for section in (HEAD, *SECTIONS)}
