"""The filters of the book and of praise, read from the address. Figures open the list by the same words."""

from __future__ import annotations

from wtforms import HiddenField, SearchField, SelectField
from wtforms.fields import DateField
from wtforms.validators import ValidationError

from blueprints.complaints import sought
from blueprints.core.forms import (
    SHORT,
    BooleanField,
    ChoiceField,
    FilterForm,
    Optional,
    RowField,
    StringField,
    at_most,
)
from blueprints.core.orders import OrderField, newest_first
from models.complaints import (
    Channel,
    Complaint,
    ComplaintChannel,
    ComplaintKind,
    ComplaintPraise,
    ComplaintState,
    ComplaintType,
    Liability,
    Satisfaction,
    Severity,
    TrafficMonth,
)
from models.core import clock

GROUPS = {"": "全部", "open": "在办", "ended": "已结束"}
LIABILITIES = {"": "全部责任", "at_fault": "有责（我方、双方）"} | {one.value: one.label for one in Liability}
SATISFACTIONS = {"": "全部回访", "happy": "满意和基本满意"} | {one.value: one.label for one in Satisfaction}
HANDLED = {"": "全部时限", "met": "及时办理的", "missed": "没有及时的", "any": "时限已过或已办的"}
HOURS = {"": "全部时段"} | {str(hour): f"{hour}–{hour + 1} 时" for hour in range(24)}
WHO = {"placeholder": "姓名或工号"}
YES_NO = {"": "不限", "yes": "是", "no": "否"}


class OfferingFilter(FilterForm):
    """A filter with choices of rows, which are offered when it is made: ``PraiseFilter(unit=units)``."""

    def __init__(self, **offers) -> None:
        self._offers = offers
        super().__init__()

    def validate(self, *args, **kwargs) -> bool:
        """Offer the rows first: a choice is judged against them."""
        for name, rows in self._offers.items():
            self[name].offer(rows)
        return super().validate(*args, **kwargs)


class ComplaintFilter(OfferingFilter):
    """The list's filter. What statistics count, they open here by the same words."""

    text = SearchField("编号、内容、电话、车牌", [at_most(SHORT)])
    group = SelectField("范围", choices=GROUPS, default="")
    state = ChoiceField("状态", ComplaintState, blank="全部状态", default="")
    kind = ChoiceField("类别", ComplaintKind, blank="全部类别", default="")
    channel = ChoiceField("来源", Channel, blank="全部来源", default="")
    type = ChoiceField("类型", ComplaintType, blank="全部类型", default="")
    severity = ChoiceField("程度", Severity, blank="全部程度", default="")
    unit = RowField("单位", blank="全部单位", optional=True)
    responsible = StringField("责任人", [Optional(), at_most(SHORT)], render_kw=WHO)
    since = DateField("登记日期从", [Optional()])
    until = DateField("到", [Optional()])
    mine = BooleanField("我负责的")
    overdue = BooleanField("超时的")
    to_revisit = BooleanField("可由我回访的")
    sort = OrderField(newest_first(Complaint.id))
    team = RowField("班组", blank="全部班组", optional=True)
    person = StringField("涉及人员", [Optional(), at_most(SHORT)], render_kw=WHO)
    lane = StringField("车道", [Optional(), at_most(SHORT)])
    hour = SelectField("时段", choices=HOURS, default="")
    liability = SelectField("责任", choices=LIABILITIES, default="")
    verified = SelectField("属实", choices=YES_NO, default="")
    joined = SelectField("并案", choices={"": "含并案的", "no": "不含并案的"}, default="")
    handled = SelectField("时限", choices=HANDLED, default="")
    replied = BooleanField("已回复的")
    again = BooleanField("重复来电的")
    satisfaction = SelectField("回访", choices=SATISFACTIONS, default="")
    sought = HiddenField("查找内容")

    def validate_text(self, field) -> None:
        """A number is looked for by POST only: an address would keep it."""
        if sought.is_personal(field.data or ""):
            raise ValidationError("电话、车牌和工单号请在查找框里输入，不要写在地址里。")

    def validate_sought(self, field) -> None:
        """Put what is kept under the key into the box where it was typed."""
        if not field.data:
            return
        field.data = sought.find(field.data)
        self.text.data = field.data or ""
        if field.data is None:
            raise ValidationError("要找的内容已经不在，请重新输入。")

    def values(self) -> dict:
        """Return the filters that are set; what is looked for by its key stands only there."""
        chosen = super().values()
        if "sought" in chosen:
            chosen.pop("text", None)
        return chosen

    MAIN = "text group state unit sort mine overdue".split()

    @property
    def main(self) -> list:
        return [self[name] for name in self.MAIN]

    @property
    def more(self) -> list:
        return [field for field in self if field.name not in self.MAIN and field.type != "HiddenField"]

    @property
    def has_more(self) -> bool:
        """Whether one of the rarer conditions is set, or wrong."""
        return bool(set(self.values()) - {*self.MAIN, "sought"}) or any(one.errors for one in self.more)

    def narrowed(self, user) -> dict:
        """Return the chosen filters in the words of the query."""
        chosen = self.values()
        if "sought" in chosen:
            chosen["text"] = chosen.pop("sought")
        for name in {"mine", "to_revisit", "again"} & chosen.keys():
            chosen[name] = user
        if "hour" in chosen:
            chosen["hour"] = int(chosen["hour"])
        if "verified" in chosen:
            chosen["is_verified"] = chosen.pop("verified") == "yes"
        return chosen


class PraiseFilter(OfferingFilter):
    unit = RowField("单位", blank="全部单位", optional=True)
    person = StringField("受表扬人", [Optional(), at_most(SHORT)], render_kw=WHO)
    since = DateField("核实日期从", [Optional()])
    until = DateField("到", [Optional()])
    standing = SelectField("状态", choices={"yes": "有效", "no": "已撤销", "": "全部"}, default="yes")
    sort = OrderField(
        {
            "-verified": ("最近核实的在前", (ComplaintPraise.verified_at.desc(), ComplaintPraise.id.desc())),
            "verified": ("最早核实的在前", (ComplaintPraise.verified_at, ComplaintPraise.id)),
            "person": ("按人员", (ComplaintPraise.person_id, ComplaintPraise.id.desc())),
        }
    )


class ChannelFilter(OfferingFilter):
    unit = RowField("单位", blank="全部单位", optional=True)
    channel = ChoiceField("渠道", Channel, blank="全部渠道", default="")
    published = SelectField("公布", choices={"": "不限", "yes": "已公布", "no": "未公布"}, default="")
    sort = OrderField(
        {
            "unit": ("按单位", (ComplaintChannel.unit_id, ComplaintChannel.id)),
            "channel": ("按渠道", (ComplaintChannel.channel, ComplaintChannel.id)),
            "-id": ("新添加的在前", (ComplaintChannel.id.desc(),)),
        }
    )


class TrafficFilter(OfferingFilter):
    unit = RowField("收费站", blank="全部收费站", optional=True)
    year = SelectField(
        "年份", choices=lambda: {"": "全部年份"} | {str(one): f"{one} 年" for one in _years()}, default=""
    )
    sort = OrderField(
        {
            "-month": ("近的月份在前", (TrafficMonth.month.desc(), TrafficMonth.unit_id)),
            "-vehicles": ("车流量大的在前", (TrafficMonth.vehicles.desc(), TrafficMonth.id)),
            "vehicles": ("车流量小的在前", (TrafficMonth.vehicles, TrafficMonth.id)),
        }
    )


def _years() -> range:
    """Return this year and the nine before it, the newest first."""
    this = clock.today().year
    return range(this, this - 10, -1)
