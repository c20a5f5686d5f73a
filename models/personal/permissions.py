"""Who may look behind the mask of a colleague's number; other tables name a permission of their own area."""

from models.core.permissions import declare

declare(
    "personal",
    ("user.reveal", "查看人员电话", "shift_leader duty_leader office office_head leader deputy admin"),
    ("user.export_full", "导出人员的完整电话", "office_head leader"),
)
