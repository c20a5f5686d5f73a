"""The states of appointments, gaps and survey rounds, and who may move them. Source: domain §2.12."""

from __future__ import annotations

from models.core.flow import Flow, Step
from models.service.kinds import AppointmentState, GapState, RoundState
from models.service.tables import Appointment

A, G, R = AppointmentState, GapState, RoundState


def _is_on_the_way(appointment: Appointment) -> str | None:
    return "已经登记到达。" if appointment.arrived_at else None


def _has_arrived(appointment: Appointment) -> str | None:
    return None if appointment.arrived_at else "请先登记到达，再登记完成。"


APPOINTMENT = Flow(
    [
        Step("dispatch", frozenset({A.BOOKED, A.DISPATCHED}), A.DISPATCHED, "appointment.dispatch", "派单", tone="p"),
        Step("edit", frozenset({A.BOOKED, A.DISPATCHED}), A.BOOKED, "appointment.register", "修改预约"),
        Step("depart", frozenset({A.DISPATCHED}), A.VISITING, "appointment.visit", "登记出发", tone="p"),
        Step("arrive", frozenset({A.VISITING}), A.VISITING, "appointment.visit", "登记到达", _is_on_the_way, "p"),
        Step("finish", frozenset({A.VISITING}), A.DONE, "appointment.visit", "登记完成", _has_arrived, "p"),
        Step(
            "cancel",
            frozenset({A.BOOKED, A.DISPATCHED, A.VISITING}),
            A.CANCELLED,
            "appointment.cancel",
            "取消预约",
            tone="d",
        ),
    ]
)
GAP = Flow([Step("restore", frozenset({G.OPEN}), G.RESTORED, "service.check", "登记恢复", tone="p")])
ROUND = Flow(
    [
        Step("open", frozenset({R.DRAFT}), R.OPEN, "survey.run", "开始调查", tone="p"),
        Step("close", frozenset({R.OPEN}), R.CLOSED, "survey.run", "结束调查"),
    ]
)
