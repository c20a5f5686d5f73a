"""Icons, badges and buttons of the house: each drawn once and remembered, since a page shows a hundred of them.

A text that is safe and one that is to be escaped are two different signs: the memory is ``typed``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from blueprints.core.assets import asset

SIZES = {"s": "small", "l": "large"}
SHORT = {"p": "primary", "d": "danger", "q": "quiet", "lg": "large", "sm": "small", "ic": "icon-only"}
MOST = 2048  # signs remembered


def icon(name: str, size: str = "", label: str = "") -> Markup:
    """Return the icon ``name`` of ``static/icons.svg``; without ``label`` it says nothing to who cannot see it."""
    return _icon(asset("icons.svg"), name, size, label)


def badge(text: str, tone: str = "", icon_name: str = "") -> Markup:
    """Return a badge; ``tone`` is ok, warn, danger, info, or nothing."""
    return _badge(asset("icons.svg"), text, tone, icon_name)


def btn(  # noqa: PLR0913  (templates name what they want)
    text: str,
    kind: str = "",
    href: str = "",
    icon_name: str = "",
    type: str = "button",
    size: str = "",
    kbd: str = "",
    attrs: Mapping[str, Any] = MappingProxyType({}),
) -> Markup:
    """Return a button, or a link that looks like one where ``href`` says where to.

    ``kind`` is primary, danger or quiet; ``size`` large, small or icon-only, whose ``text`` is only spoken; other words
    of either are classes. ``kbd`` is the key that does the same.
    """
    classes = " ".join(SHORT.get(word, word) for word in f"{kind} {size}".split())
    return _btn(asset("icons.svg"), text, classes, href or Markup(), icon_name, type, kbd, *attrs.items())


@lru_cache(maxsize=MOST)
def count(number: int, hot: bool) -> Markup:
    """Return the number beside a link of the menu, nothing for nought; ``hot`` when it waits for the person."""
    drawing = Markup('<span class="count{}">{}<span class="sr-only"> 项</span></span>')
    return drawing.format(" danger" if hot else "", number) if number else Markup()


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


@lru_cache(maxsize=MOST, typed=True)
def _btn(sprite: str, text: str, classes: str, href: str, *look) -> Markup:
    icon_name, kind, kbd, *attrs = look
    tag, told = ("a", {"href": href}) if href else ("button", {"type": kind})
    said = Markup(" ").join(Markup('{}="{}"').format(*one) for one in (*told.items(), *attrs) if one[1] is not None)
    waits = Markup('<span class="spinner" aria-hidden="true"></span>') if kind == "submit" and not href else ""
    drawn = _icon(sprite, icon_name, "", "") if icon_name else ""
    spoken = Markup('<span class="sr-only">{}</span>').format(text) if "icon-only" in classes.split() else text
    key = Markup('<span class="kbd" aria-hidden="true">{}</span>').format(kbd) if kbd else ""
    whole = Markup('<{tag} class="{classes}" {said}>{waits}{drawn}{spoken}{key}</{tag}>')
    classes = f"btn {classes}".rstrip()
    return whole.format(tag=tag, classes=classes, said=said, waits=waits, drawn=drawn, spoken=spoken, key=key)
