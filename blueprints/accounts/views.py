from __future__ import annotations

from flask import flash, g, request, session, url_for
from flask_login import current_user, login_user

from blueprints.accounts import bp
from blueprints.accounts.booth import booth
from blueprints.accounts.context import this_terminal
from blueprints.accounts.forms import SignInForm, SwitchForm
from blueprints.core import stash
from blueprints.core.access import SIGNED_IN, public, requires
from blueprints.core.respond import go, keep, page, saved
from blueprints.core.safety import local_path
from models.accounts import Terminal, User, entry, sign_ins
from models.core import audit, clock
from models.core.db import db


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in():
    """Take a staff number and its password; at a shared terminal the page offers its people and the PIN instead."""
    form = SignInForm(next=local_path(request.args.get("next", "")))
    if form.validate_on_submit() and (
        user_id := form.passes(entry.by_password, form.staff_no.data, form.password.data)
    ):
        return _enter(user_id, local_path(form.next.data or "") or url_for("home.index"))
    if request.method == "GET" and current_user.is_authenticated:
        return go(url_for("home.index"))
    if not form.is_submitted() and "password" not in request.args and _shared():
        return go(url_for(".switch"))
    return page("accounts/sign_in.html", form=form, terminal=this_terminal(), now=clock.now())


@bp.route("/switch", methods=["GET", "POST"])
@public
def switch():
    """Swap the person at a shared terminal by staff number and PIN; nothing of the other one's page is kept."""
    form = SwitchForm(staff_no=request.args.get("who", "")[:20])
    if not _shared():
        flash("本机没有登记为共用终端，请用工号和密码登录。", "notice")
        return go(url_for(".sign_in", password=1))
    if form.validate_on_submit():
        db.session.rollback()  # lets go of the write lock: failures are counted in a transaction of their own
        if user_id := form.passes(entry.by_pin, form.staff_no.data, form.pin.data):
            return _enter(user_id, url_for("home.index"), "sign_in.switch")
    now = clock.now()
    return page("accounts/switch.html", form=form, now=now, **booth(this_terminal(), form.staff_no.data or "", now))


@bp.post("/sign-out")
@requires(SIGNED_IN, before_change=True)
def sign_out():
    """End every sign-in of the person, here and at other PCs, within this request."""
    user = db.session.get_one(User, current_user.id)
    sign_ins.end_all(user.id)
    audit.act("sign_in.end", ("users", user.id), user, name=user.name, unit_id=user.unit_id)
    session.clear()
    g.pop("sign_in", None)
    return saved("已退出登录，您在其他电脑和手机上的登录也一并退出。", to=url_for(".sign_in"))


def _enter(user_id: int, to: str, action: str = "sign_in.start"):
    """Replace whoever was signed in at this browser, with a new secret and nothing left of the old session."""
    left = session.get("_user_id")
    terminal = this_terminal()
    user = entry.let_in(user_id, terminal=terminal, address=request.remote_addr or "", action=action)
    if left:
        sign_ins.end(left)
    session.clear()
    login_user(user)
    to = stash.resume(user.id) or to
    keep()
    return go(to)


def _shared() -> Terminal | None:
    terminal = this_terminal()
    return terminal if terminal is not None and terminal.is_shared else None
