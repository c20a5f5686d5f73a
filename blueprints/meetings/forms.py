"""What the browser may send about meetings and decisions."""

from __future__ import annotations

from flask_login import current_user
from wtforms import DateTimeLocalField, SearchField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import NumberRange

from blueprints.core.fields import RowsField, TextForm, person_caption
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
from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.meetings import Decision, DecisionState, Meeting, MeetingState, planning, queries
from models.meetings.period import last_month

WALL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
MINUTES = 10_000  # characters of one point


def indented(unit: Unit) -> str:
    return "　" * (len(unit.ancestry) - 1) + unit.name


def titled(item) -> str:
    return f"{item.position}. {item.title}"


class MeetingFilter(FilterForm):
    text = SearchField("编号、名称、议题、纪要", [at_most(SHORT)])
    year = IntegerField("年度", [Optional(), NumberRange(2000, 2100, message="请填写年份，例如 2026。")])
    unit = RowField("单位", blank="全部单位", optional=True)
    state = ChoiceField("状态", MeetingState, blank="全部状态", default="")
    sort = OrderField(newest_first(Meeting.planned_at, Meeting.id))


class DecisionFilter(FilterForm):
    text = SearchField("编号、事项、人员、会议", [at_most(SHORT)])
    unit = RowField("责任部门", caption=indented, blank="全部部门", optional=True)
    state = ChoiceField("状态", DecisionState, blank="全部状态", default="")
    since = DateField("期限从", [Optional()])
    until = DateField("到", [Optional()])
    overdue = BooleanField("只看超期")
    sort = OrderField(
        {"-id": ("最新的在前", (Decision.id.desc(),)), "due": ("期限近的在前", (Decision.due_on, Decision.id))}
    )


class MeetingForm(TextForm):
    title = StringField("会议名称", [Optional(), at_most(SHORT)], description="不填的，按单位和月份命名")
    since = DateField("汇报期间从", [required("请填写期间的开始。")])
    until = DateField("到", [required("请填写期间的结束。")])
    planned_at = DateTimeLocalField("会议时间", [required("请填写会议时间。")], format=WALL)
    place = StringField("地点", [required("请填写地点。"), at_most(SHORT)])
    chair = RowField("主持人", caption=person_caption)
    recorder = RowField("记录人", caption=person_caption)
    called = RowsField("参会人员", description="主持人和记录人不用另选")
    agenda = TextAreaField("议题", [required("请填写议题。"), at_most(LONG)], description="每行一个")

    class Meta(TextForm.Meta):
        drafted = True

    @property
    def is_filled(self) -> bool:
        """Whether it shows what was typed: sent now, or kept from before."""
        return self.is_submitted() or self.place.raw_data is not None

    def offer(self, unit: Unit) -> None:
        """Offer the people of the 收费所 of ``unit`` for the parts they may take."""
        self.chair.offer(queries.near(unit, current_user, "meeting.sign"))
        self.recorder.offer(queries.near(unit, current_user, "meeting.plan"))
        self.called.offer(db.session.scalars(queries.near(unit, current_user, "meeting.attend")))

    def begin(self) -> None:
        """Preset a new meeting: over the month that has ended, recorded by oneself."""
        if self.is_filled:
            return
        self.since.data, self.until.data = last_month(clock.today())
        self.recorder.preset(current_user)
        self.agenda.data = "\n".join(planning.default_agenda(current_user.station_id))

    def show(self, meeting: Meeting) -> None:
        """Show what is planned; the names of the fields are those of the columns."""
        if self.is_filled:
            return
        for name in ("title", "since", "until", "place"):
            self[name].data = getattr(meeting, name)
        self.planned_at.data = clock.local(meeting.planned_at)
        self.chair.preset(meeting.chair_id)
        self.recorder.preset(meeting.recorder_id)
        self.called.preset(one.user_id for one in meeting.attendees)
        self.agenda.data = "\n".join(item.title for item in meeting.agenda)

    def values(self) -> dict:
        lines = (part.strip() for part in (self.agenda.data or "").splitlines())
        return super().values() | {
            "planned_at": _moment(self.planned_at.data),
            "called": self.called.rows(),
            "agenda": [part for part in lines if part],
        }


