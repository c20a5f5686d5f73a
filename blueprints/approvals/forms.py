"""What the browser may send about approvals."""

from __future__ import annotations

from wtforms import DateField, FieldList, Form, FormField, SearchField, SelectField, TextAreaField
from wtforms.validators import NumberRange

from blueprints.approvals import words
from blueprints.core.forms import (
    LINE,
    SHORT,
    BooleanField,
    ChoiceField,
    FilterForm,
    HouseForm,
    IntegerField,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from models.accounts import Unit, UnitKind, User, structure
from models.approvals import ApprovalChain, ApprovalTask, StepMode, StepPlan, TaskState, lists, planning
from models.approvals.kinds import KINDS
from models.core import clock

MOST_HOURS = 24 * 90


def indented(unit: Unit) -> str:
    return "　" * (len(unit.ancestry) - 1) + unit.name


def captioned(user: User) -> str:
    return f"{user.name}（{user.staff_no}，{' '.join((structure.full_name(user.unit), user.post_title)).strip()}）"


def kinds() -> list[tuple[str, str]]:
    return [("", "全部"), *((name, kind.label) for name, kind in KINDS.items())]


class ChainFilter(FilterForm):
    text = SearchField("流程或环节", [Optional(), at_most(SHORT)])
    kind = SelectField("事项", [Optional()], choices=kinds)


class CaseFilter(FilterForm):
    text = SearchField("编号", [Optional(), at_most(SHORT)])
    kind = SelectField("类别", [Optional()], choices=kinds)


class WaitingFilter(CaseFilter):
    late = BooleanField("只看已超时")
    sort = OrderField(
        {
            "pressing_at": ("先到期的在前", (ApprovalTask.pressing_at, ApprovalTask.id)),
            "-id": ("新送来的在前", (ApprovalTask.id.desc(),)),
            "id": ("先送来的在前", (ApprovalTask.id,)),
        }
    )


class DecidedFilter(CaseFilter):
    state = SelectField(
        "办理结果", [Optional()], choices={"": "全部"} | {one.value: one.label for one in lists.DECIDED}
    )
    first = DateField("从", [Optional()])
    last = DateField("到", [Optional()])
    sort = OrderField(newest_first(ApprovalTask.decided_at, ApprovalTask.id))

    def values(self) -> dict:
        chosen = super().values()
        return chosen | ({"state": TaskState(chosen["state"])} if "state" in chosen else {})


class PassOnForm(HouseForm):
    to = RowField("转给", caption=captioned)
    reason = TextAreaField("原因", [required("请写明原因。"), at_most(LINE)], render_kw={"rows": 3})


class HandOverForm(PassOnForm):
    to = RowField("交给", caption=captioned)
    reason = TextAreaField(
        "原因",
        [required("请写明原因。"), at_most(LINE)],
        description="如：11-23 至 11-27 外出培训",
        render_kw={"rows": 3},
    )


class StepForm(Form):
    """One row of a chain. ``who`` is ``role:<code>`` or ``body:<code>:<posts>``, posts "" for every post."""

    position = IntegerField("次序", [NumberRange(1, 99, "次序请填 1 到 99。")])
    name = StringField("环节", [required("请填写环节名称。"), at_most(SHORT)])
    who = SelectField("谁办理")
    level = ChoiceField("在哪一级", UnitKind, blank="事项所在单位")
    mode = ChoiceField("方式", StepMode)
    timeout_hours = IntegerField("时限（小时）", [Optional(), NumberRange(1, MOST_HOURS, f"请填 1 到 {MOST_HOURS}。")])
    escalate_to = SelectField("超时转")
    remove = BooleanField("删除")

    def plan(self) -> StepPlan:
        kind, code, posts = [*self.who.data.split(":"), ""][:3]
        return StepPlan(
            self.name.data.strip(),
            role_code=code if kind == "role" else "",
            body_code=code if kind == "body" else "",
            level=self.level.data,
            posts=posts,
            mode=self.mode.data,
            timeout_hours=self.timeout_hours.data,
            escalate_to=self.escalate_to.data,
        )


def _row(position: int, plan: StepPlan) -> dict:
    return {
        "position": position,
        "name": plan.name,
        "who": words.key_of(plan),
        "level": plan.level or "",
        "mode": plan.mode.value,
        "timeout_hours": plan.timeout_hours,
        "escalate_to": plan.escalate_to,
    }


class ChainForm(HouseForm):
    """The steps of a chain in rows that can be added, removed and numbered anew, without any script."""

    class Meta(HouseForm.Meta):
        def bind_field(self, form, unbound_field, options):
            """A list of rows takes no filters, nor does a row."""
            if unbound_field.field_class in (FieldList, FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)

    steps = FieldList(FormField(StepForm), "环节", max_entries=planning.MOST_STEPS + 5)
    valid_from = DateField("生效日期", [required("请填写生效日期。")])
    allows_repeat = BooleanField("允许一人办理多个环节")
    source = StringField("依据", [Optional(), at_most(LINE)], description="文件名称和条款")
    unit = RowField("按哪个单位预览", caption=indented)

    def __init__(self, chain: ApprovalChain, plans: list[StepPlan], names: dict[str, str], units: list[Unit]) -> None:
        rows = [_row(position, plan) for position, plan in enumerate(plans, 1)]
        given = {"steps": rows, "source": chain.source, "allows_repeat": chain.allows_repeat}
        super().__init__(data=given | {"valid_from": max(clock.today(), chain.valid_from)})
        self._names = names
        self.unit.offer(units)
        self.unit.preset(words.example_of(units))
        for entry in self.steps:
            self._offer(entry)

    def _offer(self, entry) -> None:
        """Give a row its choices; what the chain asks today can be kept though nobody holds it any more."""
        roles = [(key.removeprefix("role:"), text) for key, text in self._names.items() if key.startswith("role:")]
        entry.who.choices = list(self._names.items())
        entry.escalate_to.choices = [("", "不转，只催办"), *roles]

    def add_row(self) -> None:
        last = max((entry.position.data or 0 for entry in self.steps), default=0)
        entry = self.steps.append_entry({"position": last + 1, "who": next(iter(self._names)), "mode": "any"})
        self._offer(entry)

    @property
    def plans(self) -> list[StepPlan]:
        """The steps in their order, those marked for removal left out."""
        kept = [entry.form for entry in self.steps if not entry.remove.data]
        return [row.plan() for row in sorted(kept, key=lambda row: row.position.data)]

    def values(self) -> dict:
        given = super().values()
        given.pop("unit")
        return given | {"steps": self.plans}
