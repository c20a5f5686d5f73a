"""The signs of the house, icons and badges: each drawn once and remembered, since a page shows a hundred of them.

A text that is safe and one that is to be escaped are two different signs: the memory is ``typed``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markupsafe import Markup

from blueprints.core.assets import asset

SIZES = {"s": "small", "l": "large"}
MOST = 2048  # signs remembered


def icon(name: str, size: str = "", label: str = "") -> Markup:
    """Return the icon ``name`` of ``static/icons.svg``; without ``label`` it says nothing to who cannot see it."""
    return _icon(asset("icons.svg"), name, size, label)


def badge(text: str, tone: str = "", icon_name: str = "") -> Markup:
    """Return a badge; ``tone`` is ok, warn, danger, info, or nothing."""
    return _badge(asset("icons.svg"), text, tone, icon_name)


def state(it: Any, text: str = "") -> Markup:
    """Return the badge of a ``Labelled`` state, in its own words or in ``text``."""
    return badge(text or it.label, it.tone, it.icon)


@lru_cache(maxsize=MOST, typed=True)
def _icon(sprite: str, name: str, size: str, label: str) -> Markup:
    classes = f"icon icon-{SIZES.get(size, size)}" if size else "icon"
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    drawing = Markup('<svg class="{}" {} focusable="false"><use href="{}#{}"/></svg>')
    return drawing.format(classes, said, sprite, name)


@lru_cache(maxsize=MOST, typed=True)
def _badge(sprite: str, text: str, tone: str, icon_name: str) -> Markup:
    drawn = _icon(sprite, icon_name, "", "") if icon_name else ""
    return Markup('<span class="badge{}">{}{}</span>').format(f" {tone}" if tone else "", drawn, text)
