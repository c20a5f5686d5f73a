"""What may be done with talks, measures and orders. Source: domain §1.2, §1.3."""

from models.core.permissions import declare

OFFICE = "office office_head inspector"
STAFF = f"collector field shift_leader duty_leader monitor ticket clerk {OFFICE} finance leader deputy"

declare(
    "measures",
    ("measure.list", "打开谈话、处理措施、责令处理列表", f"{OFFICE} leader deputy hq duty_leader"),
    ("measure.read", "查看处理措施", f"{OFFICE} leader deputy hq"),
    ("measure.draft", "拟定处理措施", OFFICE),
    ("measure.decide", "审批处理措施", "office_head leader deputy finance"),
    ("measure.start", "执行处理措施、登记复考和公司批复", "office office_head"),
    ("measure.revoke", "撤销处理措施", "leader"),
    ("talk.read", "查看谈话记录", f"{OFFICE} leader deputy"),
    ("talk.hold", "安排和记录谈话", f"{OFFICE} leader deputy duty_leader"),
    ("talk.sign", "签认本人谈话记录、陈述本人的处理措施", STAFF),
    ("directive.read", "查看责令处理", f"{OFFICE} leader deputy hq"),
    ("directive.issue", "责令处理、确认办结", f"{OFFICE} leader"),
    ("directive.answer", "报告责令处理的办理情况", STAFF),
)
