"""What may be done with notices. Source: domain §1.2, §2.14."""

from models.core.permissions import declare

WRITERS = "clerk duty_leader office office_head inspector leader deputy"
STAFF = f"collector field shift_leader monitor ticket finance {WRITERS}"

declare(
    "notices",
    ("notice.list", "打开通知", f"{STAFF} hq"),
    ("notice.read", "查看本单位发出的全部通知", "office office_head inspector leader deputy hq"),
    ("notice.export", "导出通知和签收情况", "clerk office office_head inspector leader deputy"),
    ("notice.draft", "起草通知、通报", WRITERS),
    ("notice.withdraw", "撤回已发布的通知", "office_head leader deputy"),
    ("notice.sign", "接收、签收通知", STAFF),
    ("notice.watch", "查看签收情况、催签", "clerk shift_leader duty_leader office office_head leader deputy"),
    ("notice.plan", "修改通知种类", "office_head"),
)
