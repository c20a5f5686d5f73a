"""What the browser may send about windows, records and appointments."""

from __future__ import annotations

from wtforms import DateTimeLocalField, RadioField, SearchField, SelectField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import NumberRange, ValidationError
from wtforms.widgets import ListWidget, RadioInput

from blueprints.core.fields import TextForm, person_caption
from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    FilterForm,
    HouseForm,
    IntegerField,
    MoneyField,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from models.core import clock
from models.service import (
    Appointment,
    AppointmentState,
    CancelCause,
    GapState,
    ItemState,
    Outcome,
    Satisfaction,
    ServiceRecord,
    SpecialGroup,
    WindowCheck,
    WindowGap,
)
from models.service.options import slots_of

WALL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class RowRadioField(RowField):
    """A RowField shown as buttons, for a handful of rows and a thumb."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()

    def offer(self, rows) -> None:
        super().offer(rows)
        self.choices = self.choices[1:]


class RadioChoiceField(ChoiceField):
    """A ChoiceField shown as buttons."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()


class StationForm(TextForm):
    """A form about one station; the question disappears for whoever has only one."""

    unit = RowField("收费站")

    def offer_stations(self, stations: list) -> None:
        self.unit.offer(stations)
        self.unit.preset(stations[0] if stations else None)

    @property
    def is_single(self) -> bool:
        return len(self.unit.choices) == 2


COUNTED = {"": "不限", "asked": "计入的", "met": "已服务的", "unmet": "未满足的", "withdrawn": "本人撤回或重复的"}


class DaysFilter(FilterForm):
    """What every list of the room is narrowed by."""

    unit = RowField("收费站", blank="全部", optional=True)
    since = DateField("日期从", [Optional()])
    until = DateField("到", [Optional()])


# Window


class CheckFilter(DaysFilter):
    bad = BooleanField("只看有异常的")
    sort = OrderField(newest_first(WindowCheck.id))


class GapFilter(DaysFilter):
    state = ChoiceField("状态", GapState, blank="全部状态", default="")
    sort = OrderField(newest_first(WindowGap.id))


def check_form(items: list) -> HouseForm:
    """Return the form of a check: for every item of the list a state and words."""
    fields = {"note": StringField("备注", [Optional(), at_most(LINE)])}
    for item in items:
        fields[f"state_{item.id}"] = RadioField(
            item.name, choices={one.value: one.label for one in ItemState}, validate_choice=False
        )
        fields[f"words_{item.id}"] = StringField(f"{item.name}的情况", [Optional(), at_most(LINE)])
    return type("CheckForm", (_CheckForm,), fields)()


class _CheckForm(TextForm):
    def found(self) -> dict[int, tuple[ItemState | None, str]]:
        """Return ``{item id: (state, words)}`` as it was typed."""
        ids = [int(name.removeprefix("state_")) for name in self._fields if name.startswith("state_")]
        return {one: (_member(self[f"state_{one}"].data), self[f"words_{one}"].data or "") for one in ids}

    def values(self) -> dict:
        return {"found": self.found(), "note": self.note.data or ""}


def _member(value) -> ItemState | None:
    return next((one for one in ItemState if one.value == value), None)


class RestoreForm(TextForm):
    words = StringField("怎样恢复的", [required("请写明怎样恢复的，例如已补领一副。"), at_most(LINE)])


# Records


class RecordFilter(DaysFilter):
    RARE = ("group", "outcome", "special")
    text = SearchField("编号、物品、单据、备注", [at_most(SHORT)])
    kind = RowField("类型", blank="全部类型", optional=True)
    group = ChoiceField("群体", SpecialGroup, blank="全部", default="")
    outcome = ChoiceField("结果", Outcome, blank="全部", default="")
    special = BooleanField("只看特殊群体")
    sort = OrderField(newest_first(ServiceRecord.served_at, ServiceRecord.id))


class RecordForm(StationForm):
    kind = RowRadioField("服务类型")
    quantity = IntegerField("数量", [Optional(), NumberRange(1, 999, "数量是 1 到 999 的整数。")], default=1)
    plate = StringField("车牌号", [Optional(), at_most(12)], description="没有车辆可以不填")
    group = RadioChoiceField("群体", SpecialGroup, blank="普通司乘", default="")
    form_name = StringField("代填的单据", [Optional(), at_most(SHORT)], description="代填单时填写")
    items = StringField("使用物品", [Optional(), at_most(LINE)], description="不填按服务类型的常用物品")
    person_name = StringField("姓名", [Optional(), at_most(20)])
    phone = StringField("电话", [Optional(), at_most(20)], description="愿意接受回访的可以留下")
    outcome = RadioChoiceField("结果", Outcome, default=Outcome.SERVED.value)
    reason = StringField("未能提供的原因", [Optional(), at_most(LINE)])
    note = StringField("备注", [Optional(), at_most(LINE)])
    served_at = DateTimeLocalField("服务时间", [required("请填写服务时间。")], format=WALL)
    signed_by = RowField("外勤签字", caption=person_caption)

    def values(self) -> dict:
        return super().values() | {"served_at": wall_moment(self.served_at.data)}


