"""The ways a rule says no."""

from __future__ import annotations


class RuleBroken(Exception):
    """A business rule refuses: ``str(error)`` is a Chinese sentence, ``field`` the form field it is about."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Overtaken(RuleBroken):
    """Someone was faster: the row is no longer in the state, or no longer the version, that the user saw."""


class RulesBroken(RuleBroken):
    """Several refusals at once, as ``{field: sentence}``; the form shows each at its field."""

    def __init__(self, refusals: dict[str, str]) -> None:
        super().__init__("；".join(refusals.values()), next(iter(refusals), None))
        self.refusals = refusals
