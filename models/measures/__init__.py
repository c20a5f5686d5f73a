"""Measures beside the fine: talks, 通报批评, 待岗, 调岗, 辞退建议, orders to a unit. Source: domain §1.3, §2.3."""

from models.measures import (
    demo,
    directives,
    dossier,
    following,
    invariants,
    kinds,
    measuring,
    options,
    permissions,
    queries,
    seed,
    states,
    talking,
    timers,
    todos,
    words,
)
from models.measures.kinds import DirectiveState, MeasureKind, MeasureState, TalkKind, TalkState
from models.measures.tables import Directive, Measure, Talk

__all__ = [
    "Directive",
    "DirectiveState",
    "Measure",
    "MeasureKind",
    "MeasureState",
    "Talk",
    "TalkKind",
    "TalkState",
    "demo",
    "directives",
    "dossier",
    "following",
    "invariants",
    "kinds",
    "measuring",
    "options",
    "permissions",
    "queries",
    "seed",
    "states",
    "talking",
    "timers",
    "todos",
    "words",
]
