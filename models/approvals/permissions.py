"""Who may be asked to decide in somebody's place."""

from models.core.permissions import declare

declare(
    "approvals",
    ("approval.decide", "办理审批、受托代办", "shift_leader duty_leader office_head leader deputy"),
)
