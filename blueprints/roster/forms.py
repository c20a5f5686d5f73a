"""What the browser may send to the roster."""

from __future__ import annotations

from datetime import timedelta

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import NumberRange, Optional

from blueprints.core.forms import LINE, SHORT, ChoiceField, FilterForm, HouseForm, RowField, at_most, required
from blueprints.core.orders import OrderField, newest_first
from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.roster import (
    Change,
    DayOff,
    DayOffKind,
    Duty,
    DutyPost,
    Lane,
    LaneKind,
    Pattern,
    Scheme,
    Shift,
    ShiftKind,
    queries,
    setup,
)
from models.roster.changing import Span, span_in
from models.roster.planning import Order
from models.roster.rotation import month_of

CREWS = 6  # a pattern with more crews than this has not been met
HOURS = {
    "": "顶班和机动多的在前",
    "-over": "超出标准多的在前",
    "-hours": "工时多的在前",
    "staff_no": "按工号",
}
SPAN_HINT = "留空表示整班；可写 24:00"


def captioned(user: User) -> str:
    return f"{user.name}（{user.staff_no}，{user.unit.name}）"


class SpanForm(HouseForm):
    """A stretch of a shift and a reason; sends the rule a ``span``."""

    starts = StringField("开始时间", [at_most(5)], description=SPAN_HINT)
    ends = StringField("结束时间", [at_most(5)], description=SPAN_HINT)
    reason = TextAreaField("原因", [required("请写明原因。"), at_most(LINE)])

    def __init__(self, shift: Shift, within: Span | None = None) -> None:
        super().__init__()
        self._shift, self._within = shift, within
        whole = within or Span(shift.starts_at, shift.ends_at)
        self.starts.description = self.ends.description = f"{whole} 之内；{SPAN_HINT}"

    def values(self) -> dict:
        """Return the values with ``starts`` and ``ends`` made a span. Raises RuleBroken: not within the shift."""
        given = super().values()
        span = span_in(self._shift, given.pop("starts") or "", given.pop("ends") or "", self._within)
        return given | {"span": span}


class DutyForm(SpanForm):
    def __init__(self, duty: Duty) -> None:
        super().__init__(duty.shift, Span(duty.starts_at, duty.ends_at))


class SubstituteForm(DutyForm):
    person = RowField("顶班人", caption=captioned)
    field_order = ("person", "starts", "ends", "reason")

    def __init__(self, duty: Duty) -> None:
        super().__init__(duty)
        self.person.offer(queries.staff_of(duty.shift.unit_id).where(User.id != duty.user_id))


class MoveForm(DutyForm):
    lane = RowField("改到车道")
    field_order = ("lane", "starts", "ends", "reason")

    def __init__(self, duty: Duty) -> None:
        super().__init__(duty)
        self.lane.description = "那条车道有人时，两人对换"
        self.lane.offer(queries.lanes_of(duty.shift.unit_id).where(Lane.id != (duty.lane_id or 0)))


class ReleaseForm(DutyForm):
    field_order = ("starts", "ends", "reason")


class CallUpForm(SpanForm):
    person = RowField("人员", caption=captioned)
    post = ChoiceField("岗位", DutyPost, default=DutyPost.COLLECTOR.value)
    lane = RowField("车道", optional=True, blank="不在车道")
    field_order = ("person", "post", "lane", "starts", "ends", "reason")

    def __init__(self, shift: Shift) -> None:
        super().__init__(shift)
        self.person.offer(queries.staff_of(shift.unit_id))
        self.lane.offer(queries.lanes_of(shift.unit_id))


class CorrectForm(CallUpForm):
    person = RowField("实际当班人", caption=captioned)


class GenerateForm(HouseForm):
    """Pattern, crews in their order, first day of the cycle, span; sends the rule an ``order``."""

    pattern = RowField("轮班方式")
    crew1 = RowField("第 1 班组", optional=True, blank="不排")
    crew2 = RowField("第 2 班组", optional=True, blank="不排")
    crew3 = RowField("第 3 班组", optional=True, blank="不排")
    crew4 = RowField("第 4 班组", optional=True, blank="不排")
    crew5 = RowField("第 5 班组", optional=True, blank="不排")
    crew6 = RowField("第 6 班组", optional=True, blank="不排")
    starts_on = DateField("第 1 班组从哪天开始轮", description="这一天上轮班方式中的第一个班，其余班组依次错开")
    since = DateField("编排起始工班日")
    until = DateField("编排截止工班日")
    reason = TextAreaField("休息不足时的原因", [Optional(), at_most(LINE)])

    def __init__(self, station: Unit) -> None:
        super().__init__()
        crews = list(db.session.scalars(queries.crews_of(station.id)))
        self.pattern.offer(queries.patterns_of(station.id))
        for field in self.crew_fields:
            field.offer(crews)
        self._preset(station, crews)

    @property
    def crew_fields(self) -> list[RowField]:
        return [self[f"crew{n}"] for n in range(1, CREWS + 1)]

    def _preset(self, station: Unit, crews: list[Unit]) -> None:
        """Go on from the last drawing-up, else begin next month with the crews in their order."""
        plan = db.session.scalars(queries.last_plan(station.id)).first()
        known = {crew.id: crew for crew in crews}
        chosen = [known[one] for one in plan.crew_ids if one in known] if plan else crews[:4]
        first, last = month_of(month_of(clock.today())[1] + timedelta(days=1))
        for field, crew in zip(self.crew_fields, chosen, strict=False):
            field.preset(crew)
        if plan and self.pattern.raw_data is None:
            self.pattern.data = plan.pattern_id
        for field, value in (
            (self.starts_on, plan.anchor_on if plan else first),
            (self.since, first),
            (self.until, last),
        ):
            field.data = value if field.raw_data is None else field.data

    def values(self) -> dict:
        given = super().values()
        crews = [given.pop(f"crew{n}") for n in range(1, CREWS + 1)]
        given["reason"] = given["reason"] or ""
        return {"order": Order(crews=[crew for crew in crews if crew], **given)}


