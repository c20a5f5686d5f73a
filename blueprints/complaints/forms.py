"""What the browser may send about complaints."""

from __future__ import annotations

from datetime import datetime

from wtforms import DateTimeLocalField, RadioField, TextAreaField
from wtforms.validators import ValidationError

from blueprints.core import fields
from blueprints.core.fields import ClausesField, RowsField, person_caption
from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    FileField,
    HouseForm,
    IntegerField,
    MoneyField,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.steps import ReasonForm
from models.complaints import (
    Channel,
    Complaint,
    ComplaintKind,
    ComplaintType,
    Liability,
    OrderFrom,
    ReplyWay,
    Rung,
    Satisfaction,
    Severity,
    merging,
    recordings,
)
from models.complaints.promises import Promise
from models.core import clock
from models.core.masking import scrub

MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
PROMISES = {one.value: one.label for one in Promise if one is not Promise.OTHER}  # another time has its own field


def moment_of(wall: datetime | None) -> datetime | None:
    """Return the moment of a time on the station's clock."""
    return clock.at(wall.date(), wall.time()) if wall else None


class MomentField(DateTimeLocalField):
    """A date and time on the station's clock."""

    def __init__(self, label: str, validators=None, **kwargs) -> None:
        super().__init__(label, validators, format=MOMENT, **kwargs)


class TextForm(fields.TextForm):
    """To the rules, a text that was not sent at all is an empty one, and a ticked list is its rows."""

    def values(self) -> dict:
        given = super().values()
        for name, value in given.items():
            if isinstance(self[name], RowsField):
                given[name] = self[name].rows()
            elif isinstance(self[name], MomentField):
                given[name] = moment_of(value)
        return given


class LookUpForm(TextForm):
    phone = StringField("电话", [at_most(SHORT)])
    plate = StringField("车牌号", [at_most(SHORT)])


class CaseForm(TextForm):
    """What is written down of a case, when it comes in and when it is corrected."""

    class Meta(HouseForm.Meta):
        drafted = True

    phone = StringField("来电号码", [at_most(SHORT)], render_kw={"inputmode": "tel", "autocomplete": "off"})
    plate = StringField("车牌号", [Optional(), at_most(SHORT)], render_kw={"autocomplete": "off"})
    complainant = StringField("称呼", [Optional(), at_most(SHORT)], render_kw={"autocomplete": "off"})
    is_anonymous = BooleanField("匿名，不愿留电话")
    occurred_at = MomentField("发生时间", [required("请填写发生时间。")])
    lane = RowField("车道", blank="不清楚或不在车道", optional=True)
    type = ChoiceField("类型", ComplaintType, default=ComplaintType.OTHER.value)
    content = TextAreaField("对方说了什么", [required("请写下对方说了什么。"), at_most(LONG)], render_kw={"rows": 4})
    demand = StringField("诉求", [Optional(), at_most(LINE)], description="希望怎样解决")
    ticket_no = StringField("票据号码", [Optional(), at_most(SHORT)])
    order_from = ChoiceField("交办单位", OrderFrom, blank="不是工单", default="")
    order_no = StringField("工单号", [Optional(), at_most(SHORT)])
    order_due_at = MomentField("要求完成时间", [Optional()])
    reference = StringField("关联编号", [Optional(), at_most(SHORT)], description="例如回访、调查的编号")


class RegisterForm(CaseForm):
    kind = RadioField("类别", choices={one.value: one.label for one in ComplaintKind}, default="complaint")
    channel = ChoiceField("来源", Channel)
    unit = RowField("涉及单位")
    severity = RadioField("严重程度", choices={one.value: one.label for one in Severity}, default="ordinary")
    promise = RadioField("答应怎么回复", choices=PROMISES, default="none")
    promised_at = MomentField("或约定的时间", [Optional()])

    def values(self) -> dict:
        given = super().values()
        chosen, said = Promise(given.pop("promise") or "none"), given.pop("promised_at")
        given["kind"], given["severity"] = ComplaintKind(given["kind"]), Severity(given["severity"])
        return given | {"promise": chosen, "promised_at": said}


