"""What one house may want different from another about complaints. Source: domain §2.1."""

from models.core.settings import Setting, declare

declare(
    Setting(
        "complaint.offer_minutes", "接受移交的时限", 30, "complaints", "逾时责任仍在移交人，并上报", "分钟", 5, 1440
    ),
    Setting("complaint.merge_days", "并案提示的天数", 7, "complaints", "同一电话、车牌或工单号", "天", 1, 60),
    Setting("complaint.revisit_tries", "回访至少联系的次数", 3, "complaints", "够次数后才可以记为联系不上", "次", 1, 9),
)
