"""The one-time address of a new house, where its three administrators are created. Source: security.md 4."""

from __future__ import annotations

from flask import abort, url_for
from wtforms import PasswordField, StringField

from blueprints.accounts import bp
from blueprints.core.access import public
from blueprints.core.forms import SHORT, HouseForm, at_most, required
from blueprints.core.respond import page, saved
from models.accounts import invitations, passwords

TITLES = {"admin": "系统管理员", "security": "安全管理员", "auditor": "审计管理员"}


class FirstForm(HouseForm):
    """One house and three people; the fields of a person are ``<code>_staff_no``, ``_name`` and ``_password``."""

    house = StringField("单位名称", [required("请填写单位名称。"), at_most(SHORT)], description="如：昌泰公司")

    def values(self) -> dict:
        people = [{part: self[f"{code}_{part}"].data for part in ("staff_no", "name", "password")} for code in TITLES]
        return {"house": self.house.data, "people": people}


for _code in TITLES:
    setattr(FirstForm, f"{_code}_staff_no", StringField("工号", [required("请填写工号。"), at_most(20)]))
    setattr(FirstForm, f"{_code}_name", StringField("姓名", [required("请填写姓名。"), at_most(SHORT)]))
    setattr(FirstForm, f"{_code}_password", PasswordField("密码", [required("请填写密码。")]))


@bp.route("/first-administrators/<token>", methods=["GET", "POST"])
@public
def first_administrators(token: str):
    """Create the three; an address that was used, is too old or was never given does not exist."""
    if invitations.open_one(token) is None:
        abort(404, "这个地址已用过或已过期，请在服务器上重新生成。")
    form = FirstForm()
    if form.attempt(invitations.accept, token):
        return saved("三位管理员已建立，请分别登录。", to=url_for(".sign_in"))
    return page("accounts/first.html", form=form, titles=TITLES, policy=passwords.policy())
