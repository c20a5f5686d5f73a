"""What the browser may send about violations and penalties."""

from __future__ import annotations

from datetime import datetime

from wtforms import (
    DateTimeLocalField,
    SearchField,
    SelectField,
    TextAreaField,
)
from wtforms.fields import DateField
from wtforms.validators import NumberRange, Regexp

from blueprints.core.fields import ClausesField, TextForm, person_caption
from blueprints.core.forms import (
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    FileField,
    FilterForm,
    IntegerField,
    MoneyField,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from blueprints.core.steps import PinField
from models.core import clock
from models.penalties import (
    Mode,
    Outcome,
    Path,
    PaymentMethod,
    Penalty,
    PenaltyState,
    Source,
    Violation,
    ViolationState,
    drafting,
    queries,
)

RECEIPT = r"[0-9A-Za-z\-]{1,30}"


VERDICTS = {"": "同意或退回", "approved": "同意", "returned": "退回", "changed": "同意后申诉改判"}


class PenaltyFilter(FilterForm):
    RARE = ("counted", "approver", "verdict")
    text = SearchField("编号、姓名、工号、事实", [at_most(SHORT)])
    state = ChoiceField("状态", PenaltyState, blank="全部状态", default="")
    unit = RowField("单位", blank="全部单位", optional=True)
    source = ChoiceField("来源", Source, blank="全部来源", default="")
    mode = ChoiceField("处罚方式", Mode, blank="全部方式", default="")
    since = DateField("发生日期从", [Optional()])
    until = DateField("到", [Optional()])
    under_way = BooleanField("只看在办")
    counted = BooleanField("只看已批准、没有撤销的")
    approver = RowField("审批人", caption=person_caption, blank="不限", optional=True)
    verdict = SelectField("审批结论", choices=VERDICTS, default="")
    sort = OrderField(
        newest_first(Penalty.id) | {"-amount": ("金额高的在前", (Penalty.amount.desc(), Penalty.id.desc()))}
    )


class ViolationFilter(FilterForm):
    text = SearchField("编号、姓名、工号、地点、事实", [at_most(SHORT)])
    state = ChoiceField("状态", ViolationState, blank="全部状态", default="")
    unit = RowField("单位", blank="全部单位", optional=True)
    source = ChoiceField("来源", Source, blank="全部来源", default="")
    since = DateField("发生日期从", [Optional()])
    until = DateField("到", [Optional()])
    sort = OrderField(newest_first(Violation.id))


class ViolationEditForm(TextForm):
    occurred_at = DateTimeLocalField(
        "发生时间", [required("请填写发生时间。")], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    place = StringField("地点或车道", [required("请填写地点或车道，例如 X04 车道。"), at_most(SHORT)])
    source = ChoiceField("来源", Source)
    source_ref = StringField("来源编号", [Optional(), at_most(SHORT)], description="检查、投诉或录像的编号")
    facts = TextAreaField("事实", [required("请写明事实。"), at_most(LONG)], render_kw={"rows": 5})
    clauses = ClausesField(
        gone="发生当日没有生效的条款已经去掉，请从列表中重新选择。",
        description="可以多选；列出发生当日有效的条款",
    )

    def values(self) -> dict:
        """Turn the wall clock into a moment and the ticks into clauses."""
        wall = self.occurred_at.data
        moment = clock.at(wall.date(), wall.time()) if wall else None
        return super().values() | {"occurred_at": moment, "clauses": self.clauses.rows()}

    def day(self):
        """The day whose clauses are offered."""
        return self.occurred_at.data.date() if self.occurred_at.data else clock.today()

    def show(self, violation: Violation) -> None:
        """Fill the form that is opened with what was reported; the case that it came from is not asked for."""
        if violation.source_href:
            del self.source, self.source_ref
        if not self.is_submitted():
            for name in ("place", "source", "source_ref", "facts"):
                if name in self:
                    self[name].data = getattr(violation, name)
            self.occurred_at.data = clock.local(violation.occurred_at)
            self.clauses.data = [clause.id for clause in violation.clauses]


class ViolationForm(ViolationEditForm):
    person = RowField("当事人", caption=person_caption)


class FindingForm(TextForm):
    finding = TextAreaField("核实意见", [required("请写明核实意见。"), at_most(LONG)], render_kw={"rows": 3})


class EvidenceForm(TextForm):
    photo = FileField(
        "照片或 PDF", [required("请选择文件。")], description="JPEG、PNG、HEIC 或 PDF，不超过 10 MB，一次一个"
    )
    caption = StringField("说明", [required("请写明这是什么。"), at_most(SHORT)])


class RedraftForm(TextForm):
    amount = MoneyField("金额（元）", [Optional()], description="200 到 500 的整元；按条款的自动计算，不用填写")
    ten_clause = RowField(
        "十不准条款", caption=lambda c: c.caption, blank="不适用", optional=True, description="期间内第二次起必选"
    )
    measures = TextAreaField("处理意见", [Optional(), at_most(LONG)], render_kw={"rows": 3})

    def show(self, penalty: Penalty) -> None:
        """Fill the form that is opened; the sum of clauses is reckoned and not asked for."""
        if penalty.path is Path.CLAUSES:
            del self.amount
        elif not self.is_submitted():
            self.amount.data = penalty.amount
        if not self.is_submitted():
            self.measures.data = penalty.measures


class DraftForm(RedraftForm):
    path = ChoiceField("计算方式", Path)
    leader = RowField("责任领导", caption=person_caption, blank="不适用", optional=True, description="处置不当时必选")
    leader_amount = MoneyField("责任领导金额（元）", [Optional()], description="200 到 500 的整元")

    def suit(self, violation: Violation, repeat_no: int) -> None:
        """Ask for an amount and a leader only where a complaint can make somebody liable, for the ten where one must.

        The leader of a mishandled complaint may be the one who did it again.
        """
        self.path.choices = {path.value: path.label for path in drafting.open_paths(violation)}
        if violation.source is Source.COMPLAINT:
            if Path.MISHANDLING.value not in self.path.choices:
                del self.leader, self.leader_amount
            return
        del self.amount, self.leader, self.leader_amount
        if repeat_no < 2:
            del self.ten_clause


class PinForm(TextForm):
    pin = PinField("当事人 PIN", validators=[required("请由当事人输入 PIN。")])


class AppealForm(TextForm):
    grounds = TextAreaField("申诉理由", [required("请写明申诉理由。"), at_most(LONG)], render_kw={"rows": 5})


class AppealDecisionForm(TextForm):
    outcome = ChoiceField("申诉结果", Outcome, blank="请选择", default="", validators=[required("请选择申诉结果。")])
    amount = MoneyField("变更后的金额（元）", [Optional()], description="只在变更时填写，应低于原金额")
    reason = TextAreaField("决定理由", [required("请写明决定理由。"), at_most(LONG)], render_kw={"rows": 4})


class CollectForm(TextForm):
    amount = MoneyField("实收金额（元）", [required("请填写实收金额。")])
    receipt_no = StringField(
        "收据号",
        [required("请填写收据号。"), Regexp(f"{RECEIPT}$", message="收据号由数字、字母和短横组成，最多 30 位。")],
    )
    method = ChoiceField("方式", PaymentMethod)
    collected_on = DateField("收款日期", [required("请填写收款日期。")])


class RefundForm(TextForm):
    receipt_no = StringField(
        "退款凭证号",
        [required("请填写退款凭证号。"), Regexp(f"{RECEIPT}$", message="凭证号由数字、字母和短横组成，最多 30 位。")],
        description="领款人签字的凭证",
    )
    method = ChoiceField("方式", PaymentMethod)
    collected_on = DateField("退款日期", [required("请填写退款日期。")])
    reason = TextAreaField("说明", [Optional(), at_most(LONG)], render_kw={"rows": 2})


class JointForm(TextForm):
    person = RowField("连带责任人", caption=person_caption)
    clauses = ClausesField(
        "连带违反的条款",
        none="请至少选择一条条款。",
        gone="请从列表中选择。",
        description="列出发生当日有效的条款",
    )
    reason = TextAreaField("连带责任说明", [required("请写明为什么负连带责任。"), at_most(LONG)], render_kw={"rows": 3})

    def values(self) -> dict:
        return super().values() | {"clauses": self.clauses.rows()}


class OwnFilter(FilterForm):
    """One's own penalties; the years reach back to the ``first`` of them."""

    state = ChoiceField("状态", PenaltyState, blank="全部状态", default="")
    year = SelectField("发生年份", default="")
    sort = OrderField(newest_first(Penalty.id))

    def __init__(self, first: datetime | None) -> None:
        super().__init__()
        told = [state for state in PenaltyState if state not in queries.UNSEEN]
        self.state.choices = {"": "全部状态"} | {state.value: state.label for state in told}
        latest = clock.today().year
        years = range(latest, (clock.local(first).year if first else latest) - 1, -1)
        self.year.choices = {"": "全部年份"} | {str(year): f"{year} 年" for year in years}


class YearFilter(FilterForm):
    year = IntegerField("年份", [Optional(), NumberRange(2000, 2100, message="请填写年份，例如 2026。")])


class MonthFilter(FilterForm):
    month = StringField(
        "月份", [Optional(), Regexp(r"(20\d\d-(0[1-9]|1[0-2]))?$", message="请按 2026-11 的格式填写。")]
    )
    day = DateField("只看这一天", [Optional()])


class ImportForm(TextForm):
    file = FileField("以往处罚表", [required("请选择文件。")], description=".xlsx 或 .csv，不超过 10 MB")
