from __future__ import annotations

from collections.abc import Callable

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import ValidationError

from blueprints.core.forms import HouseForm, required
from models.core.errors import RuleBroken


class DoorForm(HouseForm):
    """A form that is checked before the request may take the write lock, so it cannot use ``attempt``."""

    def passes(self, check: Callable[..., int], staff_no: str, secret: str) -> int | None:
        """Return whom ``check`` lets in; a refusal stands above the form."""
        try:
            return check(staff_no, secret)
        except RuleBroken as refusal:
            self.refuse(str(refusal))
            return None


class SignInForm(DoorForm):
    staff_no = StringField("工号", [required("请填写工号。")])
    password = PasswordField("密码", [required("请填写密码。")])
    next = HiddenField()


class SwitchForm(DoorForm):
    staff_no = StringField("工号", [required("请填写工号。")])
    pin = PasswordField("PIN", [required("请填写 PIN。")], description="6 位数字，输完按回车")


class PasswordForm(HouseForm):
    current = PasswordField("当前密码", [required("请填写当前密码。")])
    password = PasswordField("新密码", [required("请填写新密码。")])
    again = PasswordField("再填一次新密码", [required("请再填一次新密码。")])

    def validate_again(self, field) -> None:
        if field.data != self.password.data:
            raise ValidationError("两次填写的新密码不一致。")

    def values(self) -> dict:
        return {"current": self.current.data, "password": self.password.data}


class PinForm(HouseForm):
    current = PasswordField("登录密码", [required("请填写登录密码，确认是您本人。")])
    pin = PasswordField("新 PIN", [required("请填写 6 位数字。")], description="6 位数字，签认和换人时用")
    again = PasswordField("再填一次 PIN", [required("请再填一次 PIN。")])

    def validate_again(self, field) -> None:
        if field.data != self.pin.data:
            raise ValidationError("两次填写的 PIN 不一致。")

    def values(self) -> dict:
        return {"current": self.current.data, "pin": self.pin.data}


class ThemeForm(HouseForm):
    """Only the token: what is chosen stands in the button."""
