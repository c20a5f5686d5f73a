"""What may be done with complaints. Source: domain §1.2, §1.3, §2.1."""

from models.core.permissions import declare

STAFF = "collector field shift_leader duty_leader monitor ticket clerk office office_head inspector leader deputy"
OFFICE = "office office_head"
LEADERS = "leader deputy"

declare(
    "complaints",
    ("complaint.list", "打开投诉台账", f"{STAFF} hq"),
    ("complaint.read", "查看本站、本所的投诉", f"shift_leader duty_leader {OFFICE} {LEADERS} hq"),
    ("complaint.export", "导出投诉台账", f"duty_leader {OFFICE} {LEADERS} hq"),
    ("complaint.reveal", "查看完整电话和车牌", f"shift_leader duty_leader {OFFICE} {LEADERS}"),
    ("complaint.export_full", "导出投诉人的完整电话", "office_head"),
    ("complaint.register", "登记投诉、咨询、求助、表扬", STAFF),
    ("complaint.edit", "更正登记内容", STAFF),
    ("complaint.accept", "受理", STAFF),
    ("complaint.answer", "答复咨询、求助", STAFF),
    ("complaint.note", "记录处置步骤和联系情况", STAFF),
    ("complaint.footage", "申请保全录像", STAFF),
    ("complaint.offer", "移交责任", STAFF),
    ("complaint.take", "接受或退回移交的责任", STAFF),
    ("complaint.verify", "核实表扬", OFFICE),
    ("complaint.unverify", "撤销表扬的核实", f"office_head {LEADERS}"),
    ("complaint.praises", "查看核实的表扬", f"{STAFF} hq"),
    ("complaint.investigate", "指定调查人", OFFICE),
    ("complaint.report", "提交调查情况", f"shift_leader duty_leader inspector {OFFICE}"),
    ("complaint.decide", "责任认定", f"office_head {LEADERS}"),
    ("complaint.decide_serious", "较重以上投诉的责任认定", LEADERS),
    ("complaint.apologise", "登记致歉", f"shift_leader duty_leader {OFFICE} {LEADERS}"),
    ("complaint.reply", "回复投诉人", f"shift_leader duty_leader inspector {OFFICE} {LEADERS}"),
    ("complaint.revisit", "回访", f"duty_leader clerk {OFFICE}"),
    ("complaint.close", "办结归档", OFFICE),
    ("complaint.refuse", "不予受理", OFFICE),
    ("complaint.transfer", "转外单位办理", OFFICE),
    ("complaint.withdraw", "登记撤诉", f"duty_leader {OFFICE}"),
    ("complaint.reopen", "重新办理已办结的投诉", f"office_head {LEADERS}"),
    ("complaint.overturn", "撤销责任认定", f"office_head {LEADERS}"),
    ("complaint.grade", "改变严重程度", f"duty_leader {OFFICE} {LEADERS}"),
    ("complaint.escalate", "升级办理", f"shift_leader duty_leader {OFFICE} {LEADERS}"),
    ("complaint.pause", "暂停和恢复计时", f"duty_leader {OFFICE}"),
    ("complaint.mishandle", "认定处置不当", f"office_head {LEADERS}"),
    ("complaint.merge", "并案和取消并案", OFFICE),
    ("complaint.keep_channels", "维护投诉渠道", OFFICE),
    ("complaint.statistics", "查看投诉统计和分析", f"duty_leader {OFFICE} {LEADERS} hq"),
    ("complaint.traffic", "填报月车流量", f"clerk {OFFICE}"),
)
