"""What the browser may send about inspections and check sheets."""

from __future__ import annotations

from wtforms import DateTimeLocalField, SearchField, SelectField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import Length, NumberRange, Regexp, ValidationError

from blueprints.core.fields import ClausesField, PointsField, RowsField, TextForm, TicksField, person_caption
from blueprints.core.forms import (
    LINE,
    LONG,
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
from models.core import clock
from models.inspections import (
    WEATHER,
    Basis,
    CapMode,
    Finding,
    Inspection,
    InspectionState,
    Kind,
    Method,
    Outcome,
    RedLine,
    ReplyState,
    Template,
    TemplateItem,
    Topic,
)
from models.rectifications import Category

HOURS = {"": "全部时段"} | {str(hour): f"{hour:02d}–{hour + 1:02d} 点" for hour in range(24)}
WALL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def item_caption(item: TemplateItem) -> str:
    return f"{item.code} {item.text}"


class InspectionFilter(FilterForm):
    RARE = ("kind", "item", "counted", "vetoed", "alone")
    text = SearchField("编号、被查单位、摘要", [at_most(SHORT)])
    state = ChoiceField("状态", InspectionState, blank="全部状态", default="")
    unit = RowField("被查单位", blank="全部单位", optional=True)
    kind = ChoiceField("类别", Kind, blank="全部类别", default="")
    since = DateField("检查日期从", [Optional()])
    until = DateField("到", [Optional()])
    item = RowField("不合格的检查项", caption=item_caption, blank="全部检查项", optional=True)
    counted = BooleanField("只看计入统计的")
    vetoed = BooleanField("只看一票否决的")
    alone = BooleanField("不含下级单位")
    sort = OrderField(newest_first(Inspection.id))


class OwnFilter(FilterForm):
    state = ChoiceField("状态", ReplyState, blank="全部状态", default="")
    since = DateField("检查日期从", [Optional()])
    until = DateField("到", [Optional()])
    sort = OrderField(newest_first(Finding.id))


class StartForm(TextForm):
    class Meta(TextForm.Meta):
        drafted = True

    unit = RowField("被查单位")
    template = RowField("检查表")
    kind = ChoiceField("类别", Kind)
    method = ChoiceField("方式", Method)
    started_at = DateTimeLocalField("开始时间", [required("请填写开始时间。")], format=WALL)
    weather = SelectField("天气", choices={"": "未记录"} | {one: one for one in WEATHER}, default="")
    topics = TicksField("稽查类型", choices={one.value: one.label for one in Topic})
    inspectors = RowsField("同行督查人员", description="您本人是领队，不必再选")

    def values(self) -> dict:
        """Turn the wall clock into a moment and the ticks into people."""
        wall = self.started_at.data
        moment = clock.at(wall.date(), wall.time()) if wall else None
        return super().values() | {"started_at": moment, "inspectors": self.inspectors.rows()}

    def validate_topics(self, field) -> None:
        if not field.data:
            raise ValidationError("请至少选择一种稽查类型。")


class HeadForm(TextForm):
    ended_at = DateTimeLocalField("结束时间", [Optional()], format=WALL)
    weather = SelectField("天气", choices={"": "未记录"} | {one: one for one in WEATHER}, default="")
    answerable = RowField(
        "现场负责人",
        caption=person_caption,
        blank="没有",
        optional=True,
        description="没有写明当事人的问题，由现场负责人确认",
    )
    seen = RowsField("在场人员", description="按班表列出，可以增减")
    lane_names = TicksField("检查的车道", choices={})

    def values(self) -> dict:
        wall = self.ended_at.data
        moment = clock.at(wall.date(), wall.time()) if wall else None
        return super().values() | {"ended_at": moment, "seen": self.seen.rows()}

    def show(self, inspection: Inspection) -> None:
        """Fill the form that is opened with what the inspection says."""
        if not self.is_submitted():
            self.ended_at.data = clock.local(inspection.ended_at) if inspection.ended_at else None
            self.weather.data = inspection.weather
            self.seen.data = [row.user_id for row in inspection.seen]
            self.lane_names.data = inspection.lane_names


class SubmitForm(TextForm):
    summary = TextAreaField("问题摘要", [required("请写问题摘要。"), at_most(LONG)], render_kw={"rows": 3})
    suggestion = TextAreaField("建议", [Optional(), at_most(LONG)], render_kw={"rows": 3})


class RecordForm(TextForm):
    """The machinery of the record; its fields are read by ``sheet_input``."""


class DeliveryForm(TextForm):
    """What a device sends: its key, and the fields of one item."""

    key = StringField("标识", [Regexp(r"[0-9a-f]{32}$", message="这条记录没有标识，请刷新页面。")])


class DeliveredPhotoForm(DeliveryForm):
    finding = StringField("问题", [Regexp(r"[0-9a-f]{32}$", message="这张照片没有所属的问题，请刷新页面。")])
    photo = FileField("照片", [required("照片没有内容。")])


class PhotoForm(TextForm):
    photo = FileField("照片", [required("请选择照片。")], description="JPEG、PNG 或 HEIC，不超过 10 MB，一次一张")


class DisputeForm(TextForm):
    words = TextAreaField("异议理由", [required("请写明理由。"), at_most(LONG)], render_kw={"rows": 4})
    photo = FileField("照片或 PDF", [Optional()], description="选填；JPEG、PNG、HEIC 或 PDF，不超过 10 MB")


class DecideForm(TextForm):
    outcome = ChoiceField("决定", Outcome, blank="请选择", default="", validators=[required("请选择决定。")])
    number = IntegerField("改变后的数量", [Optional()], description="只在改变次数时填写，应比原来少")
    reason = TextAreaField("理由", [required("请写明理由，当事人能看到。"), at_most(LONG)], render_kw={"rows": 3})


class ReportForm(TextForm):
    clauses = ClausesField(description="列出检查当日有效的条款")

    def values(self) -> dict:
        return super().values() | {"clauses": self.clauses.rows()}


class OrderForm(TextForm):
    category = ChoiceField("问题类别", Category, blank="请选择", default="", validators=[required("请选择问题类别。")])
    deadline_on = DateField("整改期限", [required("请填写整改期限。")])


class PeriodFilter(FilterForm):
    unit = RowField("单位", blank="全部单位", optional=True)
    since = DateField("检查日期从", [Optional()])
    until = DateField("到", [Optional()])


class AnsweredFilter(PeriodFilter):
    inspector = RowField("督查人员", caption=person_caption, blank="全部人员", optional=True)
    how = SelectField("答复", choices={"": "全部", "disputed": "有异议的", "changed": "改判的"}, default="")
    sort = OrderField(newest_first(Finding.id))


class FailedFilter(PeriodFilter):
    RARE = ("section", "hour")
    item = RowField("检查项", caption=item_caption, blank="全部检查项", optional=True)
    section = SelectField("部分", choices={}, default="")
    hour = SelectField("检查时段", choices=HOURS, default="")
    sort = OrderField(newest_first(Finding.id))

    def offer_sections(self, titles: list[str]) -> None:
        self.section.choices = [("", "全部部分"), *((title, title) for title in titles)]

    def values(self) -> dict:
        chosen = super().values()
        return chosen | ({"hour": int(chosen["hour"])} if "hour" in chosen else {})


class TemplateForm(TextForm):
    title = StringField("名称", [required("请填写名称。"), at_most(SHORT)])
    basis = ChoiceField("计分方式", Basis)
    full = PointsField("满分或起评分", [required("请填写满分或起评分。")])
    ceiling = PointsField("最高分", [Optional()], description="有加分项时填写；不填则不超过满分")
    source = StringField("依据", [Optional(), at_most(LINE)])


class TemplateHeadForm(TemplateForm):
    basis = None

    def show(self, template: Template) -> None:
        if not self.is_submitted():
            for name in ("title", "full", "ceiling", "source"):
                self[name].data = getattr(template, name)


class SectionForm(TextForm):
    title = StringField("部分名称", [required("请填写名称。"), at_most(SHORT)])
    points = PointsField("分值", [required("请填写分值，起评分加减的表填 0。")])


class ItemForm(TextForm):
    code = StringField("序号", [required("请填写序号，例如 5.3。"), at_most(10)])
    text = TextAreaField("检查内容", [required("请写明检查内容。"), at_most(LINE)], render_kw={"rows": 2})
    step = PointsField("每次分值", [required("请填写每次分值，红线项可以填 0。")])
    most_step = PointsField("每次分值上限", [Optional()], description="每次可以在一个范围内扣分时填写")
    unit = StringField("单位", [required("请填写单位，例如 次、人、辆。"), Length(max=4, message="最多 4 个字。")])
    cap = ChoiceField("累计方式", CapMode, default=CapMode.OPEN.value)
    points = PointsField("本项分值", [Optional()], description="本项最多扣多少；不适用时这些分不计入总分")
    sample_size = IntegerField("抽查数量", [Optional(), NumberRange(1, 1000, "抽查数量应在 1 到 1000 之间。")])
    red_line = ChoiceField("红线", RedLine, default=RedLine.NO.value)
    is_bonus = BooleanField("这是加分项")
    guidance = TextAreaField("怎样是对的", [Optional(), at_most(LINE)], render_kw={"rows": 2})

    def show(self, item: TemplateItem | None) -> None:
        if item is not None and not self.is_submitted():
            for name in self.values():
                self[name].data = getattr(item, name)
            self.cap.data, self.red_line.data = item.cap.value, item.red_line.value
