"""The forms that steps of many rooms ask for: a reason, a decision, a statement, a PIN, a refusal before a witness."""

from __future__ import annotations

from wtforms import PasswordField, RadioField, TextAreaField
from wtforms.validators import ValidationError

from blueprints.core.fields import TextForm, person_caption
from blueprints.core.forms import LONG, RowField, StringField, at_most, required


class PinField(PasswordField):
    """A PIN, typed by the person it belongs to."""

    def __init__(self, label: str, **kwargs) -> None:
        render = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"}
        super().__init__(label, render_kw=render, **kwargs)


class ReasonForm(TextForm):
    reason = TextAreaField("理由", [required("请写明理由。"), at_most(LONG)], render_kw={"rows": 3})


class StatementForm(TextForm):
    statement = TextAreaField("陈述申辩", [required("请填写陈述。"), at_most(LONG)], render_kw={"rows": 5})


class RefusalForm(TextForm):
    """Who would not sign, told by whoever served, before a witness who signs in their own name."""

    note = TextAreaField("拒签情况", [required("请写明拒签的情况。"), at_most(LONG)], render_kw={"rows": 2})
    witness = RowField("见证人", caption=person_caption)
    witness_pin = PinField("见证人 PIN", validators=[required("请由见证人输入 PIN。")])


class DecisionForm(TextForm):
    """Consent to an approval, or return it with a reason."""

    decision = RadioField("审批结论", choices={"approve": "同意", "return": "退回"}, validate_choice=False)
    opinion = StringField("审批意见", [at_most(500)])

    def validate_decision(self, field) -> None:
        if field.data not in field.choices:
            raise ValidationError("请选择同意或退回。")

    def validate_opinion(self, field) -> None:
        if self.decision.data == "return" and not field.data:
            raise ValidationError("退回请写明原因。")


class SteppedDecisionForm(DecisionForm):
    """Consent, return to who drafted it, or to an earlier step, which ``offer`` adds."""

    def offer(self, steps: list[tuple[int, str]]) -> None:
        back = {f"step-{position}": f"退回{name}" for position, name in steps}
        self.decision.choices = {"approve": "同意", "return": "退回拟办" if steps else "退回"} | back

    def validate_opinion(self, field) -> None:
        if self.decision.data != "approve" and not field.data:
            raise ValidationError("退回请写明原因。")
