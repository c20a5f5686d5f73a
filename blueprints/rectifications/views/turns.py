"""The page of a step, and the refusal to open it for nothing."""

from __future__ import annotations

from flask import url_for

from blueprints.core.respond import page
from models.core.errors import Overtaken
from models.rectifications import Rectification


def step_page(form, row: Rectification, title: str, **more):
    """The page of one step: a few fields and one button."""
    back = url_for(".show", rectification_id=row.id)
    return page("rectifications/step.html", form=form, title=title, number=row.number, back=back, **more)


def require(refusal: bool, sentence: str) -> None:
    """Raises Overtaken with ``sentence`` when ``refusal`` holds: the page is opened for nothing."""
    if refusal:
        raise Overtaken(sentence)
