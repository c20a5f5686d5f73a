"""What may be done with the services of a station. Source: domain §1.2, §2.12."""

from models.core.permissions import declare

CREW = "collector field shift_leader duty_leader"
DESK = "clerk office office_head"

declare(
    "service",
    ("service.read", "查看便民与特殊群体服务", f"{CREW} {DESK} inspector leader deputy hq"),
    ("service.export", "导出便民服务各表", f"duty_leader {DESK} inspector leader deputy"),
    ("service.reveal", "查看服务对象的姓名、电话、车牌和地址", f"duty_leader {DESK}"),
    ("service.check", "检查优先窗口", CREW),
    ("service.record", "登记便民服务", CREW),
    ("service.setup", "维护检查清单和服务种类", f"duty_leader {DESK}"),
    ("appointment.register", "登记上门预约", f"{CREW} clerk"),
    ("appointment.dispatch", "派单", "shift_leader duty_leader"),
    ("appointment.visit", "办理上门服务", CREW),
    ("appointment.cancel", "取消上门预约", "shift_leader duty_leader"),
    ("follow_up.run", "开展回访", DESK),
    ("survey.run", "开展满意度调查", DESK),
)