class NewMeetingForm(MeetingForm):
    unit = RowField("单位", caption=indented)


class HoldForm(TextForm):
    """``for_people`` adds a line for each who was called: empty is there, a reason is absent."""

    held_at = DateTimeLocalField("召开时间", [required("请填写召开时间。")], format=WALL)

    @classmethod
    def for_people(cls, meeting: Meeting) -> HoldForm:
        fields = {
            f"absent_{one.user_id}": StringField(person_caption(one.user), [Optional(), at_most(SHORT)])
            for one in meeting.attendees
        }
        form = type("AttendanceForm", (cls,), fields)()
        if not form.is_submitted():
            form.held_at.data = clock.local(min(meeting.planned_at, clock.now()))
        return form

    @property
    def people(self) -> list:
        return [one for one in self if one.name.startswith("absent_")]

    def values(self) -> dict:
        absences = {int(one.name.partition("_")[2]): one.data for one in self.people if one.data}
        return {"held_at": _moment(self.held_at.data), "absences": absences}


class MinutesForm(TextForm):
    title = StringField("议题", [required("请填写议题。"), at_most(planning.TITLE)])
    words = TextAreaField("纪要", [required("请填写纪要。"), at_most(MINUTES)], render_kw={"rows": 10})

    class Meta(TextForm.Meta):
        drafted = True


class DecisionForm(TextForm):
    text = TextAreaField("决定事项", [required("请写明决定做什么。"), at_most(LONG)], render_kw={"rows": 3})
    agenda = RowField("所属议题", caption=titled, blank="不属于某个议题", optional=True)
    department = RowField("责任部门", caption=indented)
    owner = RowField("责任人", caption=person_caption)
    due_on = DateField("完成期限", [required("请填写完成期限。")])
    overseer = RowField("督办人", caption=person_caption, description="督促并确认办结，不能是责任人本人")

    class Meta(TextForm.Meta):
        drafted = True

    def offer(self, meeting: Meeting) -> None:
        unit = meeting.unit
        self.agenda.offer(meeting.agenda)
        self.department.offer(queries.departments_near(unit, current_user))
        self.owner.offer(queries.near(unit, current_user, "meeting.attend"))
        self.overseer.offer(queries.near(unit, current_user, "meeting.oversee"))

    def show(self, row: Decision) -> None:
        if self.is_submitted() or self.text.raw_data is not None:
            return
        self.text.data, self.due_on.data = row.text, row.due_on
        for name in ("agenda", "department", "owner", "overseer"):
            self[name].preset(getattr(row, f"{name}_id"))


class WordsForm(TextForm):
    words = TextAreaField("办理情况", [required("请写明办理情况。"), at_most(LONG)], render_kw={"rows": 4})


class OpinionForm(TextForm):
    opinion = TextAreaField("督办意见", [required("请写明意见。"), at_most(LONG)], render_kw={"rows": 3})


class SendBackForm(OpinionForm):
    due_on = DateField("重办期限", [required("请填写重办的期限。")])


class ExtendForm(TextForm):
    due_on = DateField("延长到", [required("请填写新的期限。")])
    reason = TextAreaField("理由", [required("请写明理由。"), at_most(LONG)], render_kw={"rows": 3})


class RemarkForm(TextForm):
    words = TextAreaField("补充说明", [required("请填写补充说明。"), at_most(LONG)], render_kw={"rows": 4})


class FileForm(TextForm):
    file = FileField("图片或 PDF", [required("请选择文件。")], description="JPEG、PNG、HEIC 或 PDF，不超过 10 MB")
    caption = StringField("说明", [required("请写明这是什么。"), at_most(LINE)])


def _moment(wall):
    return clock.at(wall.date(), wall.time()) if wall else None
