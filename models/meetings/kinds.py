"""The vocabulary of meetings, as it stands in the tables and on the pages. Source: domain §2.14; issue 4.7."""

from __future__ import annotations

from models.core.db import Labelled


class MeetingState(Labelled):
    PLANNED = ("planned", "拟议", "info", "calendar-event")
    HELD = ("held", "已召开", "warn", "pencil")
    REVIEW = ("review", "纪要待签发", "warn", "clock")
    SIGNED = ("signed", "已签发", "ok", "writing-sign")
    CANCELLED = ("cancelled", "已取消", "", "x")


class Presence(Labelled):
    EXPECTED = ("expected", "应到")
    PRESENT = ("present", "到会", "ok")
    ABSENT = ("absent", "缺席", "warn")


class DecisionState(Labelled):
    OPEN = ("open", "办理中", "info", "clock")
    REPORTED = ("reported", "待督办确认", "warn", "eye")
    DONE = ("done", "已办结", "ok", "check")
    DROPPED = ("dropped", "已撤销", "", "x")


class EntryKind(Labelled):
    """What was done about a decision, one line of its course each."""

    MADE = ("made", "作出决定")
    CHANGED = ("changed", "修改决定")
    PROGRESS = ("progress", "报告进展")
    REPORT = ("report", "报告办结")
    CONFIRM = ("confirm", "确认办结")
    RETURN = ("return", "退回重办")
    EXTEND = ("extend", "延长期限")
    ESCALATE = ("escalate", "超期上报主持人")
    PASS_ON = ("pass_on", "移交")
    DROP = ("drop", "撤销决定")


PAST = (MeetingState.HELD, MeetingState.REVIEW, MeetingState.SIGNED)  # it took place
WRITING = (MeetingState.HELD, MeetingState.REVIEW)  # held, and the minutes are not signed
LIVE = (DecisionState.OPEN, DecisionState.REPORTED)  # something is still to be done
