"""What may be done with awards. Source: domain §1.3, §2.13."""

from models.core.permissions import declare

STAFF = (
    "collector field shift_leader duty_leader monitor ticket clerk office office_head inspector finance leader deputy"
)
declare(
    "awards",
    ("award.read", "查看评优全过程", "office office_head inspector leader deputy hq"),
    ("award.list", "查看评优公示和结果", f"{STAFF} hq"),
    ("award.export", "导出评优", "office office_head leader deputy"),
    ("award.edit", "维护奖项", "office_head"),
    ("award.open", "发起和推进评优", "office office_head"),
    ("award.nominate", "提名", "shift_leader duty_leader office office_head"),
    ("award.vote", "评审打分", "shift_leader duty_leader inspector office_head deputy"),
    ("award.object", "对公示提出异议", STAFF),
    ("award.decide", "决定异议", "leader deputy"),
    ("award.bar", "取消评先资格", "office_head leader"),
    ("award.pay", "发放奖金", "finance"),
    ("award.forgo", "了结不再发放的奖金", "finance leader"),
)
