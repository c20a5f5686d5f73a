"""What may be done with recordings. Source: domain §1.2, §2.1."""

from models.core.permissions import declare

READERS = "monitor duty_leader office office_head inspector leader deputy hq"

declare(
    "footage",
    ("footage.read", "查看录像保全", READERS),
    ("footage.request", "申请录像保全", "monitor duty_leader office office_head inspector"),
    ("footage.save", "登记已保全的录像", "monitor duty_leader"),
    ("footage.cancel", "取消录像保全", "duty_leader office_head"),
    ("footage.export", "导出录像保全", READERS),
    ("footage.setup", "设置摄像机组", "duty_leader office_head"),
)
