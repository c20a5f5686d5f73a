"""The roles every new house starts with. Source: domain §1.2."""

from __future__ import annotations

from sqlalchemy import select

from models.accounts import upgrades
from models.accounts.tables import Reach, Role, RolePermission
from models.core import audit
from models.core.db import db
from models.core.permissions import CATALOGUE
from models.core.seeds import base_data

# code, title, duties, reach a grant has unless said otherwise
ROLES = (
    ("collector", "收费员", "收费、发卡、本人结账、答题、申诉", Reach.SELF),
    ("field", "外勤", "疏导、便民服务登记、绿通查验第二人", Reach.SELF),
    ("shift_leader", "班长", "交接班、班前班后会、首接投诉、一天内请假", Reach.UNIT),
    ("duty_leader", "值班站长", "值班日志、交接班检查签认、现场处置", Reach.SUBTREE),
    ("monitor", "监控员", "监控记录、录像取证、设备故障", Reach.SELF),
    ("ticket", "票管员", "票据、通行卡、备用金、长短款、特情复核", Reach.SUBTREE),
    ("clerk", "内勤", "文件、物资、车辆、接待", Reach.SUBTREE),
    ("office", "征费室专员", "投诉、督查计划、处罚拟办、题库、统计", Reach.SUBTREE),
    ("office_head", "征费室主任", "征费室各项事务的审核", Reach.SUBTREE),
    ("inspector", "督查员", "督查、稽查，每次两人以上", Reach.SUBTREE),
    ("mystery", "监督员（暗访）", "外聘，只填写暗访评价", Reach.SELF),
    ("finance", "财务室", "收缴罚款、收据、每月对账", Reach.SUBTREE),
    ("leader", "所长", "批准处罚、评优、长假，主持所务会", Reach.SUBTREE),
    ("deputy", "副所长", "分管工作的批准", Reach.SUBTREE),
    ("hq", "公司（只读）", "各站对比、督办", Reach.ALL),
    ("admin", "系统管理员", "账号、组织、参数、备份；不参与业务审批", Reach.ALL),
    ("security", "安全管理员", "授予角色；不建账号", Reach.ALL),
    ("auditor", "审计管理员", "查看和导出审计日志", Reach.ALL),
)
ADMINISTRATORS = frozenset({"admin", "security", "auditor"})


@base_data(order=10)
def fill() -> None:
    """Create the roles that are missing, each with the permissions its code is named for in the catalogue.

    Roles that are there already get what the catalogue has learnt since, once.
    """
    known = set(db.session.scalars(select(Role.code)))
    for sort, (code, name, duties, reach) in enumerate(ROLES):
        if code not in known:
            held = [RolePermission(permission=p.name) for p in CATALOGUE.values() if code in p.roles]
            role = Role(code=code, name=name, duties=duties, default_reach=reach, sort=sort, permissions=held)
            role.is_administrator = code in ADMINISTRATORS
            db.session.add(role)
            audit.record("role.create", role, None)
    upgrades.offer(known)
    db.session.commit()
