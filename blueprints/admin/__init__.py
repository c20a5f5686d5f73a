"""The house itself: people, units, roles, bodies, terminals, settings, the audit trail."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("admin", __name__, url_prefix="/admin", cli_group="user")
nav.add("admin.people", "人员班组", "users", "user.read", group="管理", order=10)
nav.add("admin.units", "组织机构", "building", "unit.read", group="管理", order=20, under="admin.people")
nav.add("admin.roles", "角色授权", "shield-lock", "role.read", group="管理", order=30, also=("/admin/grants",))
nav.add("admin.bodies", "常设机构", "scale", "body.edit", group="管理", order=40)
nav.add("admin.terminals", "终端", "keyboard", "terminal.edit", group="管理", order=50)
nav.add("admin.settings", "参数", "settings", "setting.edit", group="管理", order=60, also=("/relays",))
nav.add("admin.holidays", "节假日", "calendar", "setting.edit", group="管理", order=70)
nav.add("admin.jobs", "定时任务", "clock", "job.read", group="管理", order=75)
nav.add("admin.audit_log", "审计日志", "history", "audit.read", group="管理", order=80)

from blueprints.admin import (
    audit_log,
    bodies,
    cli_user,
    grants,
    imports,
    jobs,
    patterns,
    people,
    person,
    roles,
    settings,
    terminals,
    units,
)
