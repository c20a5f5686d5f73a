"""Roles and their permissions: what each of them may do, edited by the security administrator."""

from __future__ import annotations

from itertools import groupby

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import selectinload

from blueprints.admin import bp, columns
from blueprints.admin.grant_forms import RoleForm
from blueprints.admin.list_forms import RoleFilter
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import Role, grants, queries
from models.core.db import db
from models.core.permissions import CATALOGUE
from models.core.scope import visible

ORDERS = {"name": lambda role, counts: role.name, "-holders": lambda role, counts: -counts.get(role.id, 0)}
AREAS = {
    "accounts": "人员与系统",
    "approvals": "审批",
    "core": "平台",
    "handover": "交接班",
    "inbox": "消息待办",
    "ledger": "台账",
    "notices": "通知通报",
    "relays": "消息外发",
    "penalties": "违规处罚",
    "reports": "报表",
    "roster": "排班",
    "rulebook": "制度条款",
    "training": "培训考核",
}


@bp.get("/roles")
@requires("role.read")
def roles():
    form, waiting = RoleFilter(), db.session.scalar(queries.waiting_count(current_user))
    rows, counts = _listed(form)
    return page("admin/roles.html", form=form, roles=rows, counts=counts, waiting=waiting)


@bp.get("/roles/export.xlsx")
@requires("role.read")
def export_roles():
    form = RoleFilter()
    rows, counts = _listed(form)
    return sheet("角色", columns.roles(counts), rows, action="role.export", filters=form)


@bp.route("/roles/<int:role_id>", methods=["GET", "POST"])
@requires("role.edit")
def edit_role(role_id: int):
    """Tick what a role may do; the three administrators keep to their own permissions."""
    role = load(Role, role_id, selectinload(Role.permissions))
    form = RoleForm(data={"names": [row.permission for row in role.permissions]})
    if form.attempt(grants.set_permissions, role, by=current_user):
        return saved(f"“{role.name}”的权限已修改，下一次操作即生效。", to=url_for(".roles"))
    return page("admin/role_edit.html", form=form, role=role, areas=_areas(role))


def _listed(form: RoleFilter) -> tuple[list[Role], dict[int, int]]:
    """Return the roles that the filters leave, in their order, and how many hold each."""
    chosen, counts = form.values(), dict(db.session.execute(queries.holder_counts()).all())
    sort = chosen.pop("sort", "")
    rows = list(db.session.scalars(queries.filtered_roles(visible(Role, current_user), **chosen)))
    return sorted(rows, key=lambda role: ORDERS[sort](role, counts)) if sort else rows, counts


def _areas(role: Role) -> list[tuple[str, list]]:
    """Return the permissions that ``role`` can hold, by area."""
    fitting = sorted((p for p in CATALOGUE.values() if grants.fits(role, p.name)), key=lambda p: p.area)
    return [(AREAS.get(area, area), list(them)) for area, them in groupby(fitting, key=lambda p: p.area)]
