"""The states of draws, clips and reviews, and who may move them."""

from __future__ import annotations

from models.core.flow import Flow, Step
from models.sampling.kinds import ClipState, DrawState, ReviewState

C, D, R = ClipState, DrawState, ReviewState

DRAW = Flow([Step("cancel", frozenset({D.OPEN}), D.CANCELLED, "sampling.draw", "作废抽检", tone="d")])
CLIP = Flow(
    [
        Step("score", frozenset({C.WAITING}), C.SCORED, "sampling.review", "完成评分"),
        Step("miss", frozenset({C.WAITING}), C.MISSING, "sampling.review", "登记无录像"),
        Step("drop", frozenset({C.WAITING, C.SCORED, C.MISSING}), C.DROPPED, "sampling.draw", "作废"),
    ]
)
REVIEW = Flow(
    [
        Step("score", frozenset({R.WAITING}), R.DONE, "sampling.review", "提交评分", tone="p"),
        Step("miss", frozenset({R.WAITING}), R.MISSING, "sampling.review", "登记无录像"),
        Step("drop", frozenset({R.WAITING, R.DONE, R.MISSING}), R.DROPPED, "sampling.draw", "作废"),
    ]
)
