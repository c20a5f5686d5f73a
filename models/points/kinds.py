"""The closed lists of the ledger of points."""

from __future__ import annotations

from models.core.db import Labelled


class Side(Labelled):
    """What a rule is about. Source: domain §2.13, §2.3; issue 4.3."""

    BASE = ("base", "基础分")
    DEDUCT = ("deduct", "扣分", "danger")
    MERIT = ("merit", "加分", "ok")
    OFFSET = ("offset", "功过相抵", "info")


class EntryType(Labelled):
    """Why an entry was booked. Nothing is ever changed: what was wrong is reversed by another entry."""

    OPENING = ("opening", "月初建账")
    EVENT = ("event", "记分")
    REVERSAL = ("reversal", "冲销", "warn", "arrow-back-up")
    SETTLING = ("settling", "结算", "info", "scale")


class DeedState(Labelled):
    """A good deed is told by a colleague and verified by somebody else."""

    REPORTED = ("reported", "待核实", "warn", "clock")
    VERIFIED = ("verified", "已核实", "ok", "check")
    REFUSED = ("refused", "未核实", "", "x")
    OVERTURNED = ("overturned", "已撤销", "danger", "arrow-back-up")


class GrievanceState(Labelled):
    """A grievance counts when the three have signed. Source: domain §2.13 (W11)."""

    RECORDED = ("recorded", "待签认", "warn", "clock")
    SIGNED = ("signed", "三方已签", "ok", "check")
    REFUSED = ("refused", "未认定", "", "x")
    WITHDRAWN = ("withdrawn", "已撤回", "", "arrow-back-up")


class Signer(Labelled):
    """Who signs a grievance, in this order or any other. Source: domain §2.13 (W11)."""

    CREW = ("crew", "班长")
    MONITOR = ("monitor", "监控员")
    STATION = ("station", "站长")


SCORE, MERIT = "score", "merit"  # accounts of a person or a crew; every other account is a counter account
ACCOUNTS = {SCORE: "得分", MERIT: "加分余额"}