class EditForm(CaseForm):
    promised_reply_at = MomentField("承诺回复时间", [Optional()])

    def show(self, case) -> None:
        """Fill the form that is opened with what was written down."""
        if self.is_submitted():
            return
        for name in "phone plate complainant is_anonymous content demand ticket_no order_no reference".split():
            self[name].data = getattr(case, name)
        self.type.data, self.order_from.data = case.type, case.order_from
        for name in ("occurred_at", "order_due_at", "promised_reply_at"):
            value = getattr(case, name)
            self[name].data = clock.local(value) if value else None


class FileForm(TextForm):
    photo = FileField(
        "照片或 PDF", [required("请选择文件。")], description="JPEG、PNG、HEIC 或 PDF，不超过 10 MB，一次一个"
    )
    caption = StringField("说明", [required("请写明这是什么。"), at_most(SHORT)])


class NoteForm(TextForm):
    rung = ChoiceField("步骤", Rung)
    who = StringField("谁", [Optional(), at_most(SHORT)], description="不填就是您本人")
    words = TextAreaField("情况", [required("请写明情况。"), at_most(LONG)], render_kw={"rows": 2})
    is_settled = BooleanField("当场解决，对方接受")


class FootageForm(TextForm):
    """Which recording a case needs; the time and lane of the occurrence stand there already."""

    lane = RowField("车道", blank="广场", optional=True)
    around = MomentField("大致时间", [required("请填写大致时间。")])
    before_minutes = IntegerField("往前（分钟）", [required("请填写分钟数，没有填 0。")], default=recordings.MINUTES)
    after_minutes = IntegerField("往后（分钟）", [required("请填写分钟数，没有填 0。")], default=recordings.MINUTES)

    def show(self, case) -> None:
        if not self.is_submitted():
            self.around.data = clock.local(case.occurred_at)
        self.lane.preset(case.lane_id)


class OfferForm(TextForm):
    person = RowField("移交给", caption=person_caption)
    note = StringField("说明", [Optional(), at_most(LINE)])


class AnswerForm(TextForm):
    reply = TextAreaField("答复内容", [required("请写明怎样答复的。"), at_most(LONG)], render_kw={"rows": 4})
    reply_way = ChoiceField("答复方式", ReplyWay)


class VerifyForm(TextForm):
    verdict = RadioField("核实结果", choices={"yes": "属实", "no": "无法核实"}, default="yes")
    people = RowsField("受到表扬的人")
    finding = TextAreaField("核实情况", [required("请写明核实情况。"), at_most(LONG)], render_kw={"rows": 3})

    def values(self) -> dict:
        given = super().values()
        return given | {"is_verified": given.pop("verdict") == "yes"}


class ReportForm(TextForm):
    class Meta(HouseForm.Meta):
        drafted = True

    investigation = TextAreaField(
        "调查情况",
        [required("请写明调查情况。"), at_most(LONG)],
        description="时间、经过、录像编号、当事人说法、查证结果",
        render_kw={"rows": 7},
    )
    people = RowsField("涉及人员", description="没有涉及本单位人员的，不用勾选")


class DecideForm(TextForm):
    liability = ChoiceField("责任认定", Liability, blank="请选择", default="", validators=[required("请选择责任。")])
    verdict = RadioField("是否属实", choices={"yes": "属实", "no": "不属实"}, validate_choice=False)
    finding = TextAreaField("认定理由", [required("请写明认定理由。"), at_most(LONG)], render_kw={"rows": 4})
    clauses = RowsField(
        "违反的条款",
        caption=lambda clause: clause.caption,
        description="认定我方或双方责任且属实时，据此登记违规；可以多选",
    )

    def validate_verdict(self, field) -> None:
        if field.data not in field.choices:
            raise ValidationError("请选择属实或不属实。")

    def values(self) -> dict:
        given = super().values()
        return given | {"is_verified": given.pop("verdict") == "yes"}

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """The rule's ``is_verified`` is the form's ``verdict``."""
        super().refuse(sentence, "verdict" if field == "is_verified" else field)


