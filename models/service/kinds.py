"""The words of the service room that are the same in every house. Source: domain §2.12."""

from __future__ import annotations

from models.core.db import Labelled


class SpecialGroup(Labelled):
    """Who is owed more than the usual service. Source: domain §2.12 (S1), seed 1-32."""

    ELDERLY = ("elderly", "老年人")
    DISABLED = ("disabled", "残障人士")
    IMPAIRED = ("impaired", "行动不便")
    MATERNITY = ("maternity", "孕产妇、携带婴幼儿")
    OTHER = ("other", "其他需要照顾的人")


class ItemState(Labelled):
    """What a check found of one item of the 优先窗口."""

    GOOD = ("good", "完好", "ok", "check")
    MISSING = ("missing", "缺失", "danger", "alert-circle")
    DAMAGED = ("damaged", "损坏", "warn", "tool")


class GapState(Labelled):
    OPEN = ("open", "待恢复", "warn", "clock")
    RESTORED = ("restored", "已恢复", "ok", "check")


class Outcome(Labelled):
    """Whether what was asked for was given."""

    SERVED = ("served", "已服务", "ok", "check")
    DECLINED = ("declined", "未能提供", "danger", "x")


class AppointmentState(Labelled):
    """The way of an appointment. Source: domain §2.12 (S1)."""

    BOOKED = ("booked", "已预约", "warn", "clock")
    DISPATCHED = ("dispatched", "已派单", "info", "send")
    VISITING = ("visiting", "上门中", "info", "player-play")
    DONE = ("done", "完成", "ok", "check")
    CANCELLED = ("cancelled", "取消", "", "x")


class CancelCause(Labelled):
    """Why nobody went. The first two are no unmet request; the others count against the coverage."""

    WITHDRAWN = ("withdrawn", "本人不再需要")
    DUPLICATE = ("duplicate", "重复登记")
    STATION = ("station", "站内未能安排")
    BEYOND = ("beyond", "超出服务范围")


NO_REQUEST = (CancelCause.WITHDRAWN, CancelCause.DUPLICATE)


class Satisfaction(Labelled):
    """What the person served said. Source: domain §2.12."""

    SATISFIED = ("satisfied", "满意", "ok")
    FAIR = ("fair", "基本满意", "info")
    UNSATISFIED = ("unsatisfied", "不满意", "danger")


class CallResult(Labelled):
    """How a call of a 回访 ended; a refusal is an answer of its own. Source: domain §2.12, seed 2-60."""

    SATISFIED = ("satisfied", "满意", "ok")
    FAIR = ("fair", "基本满意", "info")
    UNSATISFIED = ("unsatisfied", "不满意", "danger")
    REFUSED = ("refused", "拒访", "warn")
    NO_ANSWER = ("no_answer", "无人接听", "")


RATED = (CallResult.SATISFIED, CallResult.FAIR, CallResult.UNSATISFIED)


class Channel(Labelled):
    """How an answer reached us. Source: domain §2.12."""

    PAPER = ("paper", "纸质")
    PHONE = ("phone", "电话")
    CODE = ("code", "二维码")


class RoundState(Labelled):
    DRAFT = ("draft", "准备中", "", "edit")
    OPEN = ("open", "进行中", "info", "player-play")
    CLOSED = ("closed", "已结束", "ok", "check")


class Scale(Labelled):
    """How many steps an answer has; a round keeps its own copy of the words."""

    FIVE = ("five", "五级（很不满意到很满意）")
    THREE = ("three", "三级（不满意、基本满意、满意）")

    @property
    def words(self) -> list[str]:
        """The words of the steps, the worst first."""
        return (
            ["很不满意", "不满意", "一般", "满意", "很满意"] if self is Scale.FIVE else ["不满意", "基本满意", "满意"]
        )
