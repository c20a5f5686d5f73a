"""Who decides in somebody's place, hands over on absence, and lays down chains."""

from models.core.permissions import declare

declare(
    "approvals",
    ("approval.decide", "办理审批、受托代办", "shift_leader duty_leader office_head leader deputy"),
    ("approval.hand_over", "替缺勤人员交出审批", "office_head leader deputy"),
    ("approval.plan", "设置审批流程", "office_head leader"),
)
