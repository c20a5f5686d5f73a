"""How the figures of a pack are written, on the page, on paper and in Word alike."""

from __future__ import annotations

from typing import Any

from blueprints.core.filters import money
from blueprints.meetings import bp

UNITS = {"count": "", "people": " 人次", "percent": "%", "cents": " 元"}


@bp.app_template_filter("figure")
def figure(one: dict[str, Any]) -> str:
    """Return the value of a figure with its unit; none counted is —."""
    return _said(one["value"], one["kind"])


@bp.app_template_filter("change")
def change(one: dict[str, Any]) -> str:
    """Return how a figure stands against the period before; empty where that cannot be said."""
    if one["before"] is None or one["value"] is None:
        return ""
    more = one["value"] - one["before"]
    if not more:
        return "与上期持平"
    unit = " 个百分点" if one["kind"] == "percent" else UNITS[one["kind"]]
    number = money(abs(more)) if one["kind"] == "cents" else abs(more)
    return f"比上期{'多' if more > 0 else '少'} {number}{unit}"


@bp.app_template_filter("change_is_good")
def change_is_good(one: dict[str, Any]) -> bool | None:
    """Return whether the change is for the better; None where neither way is better, or nothing changed."""
    if one["before"] is None or one["value"] in (None, one["before"]) or not one["good"]:
        return None
    return (one["value"] > one["before"]) == (one["good"] == "more")


def line(one: dict[str, Any]) -> str:
    """Return a figure as it stands in a line of text."""
    against = change(one)
    return f"{figure(one)}{f'（{against}）' if against else ''}"


def _said(value: int | None, kind: str) -> str:
    if value is None:
        return "—"
    return f"{money(value) if kind == 'cents' else value}{UNITS[kind]}"
