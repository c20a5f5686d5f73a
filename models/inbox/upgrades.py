"""Who keeps the roles is told what an upgrade added to them."""

from __future__ import annotations

from models.accounts import upgrades
from models.accounts.scope import granted
from models.core import clock
from models.core.db import db
from models.inbox.rules import notify


@upgrades.on_upgrade
def tell(upgrade: upgrades.Round) -> None:
    """Tell the 安全管理员: they look through what was added and take back what does not fit the house."""
    people = db.session.scalars(granted("role.edit", clock.local(upgrade.at).date())).all()
    said = f"升级后 {len(upgrade.added)} 个角色新增 {upgrade.count} 项权限，请核对"
    notify(people, "upgrade", said, "/admin/roles", key=f"upgrade:{upgrade.number}", at=upgrade.at)