# Appointments


class AppointmentFilter(DaysFilter):
    RARE = ("group", "counted", "rated")
    text = SearchField("编号、业务、备注、票据号", [at_most(SHORT)])
    state = ChoiceField("状态", AppointmentState, blank="全部状态", default="")
    group = ChoiceField("群体", SpecialGroup, blank="全部", default="")
    counted = SelectField("覆盖率", choices=COUNTED, default="")
    rated = BooleanField("只看有评价的")
    sort = OrderField(newest_first(Appointment.starts_at, Appointment.id, newest="时段晚的在前", oldest="时段早的在前"))


class BookingForm(TextForm):
    person_name = StringField("姓名", [required("请填写预约人姓名。"), at_most(20)])
    phone = StringField("电话", [required("请填写联系电话。"), at_most(20)], render_kw={"inputmode": "tel"})
    group = RadioChoiceField("群体", SpecialGroup, validators=[required("请选择群体。")])
    address = StringField("地址", [required("请填写上门地址。"), at_most(LINE)])
    business = StringField("办理业务", [required("请填写要办理的业务。"), at_most(SHORT)])
    on = DateField("日期", [required("请选择日期。")])
    slot = RadioField("时段", choices={}, validate_choice=False)
    note = TextAreaField("备注", [Optional(), at_most(LONG)], render_kw={"rows": 2})

    class Meta(HouseForm.Meta):
        drafted = True

    def offer_slots(self, station_id: int) -> None:
        spans = slots_of(station_id)
        self.slot.choices = {f"{starts:%H:%M}": f"{starts:%H:%M}–{ends:%H:%M}" for starts, ends in spans}

    def validate_slot(self, field) -> None:
        if field.data not in field.choices:
            raise ValidationError("请选择上门时段。")

    def show(self, row: Appointment) -> None:
        """Fill the form that is opened with what was booked."""
        if not self.is_submitted():
            for name in ("person_name", "phone", "address", "business", "note"):
                self[name].data = getattr(row, name)
            starts = clock.local(row.starts_at)
            self.group.data, self.on.data, self.slot.data = row.group.value, starts.date(), f"{starts:%H:%M}"


class AppointmentForm(BookingForm):
    unit = RowField("收费站")

    def offer_stations(self, stations: list) -> None:
        self.unit.offer(stations)
        self.unit.preset(stations[0] if stations else None)


class DispatchForm(TextForm):
    collector = RowField("收费人")
    recorder = RowField("记录人")
    device_no = StringField("移动设备编号", [Optional(), at_most(SHORT)], description="出发前也可以再填")


class DepartForm(TextForm):
    device_no = StringField("移动设备编号", [required("请填写带去的移动设备编号。"), at_most(SHORT)])


class FinishForm(TextForm):
    amount = MoneyField("金额（元）", [Optional()], description="没有收款填 0 或不填")
    receipt_no = StringField("票据号", [Optional(), at_most(30)], description="收了款必填")
    signer = StringField("签字人", [required("请填写对方签字的姓名。"), at_most(20)])
    satisfaction = RadioChoiceField("满意度", Satisfaction, blank="未评价", default="")
    said = TextAreaField("对方的话", [Optional(), at_most(LONG)], render_kw={"rows": 2}, description="不满意时必填")


class CancelForm(TextForm):
    cause = RadioChoiceField("取消原因", CancelCause, validators=[required("请选择取消原因。")])
    reason = TextAreaField("说明", [required("请如实写明情况。"), at_most(LONG)], render_kw={"rows": 2})


class DayFilter(FilterForm):
    unit = RowField("收费站", blank="请选择", optional=True)
    on = DateField("日期", [Optional()])


# Lists kept as data


class ItemForm(TextForm):
    unit = RowField("适用", blank="全所各站", optional=True)
    name = StringField("名称", [required("请填写名称。"), at_most(20)])
    standard = StringField("完好标准", [Optional(), at_most(LINE)], description="怎样才算完好，例如两副，度数不同")
    sort = IntegerField("顺序", [Optional(), NumberRange(0, 999, "顺序是 0 到 999 的整数。")], default=50)
    is_open = BooleanField("在用", default=True)

    def values(self) -> dict:
        given = super().values()
        return given | {"sort": given["sort"] or 0}


class KindForm(ItemForm):
    standard = None
    items = StringField("常用物品", [Optional(), at_most(LINE)], description="登记时自动带入")
    is_form = BooleanField("代填单，要写明单据名称")


def wall_moment(wall):
    """Return the moment of a wall-clock time, None for none."""
    return clock.at(wall.date(), wall.time()) if wall else None