class ApologyForm(TextForm):
    people = RowsField("致歉人", description="当事人、班长或征费室负责人")
    apology = TextAreaField("致歉情况", [required("请写明怎样致歉、对方是否谅解。"), at_most(LONG)])


class ReplyForm(TextForm):
    class Meta(HouseForm.Meta):
        drafted = True

    measures = TextAreaField("处理结果", [required("请写明处理结果。"), at_most(LONG)], render_kw={"rows": 3})
    reply = TextAreaField("回复内容", [required("请写明对投诉人说了什么。"), at_most(LONG)], render_kw={"rows": 5})
    reply_way = ChoiceField("回复方式", ReplyWay)


SAID = {one.value: one.label for one in Satisfaction} | {"": "没有接通，改天再打"}


class RevisitForm(TextForm):
    said = RadioField("回访结果", choices=SAID, validate_choice=False)
    words = TextAreaField("对方原话", [Optional(), at_most(LONG)], description="不满意的必填", render_kw={"rows": 3})

    def validate_said(self, field) -> None:
        if field.data not in field.choices:
            raise ValidationError("请选择回访结果。")

    def values(self) -> dict:
        given = super().values()
        said = given.pop("said")
        return given | {"satisfaction": Satisfaction(said) if said else None}


class TransferForm(ReasonForm):
    transferred_to = StringField("转往单位", [required("请填写转往的单位，例如 交警、路政、邻站。"), at_most(SHORT)])


class ResultForm(TextForm):
    words = TextAreaField("反馈内容", [required("请写明对方单位的反馈。"), at_most(LONG)], render_kw={"rows": 4})


class GradeForm(ReasonForm):
    severity = ChoiceField("严重程度", Severity)


class MishandleForm(TextForm):
    reason = TextAreaField("理由", [required("请写明理由。"), at_most(LONG)], render_kw={"rows": 3})
    occurred_at = MomentField("发生时间", [required("请填写处置不当发生的时间。")])
    handler = RowField("经办人", caption=person_caption)
    handler_amount = MoneyField("经办人金额（元）", [required("请填写金额。")], description="200 到 500 的整元")
    leader = RowField("责任领导", caption=person_caption)
    leader_amount = MoneyField("责任领导金额（元）", [required("请填写金额。")], description="200 到 500 的整元")
    clauses = ClausesField()
    ten_clause = RowField(
        "十不准条款",
        caption=lambda clause: clause.caption,
        blank="不适用",
        optional=True,
        description="经办人或责任领导期间内第二次起必选",
    )

    def values(self) -> dict:
        given = super().values()
        return given | {"amounts": (given.pop("handler_amount"), given.pop("leader_amount"))}

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """The rule's ``amount`` and ``person`` are the form's handler's."""
        super().refuse(sentence, {"amount": "handler_amount", "person": "handler"}.get(field or "", field))


def _matter(case) -> str:
    words = scrub(case.content)
    told = words if len(words) <= 24 else words[:24] + "…"
    return f"{case.number} {case.channel.label} · {case.state.label} · {told}"


class MergeForm(ReasonForm):
    into = RowField("并入", caption=_matter)

    def offer(self, case: Complaint, others: list[Complaint]) -> None:
        """Offer ``others``; of a likely one it stands before it why it may be about the same matter."""
        self.into.offer(others)
        why = {other.id: "、".join(merging.signs_of(case, other)) for other in others}
        self.into.choices = [
            (value, f"【{why[value]}】{caption}" if why.get(value) else caption) for value, caption in self.into.choices
        ]
        likely = sum(map(bool, why.values()))
        self.into.description = (
            f"前 {likely} 件可能是同一件事，写明了哪里相同" if likely else "没有号码、车牌或工单号相同的"
        )
