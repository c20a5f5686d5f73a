"""One's own things: who I am to the house, password, PIN, open sign-ins, how pages look and listen."""

from __future__ import annotations

from flask import request, session, url_for
from flask_login import current_user, login_user

from blueprints.accounts import bp
from blueprints.accounts.context import this_terminal
from blueprints.accounts.forms import PasswordForm, PinForm, ThemeForm
from blueprints.core.access import SIGNED_IN, requires
from blueprints.core.cookies import keep_cookie
from blueprints.core.respond import page, saved
from models.accounts import User, entry, grants, passwords, sign_ins
from models.core import clock
from models.core.db import db

THEMES = {"light": "已改为日间显示。", "dark": "已改为夜间显示。", "": "显示已改为跟随系统。"}
KEYS = {"on": "单键快捷键已打开。", "off": "单键快捷键已关闭。"}


@bp.get("/me")
@requires(SIGNED_IN)
def me():
    mine = {
        "grants": db.session.scalars(grants.in_force_of(current_user.id, clock.today())).all(),
        "sign_ins": db.session.scalars(sign_ins.open_of(current_user.id)).all(),
    }
    return page("accounts/me.html", form=ThemeForm(), keys_on=request.cookies.get("keys") != "off", **mine)


@bp.route("/me/password", methods=["GET", "POST"])
@requires(SIGNED_IN, before_change=True)
def change_password():
    """Replace the own password; every other sign-in of the person ends, this one gets a new secret."""
    form = PasswordForm()
    person = db.session.get_one(User, current_user.id)
    must_change = person.must_change_password
    if form.attempt(passwords.change_password, person):
        _renew(person)
        return saved(
            "密码已更换，其他电脑上的登录已退出。", to=url_for(".set_pin" if person.must_change_pin else "home.index")
        )
    return page("accounts/password.html", form=form, must_change=must_change, policy=passwords.policy())


@bp.route("/me/pin", methods=["GET", "POST"])
@requires(SIGNED_IN, before_change=True)
def set_pin():
    form = PinForm()
    person = db.session.get_one(User, current_user.id)
    must_change = person.must_change_pin
    if form.attempt(passwords.change_pin, person):
        return saved("PIN 已设置。", to=url_for("home.index" if must_change else ".me"))
    return page("accounts/pin.html", form=form, must_change=must_change)


@bp.post("/me/sign-ins/end")
@requires(SIGNED_IN)
def end_sign_ins():
    """End the person's sign-ins at every other browser."""
    sign_ins.end_others(current_user, current_user.token)
    return saved("其他电脑和手机上的登录已全部退出。", to=url_for(".me"))


@bp.post("/me/theme/<any(light, dark, auto):theme>")
@requires(SIGNED_IN)
def theme(theme: str):
    """Keep the choice of display in a cookie, which the server reads before it writes a page."""
    kept = "" if theme == "auto" else theme
    return keep_cookie(saved(THEMES[kept], to=url_for(".me")), "theme", kept, for_script=True)


@bp.post("/me/keys/<any(on, off):state>")
@requires(SIGNED_IN)
def keys(state: str):
    """Switch single-key shortcuts on this machine on or off. Source: WCAG 2.1.4."""
    return keep_cookie(saved(KEYS[state], to=url_for(".me")), "keys", state, for_script=True)


def _renew(person: User) -> None:
    """Sign the person in again at this browser after all their sign-ins were ended."""
    session.clear()
    entry.let_in(person.id, terminal=this_terminal(), address=request.remote_addr or "", action="sign_in.renew")
    login_user(person)
