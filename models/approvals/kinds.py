"""The kinds of matter that rooms hang on the engine, and what they want to hear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Kind:
    """``href`` is where the matter is shown, with ``{subject_id}`` (and ``{approval_id}``) in it.

    ``facts`` names for people what conditions of chains ask about.
    """

    label: str
    href: str
    finished: list[Callable] = field(default_factory=list)
    returned: list[Callable] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)


KINDS: dict[str, Kind] = {}


def declare_kind(kind: str, label: str, href: str, facts: dict[str, str] | None = None) -> None:
    """Add a kind of matter. Raises ValueError on a second claim of its name."""
    if kind in KINDS:
        raise ValueError(f"kind of approval {kind} is declared twice")
    KINDS[kind] = Kind(label, href, facts=facts or {})


def on_finished(kind: str, callback: Callable) -> Callable:
    """Call ``callback(approval, by, at)`` in the transaction of the last consent; what it raises undoes the consent."""
    KINDS[kind].finished.append(callback)
    return callback


def on_returned(kind: str, callback: Callable) -> Callable:
    """Call ``callback(approval, by, opinion, at)`` when a case goes back to who drafted it."""
    KINDS[kind].returned.append(callback)
    return callback
