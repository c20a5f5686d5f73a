"""Roles and their permissions: what each of them may do, edited by the security administrator."""

from __future__ import annotations

from itertools import groupby

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import selectinload

from blueprints.admin import bp, columns
from blueprints.admin.grant_forms import RoleForm
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import Role, grants, queries
from models.core.db import db
from models.core.permissions import CATALOGUE
from models.core.scope import visible

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
    rows = db.session.scalars(visible(Role, current_user)).all()
    waiting = db.session.scalar(queries.waiting_count(current_user))
    return page("admin/roles.html", roles=rows, counts=_holders(), waiting=waiting)


@bp.get("/roles/export.xlsx")
@requires("role.read")
def export_roles():
    rows = db.session.scalars(visible(Role, current_user)).all()
    return sheet("角色", columns.roles(_holders()), rows, action="role.export")


@bp.route("/roles/<int:role_id>", methods=["GET", "POST"])
@requires("role.edit")
def edit_role(role_id: int):
    """Tick what a role may do; the three administrators keep to their own permissions."""
    role = load(Role, role_id, selectinload(Role.permissions))
    form = RoleForm(data={"names": [row.permission for row in role.permissions]})
    if form.attempt(grants.set_permissions, role, by=current_user):
        return saved(f"“{role.name}”的权限已修改，下一次操作即生效。", to=url_for(".roles"))
    return page("admin/role_edit.html", form=form, role=role, areas=_areas(role))


def _holders() -> dict[int, int]:
    return dict(db.session.execute(queries.holder_counts()).all())


def _areas(role: Role) -> list[tuple[str, list]]:
    """Return the permissions that ``role`` can hold, by area."""
    fitting = sorted((p for p in CATALOGUE.values() if grants.fits(role, p.name)), key=lambda p: p.area)
    return [(AREAS.get(area, area), list(them)) for area, them in groupby(fitting, key=lambda p: p.area)]
