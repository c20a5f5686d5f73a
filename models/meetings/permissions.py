"""What may be done with meetings and their decisions. Source: domain §1.2 (leader, deputy, office: 所务会), §2.14."""

from models.core.permissions import declare

DESK = "office office_head leader deputy"

declare(
    "meetings",
    ("meeting.list", "打开所务会列表和督办台账", f"{DESK} inspector finance hq"),
    ("meeting.read", "查看范围内的所务会", f"{DESK} hq"),
    ("meeting.export", "导出所务会和督办台账", DESK),
    (
        "meeting.attend",
        "参加所务会、承办会议决定",
        f"shift_leader duty_leader monitor ticket clerk inspector finance {DESK}",
    ),
    ("meeting.plan", "筹备会议、记录纪要和决定", DESK),
    ("meeting.sign", "主持会议、签发纪要", "leader deputy"),
    ("meeting.oversee", "督办会议决定", f"{DESK} inspector"),
)
