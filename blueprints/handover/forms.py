"""What the browser may send: the sheet as texts, and the fields of each signature."""

from __future__ import annotations

from flask import request
from flask_login import current_user
from wtforms import BooleanField, DateField, HiddenField, PasswordField, SearchField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from blueprints.core.forms import (
    LINE,
    ChoiceField,
    FilterForm,
    HouseForm,
    MoneyField,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from models.core import clock
from models.handover import Difference, Handover, Matter, people, sheet
from models.handover.kinds import Grade, HandoverState, LeaderItem, ReceiverItem, Side
from models.handover.sections import BY_NAME
from models.roster import Shift


def _of(*pairs: tuple[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class DraftForm(HouseForm):
    """The sheet; its hundreds of inputs are read by ``models.handover.sheet``, only the version is a field.

    ``accept_version`` is sent by the button that keeps one's own texts after they were compared with the others'.
    """

    accept_version = HiddenField()

    def __init__(self, handover: Handover, **kwargs) -> None:
        super().__init__(version=handover.draft.version, **kwargs)
        if self.accept_version.data:
            self._seen_version = self.accept_version.data
        elif request.method == "POST" and self.is_behind and self._says_the_same(handover):
            self._seen_version = str(handover.draft.version)  # one's own autosave was faster than the button

    def _says_the_same(self, handover: Handover) -> bool:
        saved = handover.draft.body
        return not sheet.differing(sheet.merged(saved, request.form), saved)

    @property
    def is_behind(self) -> bool:
        """Whether somebody else has saved since this browser was given the sheet."""
        return str(self._current_version) != (self._seen_version or "")


class SheetForm(DraftForm):
    """The sheet without a signature: the rule is given the texts by the view."""

    def values(self) -> dict:
        return {}


class SignForm(DraftForm):
    """One person's signature, given by PIN on whichever PC the sheet is open."""

    side = Side.OUTGOING
    agree = BooleanField("我已核对", validators=[InputRequired("请先勾选确认。")])
    signer = RowField("签认人", caption=lambda person: f"{person.name}（{person.staff_no}）")
    reason = StringField("代签原因", validators=[Optional(), at_most(LINE)])
    pin = PasswordField("签认口令（6 位 PIN）", validators=[required("请输入本人的 PIN。")])

    def __init__(self, handover: Handover, **kwargs) -> None:
        super().__init__(handover, **kwargs)
        expected = people.expected_signers(handover, self.side)
        self.possible = people.possible_signers(handover, self.side, expected)
        own = [current_user] if self.side is Side.DUTY_LEADER and not expected else []
        known = {person.id: person for person in self.possible}
        self.expected = next((known[one.id] for one in [*expected, *own] if one.id in known), None)
        self.signer.offer(self.possible)
        if self.expected and not self.signer.data:
            self.signer.data = self.expected.id

    def values(self) -> dict:
        return {name: data for name, data in super().values().items() if name != "accept_version"}


class HandOverForm(SignForm):
    pass


class GradedForm(SignForm):
    """A signature with a grade for each item of a list."""

    items: type = ReceiverItem
    remark = TextAreaField("备注", validators=[Optional(), at_most(500)])

    @property
    def grades(self) -> dict:
        sent = {item: request.form.get(f"grade-{item.value}", "") for item in self.items}
        return {item: Grade(value) for item, value in sent.items() if value in Grade._value2member_map_}


class TakeOverForm(GradedForm):
    side, items = Side.INCOMING, ReceiverItem


class SealForm(GradedForm):
    side, items = Side.DUTY_LEADER, LeaderItem


class PinForm(HouseForm):
    pin = PasswordField("本人 PIN", validators=[required("请输入本人的 PIN。")])


class CorrectionForm(HouseForm):
    section = SelectField("更正哪一部分", choices=[SelectChoice(s.name, s.title) for s in BY_NAME.values()])
    sentence = TextAreaField("更正内容", validators=[required("请写明正确的内容。"), at_most(500)])
    reason = StringField("原因", validators=[required("请写明更正原因。"), at_most(LINE)])


class BackfillForm(HouseForm):
    shift = RowField("班次", caption=lambda s: f"{clock.short_day(s.business_date)} {s.kind.name} {s.crew.name}")
    reason = StringField("补录原因", validators=[required("请写明停电、停网等原因。"), at_most(LINE)])


class CloseForm(HouseForm):
    result = StringField("办理结果", validators=[required("请填写办理结果。"), at_most(400)])


class RepayForm(HouseForm):
    amount = MoneyField("补缴金额（元）", validators=[required("请填写补缴金额。")])
    receipt_no = StringField("收据编号", validators=[required("请填写收据编号。"), at_most(40)])
    paid_on = DateField("补缴日期", validators=[required("请填写日期。")])


class SettleForm(HouseForm):
    handling = StringField("处理结果", validators=[required("请填写处理结果。"), at_most(400)])


class RecordsFilter(FilterForm):
    first = DateField("工班日从", validators=[Optional()])
    last = DateField("到", validators=[Optional()])
    state = ChoiceField("状态", HandoverState, blank="全部状态", validators=[Optional()])
    text = SearchField("编号或签认人", validators=[Optional(), at_most(40)])
    ended = BooleanField("只看已下班的班次")
    sort = HiddenField()


class MissingFilter(FilterForm):
    first = DateField("工班日从", validators=[Optional()])
    last = DateField("到", validators=[Optional()])
    sort = OrderField(newest_first(Shift.starts_at, Shift.id))


class OwnFilter(FilterForm):
    first = DateField("工班日从", validators=[Optional()])
    last = DateField("到", validators=[Optional()])
    sort = OrderField(newest_first(Handover.starts_at, Handover.id))


class MattersFilter(FilterForm):
    state = SelectField("状态", choices=_of(("open", "未办结"), ("closed", "已办结"), ("all", "全部")), default="open")
    text = SearchField("事项", validators=[Optional(), at_most(40)])
    sort = OrderField(
        {
            "opened_at": ("搁得久的在前", (Matter.opened_at, Matter.id)),
            "-opened_at": ("新登记的在前", (Matter.opened_at.desc(), Matter.id.desc())),
        }
    )


DIFFERENCES = (("short", "短款"), ("over", "长款"), ("other", "短款以外"), ("all", "全部"))


class DifferencesFilter(FilterForm):
    state = SelectField("状态", choices=_of(("open", "未处理"), ("settled", "已处理"), ("all", "全部")), default="open")
    kind = SelectField("类别", choices=_of(*DIFFERENCES), default="short")
    text = SearchField("人员", validators=[Optional(), at_most(40)])
    crew = RowField("班组", blank="全部班组", optional=True)
    first = DateField("工班日从", validators=[Optional()])
    last = DateField("到", validators=[Optional()])
    sort = OrderField(newest_first(Difference.on, Difference.id))
