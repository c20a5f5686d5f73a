"""The words of the room."""

from models.core.db import Labelled


class Coverage(Labelled):
    """What the cameras of a group look at."""

    LANE = ("lane", "车道")
    BOOTH = ("booth", "收费亭")
    PLAZA = ("plaza", "广场")
    INDOOR = ("indoor", "室内")


class FootageState(Labelled):
    WAITING = ("waiting", "待保全", "warn", "clock")
    SAVED = ("saved", "已保全", "ok", "check")
    LOST = ("lost", "已覆盖", "danger", "x")
    CANCELLED = ("cancelled", "已取消")
