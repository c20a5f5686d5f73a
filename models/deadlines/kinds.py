"""The words of the engine: units of time, clocks, sides, ladders, and the kinds of deadline that rooms declare."""

from __future__ import annotations

from dataclasses import dataclass

from models.core.db import Base, Labelled


class TimeUnit(Labelled):
    """What the amount of a rule is counted in."""

    MINUTES = ("minutes", "分钟")
    HOURS = ("hours", "小时")
    WORKDAYS = ("workdays", "个工作日")


class ClockKind(Labelled):
    """When a clock runs. For working days it says when a day ends: at 24:00, or when the office closes.

    Source: 民法典 art. 203.
    """

    WALL = ("wall", "全天计时")
    OFFICE = ("office", "只计办公时间")


class Side(Labelled):
    """Whose deadline it is: an order from outside has theirs, and ours before it."""

    OURS = ("ours", "本单位期限")
    THEIRS = ("theirs", "交办单位期限", "warn", "flag")


class Outcome(Labelled):
    """How a clock ended. A matter that fell away was neither met nor missed."""

    MET = ("met", "按期", "ok", "check")
    MISSED = ("missed", "超期", "danger", "alert-circle")
    VOID = ("void", "不再计时", "", "x")


class ChangeKind(Labelled):
    """What was changed on a running clock."""

    SEVERITY = ("severity", "改变严重程度")
    HAND_OVER = ("hand_over", "移交责任人")
    EXTEND = ("extend", "延期")
    CALENDAR = ("calendar", "按新的放假安排重算")


class StepMeasure(Labelled):
    """Where a step of the ladder stands: minutes from the moment due, or a share of the time."""

    MINUTES = ("minutes", "分钟")
    PERCENT = ("percent", "％")


class Whom(Labelled):
    """Whom a step of the ladder reaches."""

    RESPONSIBLE = ("responsible", "责任人")
    ROLE = ("role", "角色")
    BODY = ("body", "常设机构")


@dataclass(frozen=True, slots=True)
class Kind:
    """``href`` is where the owner is shown, with ``{owner_id}`` in it; ``severities`` names what a severity means."""

    label: str
    href: str
    owner: type[Base]
    severities: type[Labelled] | None = None

    def severity_label(self, severity: str) -> str:
        """Return the words for a stored severity; ``""`` stands for every one."""
        if not severity or self.severities is None:
            return severity
        return next((one.label for one in self.severities if one.value == severity), severity)


KINDS: dict[str, Kind] = {}


def declare_kind(kind: str, label: str, href: str, owner: type[Base], severities: type[Labelled] | None = None) -> None:
    """Add a kind of deadline: ``declare_kind("complaint.accept", "受理", "/complaints/{owner_id}", owner=Complaint)``.

    Raises ValueError on a second claim of its name.
    """
    if kind in KINDS:
        raise ValueError(f"kind of deadline {kind} is declared twice")
    KINDS[kind] = Kind(label, href, owner, severities)
