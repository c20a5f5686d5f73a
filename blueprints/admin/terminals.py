"""The PCs of the house. A PC is registered from its own browser."""

from __future__ import annotations

from flask import request, url_for
from flask_login import current_user
from wtforms import BooleanField, StringField

from blueprints.admin import bp, columns
from blueprints.admin.forms import UnitField
from blueprints.admin.list_forms import TerminalFilter
from blueprints.admin.people import unit_names
from blueprints.core.access import load, requires
from blueprints.core.cookies import TERMINAL, keep_cookie
from blueprints.core.forms import SHORT, HouseForm, at_most, required
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import Terminal
from models.accounts import terminals as rules
from models.core.db import db
from models.core.scope import visible


class TerminalForm(HouseForm):
    name = StringField("终端名称", [required("请填写终端名称。"), at_most(SHORT)], description="如：X03 岗亭")
    unit = UnitField("所在单位")
    is_shared = BooleanField("共用终端（登录页列出本站人员，可用 PIN 换人，10 分钟无操作退出）", default=True)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.unit.offer_tree()


@bp.get("/terminals")
@requires("terminal.edit")
def terminals():
    form, rows = _listed()
    return page(
        "admin/terminals.html", form=form, page=page_of(rows, *form.sort.key), here=_this(), unit_names=unit_names()
    )


@bp.get("/terminals/export.xlsx")
@requires("terminal.edit")
def export_terminals():
    form, rows = _listed()
    rows = rows.order_by(*form.sort.key)
    return sheet("终端", columns.terminals(unit_names()), rows, action="terminal.export", filters=form)


@bp.route("/terminals/new", methods=["GET", "POST"])
@requires("terminal.edit")
def register_terminal():
    """Register the browser that this request comes from; the cookie is its key, the table keeps the hash."""
    form, token = TerminalForm(), rules.new_token()
    if form.attempt(rules.register, Terminal(), token=token, by=current_user):
        answer = saved(f"本机已登记为“{form.name.data}”。", to=url_for(".terminals"))
        return keep_cookie(answer, TERMINAL, token, years=10)
    return page("admin/terminal_new.html", form=form, here=_this(), unit_names=unit_names())


@bp.post("/terminals/<int:terminal_id>/retire")
@requires("terminal.edit")
def retire_terminal(terminal_id: int):
    row = load(Terminal, terminal_id)
    rules.retire(row, current_user)
    return saved(f"终端 {row.name} 已停用。", to=url_for(".terminals"))


def _listed():
    """Return the filters and the terminals they leave."""
    form = TerminalFilter()
    return form, rules.filtered(visible(Terminal, current_user), **form.values())


def _this() -> Terminal | None:
    token = request.cookies.get(TERMINAL, "")
    return db.session.scalar(rules.known_by(token)) if token else None
