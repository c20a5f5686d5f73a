"""The form of a step: only while the record waits for the step, and for one person at a time."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.respond import page
from models.core.errors import Overtaken
from models.core.flow import Flow
from models.rectifications import Rectification


def take(form, rule, flow: Flow, row, step: str, **told) -> bool:
    """Carry out ``rule`` on ``row``, locked for ``step``; who is late keeps what was typed and is told, with 409.

    Raises Overtaken: the page is opened though ``row`` is past the step.
    """

    def in_turn(**given) -> None:
        flow.hold(row, step)
        rule(row, by=current_user, **told, **given)

    if not form.is_submitted():
        flow.require(row, step)
    return form.attempt(in_turn)


def step_page(form, row: Rectification, title: str, **more):
    """The page of one step: a few fields and one button."""
    back = url_for(".show", rectification_id=row.id)
    return page("rectifications/step.html", form=form, title=title, number=row.number, back=back, **more)


def require(refusal: bool, sentence: str) -> None:
    """Raises Overtaken with ``sentence`` when ``refusal`` holds: the page is opened for nothing."""
    if refusal:
        raise Overtaken(sentence)
