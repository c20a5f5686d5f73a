"""What the browser may send about deadlines."""

from __future__ import annotations

from datetime import date

from flask_login import current_user
from wtforms import DateField, FieldList, Form, FormField, SearchField, SelectField
from wtforms.validators import NumberRange

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
from blueprints.core.orders import OrderField
from blueprints.deadlines import words
from models.accounts import Unit, structure
from models.core import clock
from models.core import months as calendar
from models.core.scope import visible
from models.deadlines import KINDS, ClockKind, DeadlineTimer, Step, StepMeasure, TimeUnit
from models.deadlines.plans import MOST_STEPS, Terms

LATE = {"": "全部", "overdue": "已超期", "soon": "24 小时内到期"}
STANDINGS = {"open": "未停止", "paused": "暂停中", "stopped": "已停止"}
PLACES = {  # label, and how many minutes from the moment due one of them is
    "percent": ("用时达到（％）", 1),
    "before_minutes": ("到期前（分钟）", -1),
    "before_hours": ("到期前（小时）", -60),
    "due": ("到期时", 0),
    "after_minutes": ("到期后（分钟）", 1),
    "after_hours": ("到期后（小时）", 60),
}
MOST_DISTANCE = 43_200
MONTHS = 12


def indented(unit: Unit) -> str:
    return "　" * (len(unit.ancestry) - 1) + unit.name


def months(today: date) -> list[tuple[str, str]]:
    """Return this month and those before it, each by its first day."""
    firsts = [calendar.before(today, back) for back in range(MONTHS)]
    return [(first.isoformat(), f"{first.year} 年 {first.month} 月") for first in firsts]


def kinds() -> list[tuple[str, str]]:
    return [("", "全部"), *((name, kind.label) for name, kind in KINDS.items())]


class TimerFilter(FilterForm):
    text = SearchField("事项编号", [Optional(), at_most(SHORT)])
    kind = SelectField("种类", [Optional()], choices=kinds)
    unit = RowField("单位", caption=indented, optional=True, blank="全部")
    late = SelectField("到期", [Optional()], choices=LATE)
    standing = SelectField("计时", [Optional()], choices=STANDINGS, default="open")
    sort = OrderField(
        {
            "due_at": ("先到期的在前", (DeadlineTimer.due_at, DeadlineTimer.id)),
            "-due_at": ("后到期的在前", (DeadlineTimer.due_at.desc(), DeadlineTimer.id.desc())),
            "-started_at": ("新开始的在前", (DeadlineTimer.started_at.desc(), DeadlineTimer.id.desc())),
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self.unit.offer(visible(Unit, current_user).where(Unit.is_open).order_by(Unit.path))


class RuleFilter(FilterForm):
    text = SearchField("规则、依据或单位", [Optional(), at_most(SHORT)])
    kind = SelectField("种类", [Optional()], choices=kinds)


class MonthForm(FilterForm):
    """Which month a rule is tried on."""

    month = SelectField("月份", [Optional()], choices=lambda: months(clock.today()))

    @property
    def chosen(self) -> date:
        """The first day of the month; this one unless another is chosen."""
        return date.fromisoformat(self.values().get("month") or months(clock.today())[0][0])


class StepForm(Form):
    """One row of a ladder; ``place`` says from where ``distance`` is meant."""

    level = IntegerField("级别", [NumberRange(1, 99, "级别请填 1 到 99。")])
    distance = IntegerField("多少", [NumberRange(0, MOST_DISTANCE, f"请填 0 到 {MOST_DISTANCE}。")])
    place = SelectField("什么时候", choices={name: label for name, (label, _sign) in PLACES.items()})
    whom = SelectField("通知谁")
    is_urgent = BooleanField("紧急")
    remove = BooleanField("删除")

    def step(self) -> Step:
        place = self.place.data
        measure = StepMeasure.PERCENT if place == "percent" else StepMeasure.MINUTES
        distance = self.distance.data * PLACES[place][1]
        return Step(
            self.level.data, distance, measure=measure, is_urgent=self.is_urgent.data, **words.whom(self.whom.data)
        )


def _row(step: Step) -> dict:
    return {"level": step.level, "whom": words.key_of(step), "is_urgent": step.is_urgent} | _placed(step)


def _placed(step: Step) -> dict:
    if step.measure is StepMeasure.PERCENT:
        return {"place": "percent", "distance": step.distance}
    if not step.distance:
        return {"place": "due", "distance": 0}
    side, length = "before" if step.distance < 0 else "after", abs(step.distance)
    if length % 60 == 0:
        return {"place": f"{side}_hours", "distance": length // 60}
    return {"place": f"{side}_minutes", "distance": length}


class RuleForm(HouseForm):
    """An edition of a rule: the time it gives and its ladder, in rows that need no script."""

    class Meta(HouseForm.Meta):
        def bind_field(self, form, unbound_field, options):
            """A list of rows takes no filters, nor does a row."""
            if unbound_field.field_class in (FieldList, FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)

    amount = IntegerField("时限", [required("请填写时限，例如 3。")])
    time_unit = ChoiceField("计量", TimeUnit)
    clock_kind = ChoiceField("计时方式", ClockKind)
    source = StringField("依据", [Optional(), at_most(LINE)], description="文件名称和条款")
    valid_from = DateField("生效日期", [required("请填写生效日期。")])
    ladder = FieldList(FormField(StepForm), "提醒和上报", max_entries=MOST_STEPS + 5)

    def __init__(self, terms: Terms, **more) -> None:
        rows = [_row(step) for step in terms.ladder]
        given = {"amount": terms.amount, "time_unit": terms.time_unit, "clock_kind": terms.clock}
        super().__init__(data=given | {"source": terms.source, "valid_from": clock.today(), "ladder": rows}, **more)
        self.names = words.recipients(list(terms.ladder), clock.today())
        for entry in self.ladder:
            entry.whom.choices = list(self.names.items())

    def add_row(self) -> None:
        last = max((entry.level.data or 0 for entry in self.ladder), default=0)
        given = {"level": last + 1, "distance": 0, "place": "after_minutes", "whom": words.RESPONSIBLE}
        self.ladder.append_entry(given).whom.choices = list(self.names.items())

    @property
    def terms(self) -> Terms:
        """What is filled in, rows marked for removal left out."""
        steps = [entry.form.step() for entry in self.ladder if not entry.remove.data]
        given = (self.amount.data, self.time_unit.data, self.clock_kind.data, self.source.data or "")
        return Terms(*given, tuple(sorted(steps, key=lambda step: step.level)))

    def values(self) -> dict:
        return {"terms": self.terms, "valid_from": self.valid_from.data}


class NewRuleForm(RuleForm):
    """A rule for a kind, perhaps of one severity and of one unit alone."""

    kind = SelectField("种类", choices=lambda: [(name, kind.label) for name, kind in KINDS.items()])
    severity = SelectField("严重程度")
    unit = RowField("适用单位", caption=indented, optional=True, blank="全部单位")

    def __init__(self, terms: Terms) -> None:
        super().__init__(terms)
        self.severity.choices = [("", "全部"), *_severities()]
        self.unit.offer(structure.open_units())

    def values(self) -> dict:
        given = {"kind": self.kind.data, "severity": self.severity.data, "unit": self.unit.data}
        return given | super().values()


def _severities() -> list[tuple[str, str]]:
    """Return every severity that some kind knows, named with its kinds where two use one word differently."""
    found: dict[str, str] = {}
    for kind in KINDS.values():
        for one in kind.severities or ():
            found.setdefault(one.value, one.label)
    return list(found.items())