class AddShiftForm(HouseForm):
    kind = RowField("班次", caption=lambda kind: f"{kind.name} {kind.hours}")
    crew = RowField("班组")
    reason = TextAreaField("休息不足时的原因", [Optional(), at_most(LINE)])

    def __init__(self, station: Unit, kinds: list[ShiftKind]) -> None:
        super().__init__()
        self.kind.offer(kinds)
        self.crew.offer(queries.crews_of(station.id))

    def values(self) -> dict:
        given = super().values()
        return given | {"reason": given["reason"] or ""}


class LaneForm(HouseForm):
    code = StringField("车道编号", [required("请填写车道编号，例如 X04。"), at_most(SHORT)])
    kind = ChoiceField("方向", LaneKind)
    is_etc_only = BooleanField("只走 ETC，不设人")
    is_open = BooleanField("在用", default=True)
    sort = IntegerField("排列顺序", [Optional(), NumberRange(0, 999, "请填写 0 到 999。")])


class HoursForm(HouseForm):
    kind = RowField("班次", caption=lambda kind: f"{kind.name} {kind.hours}")
    starts = TimeField("开始时间")
    ends = TimeField("结束时间", description="24:00 请写 00:00")
    valid_from = DateField("从哪天起")

    def __init__(self, kinds: list[ShiftKind]) -> None:
        super().__init__()
        self.kind.offer(kinds)


class PatternForm(HouseForm):
    name = StringField("名称", [required("请填写名称。"), at_most(SHORT)])
    scheme = ChoiceField("班次方案", Scheme)
    cycle = StringField("轮转顺序", [at_most(LINE)], description="用空格分开，例如 早 中 夜 休；留空为自由排班")
    offsets = StringField("各班组错开天数", [at_most(LINE)], description="例如 0 1 2 3")


class DayOffForm(HouseForm):
    person = RowField("人员", caption=captioned)
    business_date = DateField("工班日")
    kind = ChoiceField("类别", DayOffKind)
    reason = StringField("原因", [required("请写明原因。"), at_most(LINE)])

    def __init__(self, station: Unit) -> None:
        super().__init__()
        self.person.offer(queries.staff_of(station.id))


class ChangeFilter(FilterForm):
    text = SearchField("姓名或工号", [Optional(), at_most(SHORT)])
    show = SelectField("显示", choices={"open": "未确认", "done": "已确认", "all": "全部"}, default="open")
    first = DateField("工班日从", [Optional()])
    last = DateField("到", [Optional()])
    sort = OrderField(newest_first(Change.made_at, Change.id, newest="新的在前", oldest="早的在前"))


class HoursFilter(FilterForm):
    """Whose hours of ``station`` in a month are shown, and in which order; the address keeps station and month."""

    station = HiddenField()
    month = HiddenField()
    crew = RowField("班组", blank="全部班组", optional=True)
    sort = SelectField("顺序", choices=HOURS, default="")

    def __init__(self, station: Unit) -> None:
        super().__init__()
        self.crew.offer(queries.crews_of(station.id))

    def values(self) -> dict:
        chosen = super().values()
        return {name: chosen[name] for name in ("crew", "sort") if name in chosen}


class DayOffFilter(FilterForm):
    text = SearchField("姓名或工号", [Optional(), at_most(SHORT)])
    off = ChoiceField("类别", DayOffKind, blank="全部类别", validators=[Optional()])
    first = DateField("从", [Optional()])
    last = DateField("到", [Optional()])
    sort = OrderField(newest_first(DayOff.business_date, DayOff.id))


def cycle_of(pattern: Pattern) -> str:
    return setup.write_cycle(pattern) if pattern.cycle else "手工添加"
