"""What the browser may send."""

from __future__ import annotations

from wtforms import SearchField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import DateField, DateTimeLocalField
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    FilterForm,
    HouseForm,
    IntegerField,
    Optional,
    RowField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField
from models.core import clock
from models.footage import CameraGroup, Coverage, FootageState, Preservation
from models.roster import Lane

MINUTES = "请填写分钟数，没有填 0。"


class FootageFilter(FilterForm):
    text = SearchField("编号、事由、存放位置、校验值", [at_most(64)])
    state = ChoiceField("状态", FootageState, blank="全部状态", default="waiting")
    unit = RowField("收费站", blank="全部收费站", optional=True)
    since = DateField("录像日期从", [Optional()])
    until = DateField("到", [Optional()])
    soon = BooleanField("只看 4 小时内覆盖")
    sort = OrderField(
        {
            "left": ("快被覆盖的在前", (Preservation.overwritten_at, Preservation.id)),
            "-from_at": ("最近发生的在前", (Preservation.from_at.desc(), Preservation.id.desc())),
            "-id": ("最近申请的在前", (Preservation.id.desc(),)),
        }
    )


class RegisterFilter(FilterForm):
    since = DateField("申请日期从", [Optional()])
    until = DateField("到", [Optional()])


class RequestForm(HouseForm):
    """A recording that no case of another room asks for: somebody simply needs it."""

    station = RowField("收费站")
    lane = RowField("车道", blank="广场", optional=True, caption=lambda lane: lane.name)
    around = DateTimeLocalField(
        "大致时间", [required("请填写大致时间。")], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    before_minutes = IntegerField("往前（分钟）", [required(MINUTES)], default=10)
    after_minutes = IntegerField("往后（分钟）", [required(MINUTES)], default=10)
    title = StringField("事由", [required("请写明为什么要保全。"), at_most(LINE)])

    def values(self) -> dict:
        """Turn the wall clock into a moment."""
        wall = self.around.data
        return super().values() | {"around": clock.at(wall.date(), wall.time()) if wall else None}


class SaveForm(HouseForm):
    clip = StringField(
        "存放位置", [required("请填写存放位置。"), at_most(LINE)], description="硬盘或光盘编号、文件夹、文件名"
    )
    sha256 = StringField(
        "SHA-256 校验值", [required("请粘贴校验值。"), at_most(200)], description="64 位，整行粘贴即可"
    )


class ReasonForm(HouseForm):
    reason = TextAreaField("说明", [required("请写明原因。"), at_most(LONG)], render_kw={"rows": 3})


class LanesField(SelectMultipleField):
    """Lanes as ticks; the data are the rows that were offered."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()

    def __init__(self, label: str, **kwargs) -> None:
        super().__init__(label, coerce=int, **kwargs)
        self.choices, self._by_id = [], {}

    def offer(self, lanes: list[Lane]) -> None:
        self._by_id = {lane.id: lane for lane in lanes}
        self.choices = [(lane.id, lane.name) for lane in lanes]

    def rows(self) -> list[Lane]:
        return [self._by_id[one] for one in self.data or [] if one in self._by_id]


class GroupForm(HouseForm):
    name = StringField("名称", [required("请填写名称，例如 车道摄像机。"), at_most(SHORT)])
    coverage = ChoiceField("拍摄位置", Coverage)
    lanes = LanesField("能看到的车道", description="拍摄广场和室内的不用选")

    def values(self) -> dict:
        return super().values() | {"lanes": self.lanes.rows()}


class NewGroupForm(GroupForm):
    hours = IntegerField("保存时间（小时）", [required("请填写小时数。")], description="例如 15 天填 360")


class EditGroupForm(GroupForm):
    is_open = BooleanField("在用")

    def show(self, group: CameraGroup) -> None:
        """Fill the form that is opened with the group as it is."""
        if not self.is_submitted():
            self.name.data, self.coverage.data, self.is_open.data = group.name, group.coverage.value, group.is_open
            self.lanes.data = list(group.lane_ids)


class RetentionForm(HouseForm):
    hours = IntegerField("保存时间（小时）", [required("请填写小时数。")])
    valid_from = DateField("从哪天起", [required("请填写生效日期。")])
