"""Who may read the trail, and the words of this area in it. How an entry is told is in ``models.core.wording``."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Select, false, select, true

from models.accounts.tables import Role, User
from models.core import clock
from models.core.audit import AuditEntry
from models.core.db import Base, db
from models.core.permissions import CATALOGUE
from models.core.scope import scope_of, scoped_tables, visible
from models.core.wording import label, label_acts, label_value


class Act(NamedTuple):
    """What somebody did to a record, as its page tells it; ``said`` is the reason given."""

    name: str
    at: datetime
    who: str
    said: str


def acts(row: Base, *names: str) -> list[Act]:
    """Return these acts on ``row`` in their order, where the record itself keeps but the last or none."""
    mine = (AuditEntry.subject_type == row.__tablename__, AuditEntry.subject_id == row.id)
    rows = select(AuditEntry.action, AuditEntry.at, User.name, AuditEntry.note)
    rows = rows.outerjoin(User, User.id == AuditEntry.actor_id).where(*mine, AuditEntry.action.in_(names))
    found = db.session.execute(rows.order_by(AuditEntry.id))
    return [Act(name, at, who or "系统", said) for name, at, who, said in found]


def last_act(row: Base, *names: str) -> Act | None:
    """Return the last of these acts on ``row``: who did it, when, and why."""
    return next(reversed(acts(row, *names)), None)


def can_see(user: User, table: str, row_id: int):
    """Return the row whose history ``user`` may read, else None: it must be within the scope of its table.

    The system and the security administrator read no audit text at all. Source: security.md 4.
    """
    kind = scoped_tables().get(table)
    if kind is None or not user.may("history.read"):
        return None
    return db.session.scalars(visible(kind, user).where(kind.id == row_id).limit(1)).unique().first()


@scope_of(AuditEntry)
def visible_to(user: User) -> Select[tuple[AuditEntry]]:
    """The whole trail to the auditor, nothing to anybody else. Source: security.md 4."""
    return select(AuditEntry).where(true() if user.may("audit.read") else false())


def between(entries: Select, first: datetime | None, last: datetime | None) -> Select:
    """Return ``entries`` from the day ``first`` to the end of the day ``last``, either may be open."""
    if first:
        entries = entries.where(AuditEntry.at >= clock.at(first, time()))
    if last:
        entries = entries.where(AuditEntry.at < clock.at(last + timedelta(days=1), time()))
    return entries


def role_in_words(code: str) -> str:
    return db.session.scalar(select(Role.name).where(Role.code == code)) or code


LABELS = {
    "bodies": {
        "code": "代码",
        "name": "名称",
        "unit_id": "单位",
        "seated_unit_id": "办公室设在",
        "parent_id": "上级机构",
    },
    "body_posts": {"body_id": "机构", "user_id": "人员", "post": "职务", "from_on": "开始日期", "to_on": "截止日期"},
    "moves": {
        "user_id": "人员",
        "kind": "类别",
        "from_unit_id": "原单位",
        "to_unit_id": "新单位",
        "successor_id": "接手人",
        "on": "日期",
        "until": "截止日期",
        "reason": "原因",
    },
    "role_grants": {
        "user_id": "人员",
        "role_id": "角色",
        "unit_id": "单位",
        "reach": "范围",
        "from_on": "开始日期",
        "to_on": "截止日期",
    },
    "role_requests": {
        "user_id": "人员",
        "role_id": "角色",
        "unit_id": "单位",
        "state": "状态",
        "from_on": "开始日期",
        "to_on": "截止日期",
        "asked_by_id": "申请人",
        "asked_at": "申请时间",
        "decided_by_id": "处理人",
        "decided_at": "处理时间",
    },
    "role_permissions": {"role_id": "角色", "permission": "权限"},
    "roles": {
        "code": "代码",
        "name": "名称",
        "duties": "职责",
        "default_reach": "默认范围",
        "is_administrator": "三员",
        "sort": "排序",
    },
    "terminals": {"name": "名称", "unit_id": "单位", "token_hash": "标识", "is_shared": "共用", "is_retired": "已停用"},
    "units": {
        "code": "代码",
        "name": "名称",
        "kind": "类别",
        "parent_id": "上级",
        "path": "路径",
        "sort": "排序",
        "is_open": "在用",
    },
    "users": {
        "staff_no": "工号",
        "staff_key": "登录用工号",
        "name": "姓名",
        "unit_id": "单位",
        "post_title": "岗位",
        "phone": "电话",
        "state": "状态",
        "password_hash": "密码",
        "password_set_at": "密码更换时间",
        "must_change_password": "须更换密码",
        "pin_hash": "PIN",
        "must_change_pin": "须设置 PIN",
        "joined_on": "入职日期",
        "left_on": "离职日期",
    },
}
for _table, _columns in LABELS.items():
    label(_table, **_columns)
label("role_permissions", "权限")
label_value("role_permissions", "permission", lambda name: CATALOGUE[name].label if name in CATALOGUE else name)
label_acts(
    {
        "access.refuse": "越权访问被拒",
        "audit.export": "导出审计日志",
        "audit.verify": "核对审计链",
        "body.appoint": "任命职务",
        "body.create": "建立机构",
        "body.dismiss": "免去职务",
        "body.export": "导出常设机构",
        "holiday.add": "录入节假日",
        "holiday.export": "导出节假日",
        "holiday.remove": "删除节假日",
        "job.export": "导出定时任务",
        "role.approve": "同意授权",
        "role.ask": "申请角色",
        "role.create": "建立角色",
        "role.export": "导出角色授权",
        "role.refuse": "不同意授权",
        "role.revoke": "收回角色",
        "role.upgrade": "升级新增权限",
        "setting.export": "导出参数",
        "sign_in.end": "退出登录",
        "sign_in.end_others": "退出其他设备",
        "sign_in.lock": "登录被锁定",
        "sign_in.refuse": "身份核对未通过",
        "sign_in.renew": "更换密码后重新登录",
        "sign_in.start": "登录",
        "sign_in.switch": "换人登录",
        "terminal.export": "导出终端",
        "terminal.register": "登记终端",
        "terminal.retire": "停用终端",
        "unit.close": "撤销单位",
        "unit.create": "建立单位",
        "unit.export": "导出组织机构",
        "unit.reopen": "恢复单位",
        "user.come_back": "借调返回",
        "user.expire_password": "密码到期",
        "user.export": "导出人员",
        "user.reset_password": "重置密码",
        "user.reset_pin": "重置 PIN",
        "user.set_password": "更换密码",
        "user.set_pin": "设置 PIN",
    }
)
