"""The lists that are data: what has to be at the window, which services there are."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.service import bp
from blueprints.service.forms import ItemForm, KindForm
from blueprints.service.views.lists import stations
from models.core.db import db
from models.core.scope import visible
from models.service import ServiceKind, WindowItem
from models.service import setup as rules


@bp.get("/setup/items")
@requires("service.setup")
def items():
    return _all(WindowItem, "检查清单", "item")


@bp.get("/setup/kinds")
@requires("service.setup")
def kinds():
    return _all(ServiceKind, "服务种类", "kind")


@bp.route("/setup/items/new", methods=["GET", "POST"])
@requires("service.setup")
def create_item():
    return _edit(ItemForm(), None, rules.keep_item, "添加检查物品", ".items")


@bp.route("/setup/kinds/new", methods=["GET", "POST"])
@requires("service.setup")
def create_kind():
    return _edit(KindForm(), None, rules.keep_kind, "添加服务种类", ".kinds")


@bp.route("/setup/items/<int:item_id>", methods=["GET", "POST"])
@requires("service.setup")
def edit_item(item_id: int):
    row = load(WindowItem, item_id, joinedload(WindowItem.unit))
    return _edit(ItemForm(obj=row, version=row.version), row, rules.keep_item, "修改检查物品", ".items")


@bp.route("/setup/kinds/<int:kind_id>", methods=["GET", "POST"])
@requires("service.setup")
def edit_kind(kind_id: int):
    row = load(ServiceKind, kind_id, joinedload(ServiceKind.unit))
    return _edit(KindForm(obj=row, version=row.version), row, rules.keep_kind, "修改服务种类", ".kinds")


def _all(table: type, title: str, noun: str):
    rows = visible(table, current_user).options(joinedload(table.unit)).order_by(table.sort, table.id)
    return page("service/setup.html", rows=db.session.scalars(rows).all(), title=title, noun=noun)


def _edit(form, row, rule, title: str, back: str):
    """A row of the whole house or of one station; where it belongs is settled when it is made."""
    if row is None:
        form.unit.offer(stations("service.setup"))
        form.unit.preset(current_user.unit if current_user.station_id == current_user.unit_id else None)
    else:
        del form.unit
    given = {} if row is None else {"unit": row.unit}
    if form.attempt(rule, row, by=current_user, **given):
        return saved("已保存。", to=url_for(back))
    return page("service/setup_edit.html", form=form, row=row, title=title, back=url_for(back))
