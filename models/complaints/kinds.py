"""The vocabulary of the book of complaints, as it stands in the tables and on the pages. Source: domain §2.1."""

from __future__ import annotations

from models.core.db import Labelled


class ComplaintKind(Labelled):
    """One book for everything that road users say; ``prefix`` begins the number."""

    COMPLAINT = ("complaint", "投诉", "warn")
    INQUIRY = ("inquiry", "咨询")
    HELP = ("help", "求助", "info")
    PRAISE = ("praise", "表扬", "ok")

    @property
    def prefix(self) -> str:
        return {"complaint": "TS", "inquiry": "ZX", "help": "QZ", "praise": "BY"}[self.value]


class Channel(Labelled):
    """How it reached us. Source: S0 §7, S3 §2.3, X1."""

    CALL = ("call", "来电")
    LETTER = ("letter", "来信")
    VISIT = ("visit", "来访")
    DUTY_LEADER = ("duty_leader", "当班领导转办")
    ORDER = ("order", "上级转办")
    MEDIA = ("media", "新闻媒体")
    BOX = ("box", "意见箱")
    ONLINE = ("online", "在线平台")
    ON_SITE = ("on_site", "现场")
    REVISIT = ("revisit", "回访发现")


class OrderFrom(Labelled):
    """Who sent an order down. Source: domain §2.1."""

    TRANSPORT = ("transport", "12328")
    CITY = ("city", "12345")
    GROUP = ("group", "集团")
    COMPANY = ("company", "公司客服")


class ComplaintType(Labelled):
    """The first three are the measured classes of S1: 35, 28 and 15 percent."""

    ATTITUDE = ("attitude", "沟通态度生硬")
    EXPLANATION = ("explanation", "解释不清晰")
    SPECIAL = ("special", "特殊群体服务缺失")
    TOLL = ("toll", "收费争议")
    QUEUE = ("queue", "通行效率、排队")
    RECEIPT = ("receipt", "票据、发票")
    REFUND = ("refund", "退费")
    ETC = ("etc", "ETC、通行卡")
    POLICY = ("policy", "绿通、减免政策")
    EQUIPMENT = ("equipment", "设备设施")
    OTHER = ("other", "其他")


S1_SHARES = {ComplaintType.ATTITUDE: 35, ComplaintType.EXPLANATION: 28, ComplaintType.SPECIAL: 15}  # percent


class Severity(Labelled):
    """Source: S0 §8.2."""

    ORDINARY = ("ordinary", "一般")
    SERIOUS = ("serious", "较重", "warn", "alert-triangle")
    GRAVE = ("grave", "情节特别严重", "danger", "alert-circle")


class ComplaintState(Labelled):
    REGISTERED = ("registered", "已登记", "warn", "clock")
    ACCEPTED = ("accepted", "已受理", "info", "check")
    INVESTIGATING = ("investigating", "调查中", "info", "search")
    JUDGING = ("judging", "待定责", "warn", "scale")
    HANDLING = ("handling", "处理中", "info", "tool")
    REPLIED = ("replied", "已回复", "accent", "send")
    REVISITED = ("revisited", "已回访", "accent", "phone-call")
    CLOSED = ("closed", "已办结", "ok", "circle-check")
    TRANSFERRED = ("transferred", "转办中", "info", "arrows-exchange")
    REFUSED = ("refused", "不予受理", "", "ban")
    WITHDRAWN = ("withdrawn", "已撤诉", "", "arrow-back-up")
    MERGED = ("merged", "已并案", "", "link")


ENDED = (ComplaintState.CLOSED, ComplaintState.REFUSED, ComplaintState.WITHDRAWN, ComplaintState.MERGED)
OPEN = tuple(state for state in ComplaintState if state not in ENDED)


class Liability(Labelled):
    """Source: S0 §7."""

    OURS = ("ours", "我方责任", "danger")
    BOTH = ("both", "双方责任", "warn")
    DRIVER = ("driver", "司机责任")
    NONE = ("none", "查无实据")


AT_FAULT = (Liability.OURS, Liability.BOTH)


class Satisfaction(Labelled):
    """What the complainant says when asked afterwards; refusing to say is allowed. Source: S2 L956–959."""

    SATISFIED = ("satisfied", "满意", "ok")
    BASICALLY = ("basically", "基本满意", "info")
    DISSATISFIED = ("dissatisfied", "不满意", "danger")
    REFUSED = ("refused", "不愿评价")
    UNREACHED = ("unreached", "联系不上")


HAPPY = (Satisfaction.SATISFIED, Satisfaction.BASICALLY)
SAID = (*HAPPY, Satisfaction.DISSATISFIED)


class ReplyWay(Labelled):
    PHONE = ("phone", "电话回复")
    FACE = ("face", "当面答复")
    LETTER = ("letter", "书面回复函")
    ONLINE = ("online", "网上回复")
    ORDER = ("order", "按交办单位要求回复")


class Hold(Labelled):
    """How a span of responsibility began."""

    FIRST = ("first", "首问受理")
    TAKEN = ("taken", "接受移交")
    SUCCESSION = ("succession", "调动离职接手")
    REOPENED = ("reopened", "重新办理")


class HoldEnd(Labelled):
    """How a span of responsibility ended."""

    PASSED = ("passed", "移交")
    ENDED = ("ended", "案件结束")


class OfferState(Labelled):
    """What became of an offered responsibility; until it is taken the offerer keeps it."""

    OPEN = ("open", "等待接受", "warn", "clock")
    TAKEN = ("taken", "已接受", "ok", "check")
    DECLINED = ("declined", "已退回", "", "arrow-back-up")
    LAPSED = ("lapsed", "逾时未接", "danger", "alert-circle")
    RECALLED = ("recalled", "已收回")


class Rung(Labelled):
    """The on-the-spot ladder of S0 §7, and what else is said and done on the way."""

    EXPLAIN = ("explain", "收费员耐心解释")
    LEADER = ("leader", "报班长或当班负责人")
    OFFICE = ("office", "报征费室负责人")
    OFFICE_HEAD = ("office_head", "征费室领导到场")
    DISPATCH = ("dispatch", "当班领导派人处置")
    CONTACT = ("contact", "联系投诉人")
    PROGRESS = ("progress", "办理进展")
    RESULT = ("result", "转办单位反馈")


LADDER = (Rung.EXPLAIN, Rung.LEADER, Rung.OFFICE, Rung.OFFICE_HEAD, Rung.DISPATCH)


class Part(Labelled):
    """What a person of ours has to do with a case."""

    INVOLVED = ("involved", "涉及人员")
    APOLOGY = ("apology", "致歉人")


class Level(Labelled):
    """Whose matter it has become."""

    OFFICE = ("office", "征费室")
    LEADER = ("leader", "所领导", "warn", "arrow-up")
    COMPANY = ("company", "公司", "danger", "arrow-up")
