"""How the figures of a closed month are said."""

from __future__ import annotations

from blueprints.core.filters import money
from models.closings import Measure


def said(measure: str, value: int) -> str:
    """Return a figure with its unit: cents as yuan, tenths as points."""
    if measure == Measure.CENTS:
        return f"{money(value)} 元"
    if measure == Measure.TENTHS:
        return f"{value / 10:,.1f} 分"
    return f"{value:,} {Measure(measure).label}"
