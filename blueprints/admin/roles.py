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
from models.accounts import Role, grants, queries, upgrades
from models.core.db import db
from models.core.permissions import CATALOGUE
from models.core.scope import visible

ORDERS = {"name": lambda role, counts: role.name, "-holders": lambda role, counts: -counts.get(role.id, 0)}
AREAS = {
    "accounts": "人员与系统",
    "approvals": "审批",
    "awards": "评先评优",
    "certificates": "证书与奖牌",
    "closings": "月度结账",
    "complaints": "投诉与表扬",
    "core": "平台",
    "deadlines": "期限",
    "footage": "录像保全",
    "handover": "交接班",
    "inspections": "督查",
    "measures": "处理措施",
    "meetings": "所务会",
    "mystery_visits": "暗访",
    "notices": "通知通报",
    "penalties": "违规处罚",
    "personal": "个人信息",
    "points": "积分",
    "rectifications": "限期整改",
    "relays": "消息外发",
    "roster": "排班",
    "rulebook": "制度条款",
    "sampling": "视频抽检",
    "service": "便民服务",
    "training": "培训考核",
}


@bp.get("/roles")
@requires("role.read")
def roles():
    form, waiting = RoleFilter(), db.session.scalar(queries.waiting_count(current_user))
    rows, counts = _listed(form)
    given = {"waiting": waiting, "upgrade": upgrades.newest(rows)}
    return page("admin/roles.html", form=form, roles=rows, counts=counts, **given)


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
    given = {"areas": _areas(role), "upgrade": upgrades.newest([role]), "catalogue": CATALOGUE}
    return page("admin/role_edit.html", form=form, role=role, **given)


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
