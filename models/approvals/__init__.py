"""The one approval engine: chains are data, rooms hang their kinds of matter on it."""

from models.approvals import permissions, seed, watch, words
from models.approvals.chains import StepPlan, plant
from models.approvals.kinds import declare_kind, on_finished, on_returned
from models.approvals.progress import Consent, Course, consents, course_of
from models.approvals.queries import latest_of, may_decide, task_of, waiting_for
from models.approvals.rules import approve, cancel, delegate, hand_over, send_back, start, withdraw
from models.approvals.tables import (
    Approval,
    ApprovalChain,
    ApprovalChainStep,
    ApprovalConcern,
    ApprovalState,
    ApprovalTask,
    StepMode,
    TaskState,
)
from models.approvals.watch import time_out

__all__ = [
    "Approval",
    "ApprovalChain",
    "ApprovalChainStep",
    "ApprovalConcern",
    "ApprovalState",
    "ApprovalTask",
    "Consent",
    "Course",
    "StepMode",
    "StepPlan",
    "TaskState",
    "approve",
    "cancel",
    "consents",
    "course_of",
    "declare_kind",
    "delegate",
    "hand_over",
    "latest_of",
    "may_decide",
    "on_finished",
    "on_returned",
    "permissions",
    "plant",
    "seed",
    "send_back",
    "start",
    "task_of",
    "time_out",
    "waiting_for",
    "watch",
    "withdraw",
    "words",
]
