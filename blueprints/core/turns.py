"""The form of a step: only while the record waits for the step, and for one person at a time."""

from __future__ import annotations

from flask_login import current_user

from models.core.db import Labelled
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import Flow, ask_first


def take(form, rule, flow: Flow, row, step: str, **told) -> bool:
    """Carry out ``rule`` on ``row``, locked for ``step``; who is late keeps what was typed and is told, with 409.

    Raises Overtaken: the page is opened though ``row`` is past the step; RuleBroken: though the step's guard refuses,
    or what ``rule`` asks first.
    """

    def in_turn(**given) -> None:
        flow.hold(row, step)
        rule(row, by=current_user, **told, **given)

    if not form.is_submitted():
        flow.require(row, step)
        ask_first(rule, row, current_user)
        flow.require_open(row, step)
    return form.attempt(in_turn)


def require_may(form, rule, row) -> None:
    """Raises RuleBroken: the page is opened by somebody whom ``rule`` refuses first, whatever they would type.

    For a ``rule`` that the form does not attempt itself.
    """
    if not form.is_submitted():
        ask_first(rule, row, current_user)


def refuse_before(form, refusal: str | None) -> None:
    """Raises RuleBroken with ``refusal``: the page is opened though its form is bound to be refused.

    For what depends on two rows, which a rule cannot ask first.
    """
    if refusal and not form.is_submitted():
        raise RuleBroken(refusal)


def require_state(form, row, wanted: Labelled, sentence: str) -> None:
    """Raises Overtaken with ``sentence``: the page is opened though ``row`` is not ``wanted`` any more."""
    if not form.is_submitted() and row.state is not wanted:
        raise Overtaken(sentence)
