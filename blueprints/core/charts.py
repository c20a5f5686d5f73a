"""Charts drawn by the server as SVG: no script, no inline style.

A line stretches with the page while its text does not: lines live in a nested SVG that ignores proportions, dots and
text have coordinates in per cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi

from markupsafe import Markup, escape

TOP, BOTTOM = 10, 22  # room above the highest value and for the labels below the lowest
APART = 15  # least distance of two end values, in pixels
ON_A_PHONE = 5  # days written below a chart; of more, every second one is left to wider screens


@dataclass(frozen=True)
class Frame:
    """The scale of a line chart: values from ``low`` to ``high`` over ``height`` pixels."""

    low: float
    high: float
    height: int

    def y(self, value: float) -> float:
        inner = self.height - TOP - BOTTOM
        return round(TOP + inner * (1 - (value - self.low) / (self.high - self.low)), 1)


def line(  # noqa: PLR0913
    series: Sequence[Sequence[float]],
    labels: Sequence[str],
    *,
    low: float,
    high: float,
    summary: str,
    ticks: Sequence[float] = (),
    target: float | None = None,
    unit: str = "%",
    every: int = 5,
    height: int = 190,
) -> Markup:
    """Draw one or two ``series`` over ``labels``, every ``every``-th of them written below.

    The first line is solid, the second dashed, ``target`` dotted. ``summary`` says in words what the chart shows.
    Nothing is drawn of fewer than two points.
    """
    if len(labels) < 2:
        return Markup('<p class="muted">{}</p>').format(summary)
    frame = Frame(low, high, height)
    inner = Markup('<svg width="100%" height="{}" viewBox="0 0 1000 {}" preserveAspectRatio="none">{}</svg>')
    lines = _join(_line(frame, values, order) for order, values in enumerate(series, 1))
    plot = _grid(frame, ticks, target) + inner.format(height, height, lines) + _dots(frame, series)
    parts = (_scale(frame, ticks, unit), plot + _days(frame, labels, every), _ends(frame, series, unit))
    drawn = _join(Markup('<svg class="chart" height="{}" aria-hidden="true">{}</svg>').format(height, p) for p in parts)
    return Markup('<div class="line-chart" role="img" aria-label="{}">{}</div>').format(summary, drawn)


def ring(value: int, total: int, label: str, caption: str = "答对题数") -> Markup:
    """Draw ``value`` of ``total`` as a ring with both numbers inside; ``label`` says it in words."""
    radius = 62
    around = 2 * pi * radius
    filled = around * value / total if total else 0
    return Markup(
        '<svg class="ring" viewBox="0 0 148 148" role="img" aria-label="{}">'
        '<circle class="ring-track" cx="74" cy="74" r="62"/>'
        '<circle class="ring-value" cx="74" cy="74" r="62" stroke-dasharray="{} {}" transform="rotate(-90 74 74)"/>'
        '<text x="74" y="82" font-size="40" font-weight="600">{}'
        '<tspan font-size="20" font-weight="400" dx="3">/ {}</tspan></text>'
        '<text x="74" y="106" font-size="14">{}</text></svg>'
    ).format(label, f"{filled:.1f}", f"{around:.1f}", value, total, caption)


def _join(parts) -> Markup:
    return Markup("").join(parts)


def _line(frame: Frame, values: Sequence[float], order: int) -> Markup:
    step = 1000 / (len(values) - 1)
    points = " ".join(f"{step * k:.1f},{frame.y(value)}" for k, value in enumerate(values))
    floor = frame.height - BOTTOM
    area = Markup('<polygon class="area" points="0,{} {} 1000,{}"/>').format(floor, points, floor)
    drawn = Markup('<polyline class="line line-{}" points="{}"/>').format(order, points)
    return area + drawn if order == 1 else drawn


def _dots(frame: Frame, series: Sequence[Sequence[float]]) -> Markup:
    dot = Markup('<circle class="dot-{}" r="4.5" cx="100%" cy="{}"/>')
    return _join(dot.format(order, frame.y(values[-1])) for order, values in enumerate(series, 1))


def _grid(frame: Frame, ticks: Sequence[float], target: float | None) -> Markup:
    rule = Markup('<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"/>')
    rules = _join(rule.format("gridline", frame.y(tick), frame.y(tick)) for tick in ticks)
    return rules + (rule.format("target", frame.y(target), frame.y(target)) if target is not None else "")


def _scale(frame: Frame, ticks: Sequence[float], unit: str) -> Markup:
    text = Markup('<text x="34" y="{}" text-anchor="end">{}{}</text>')
    return _join(text.format(frame.y(tick) + 4, tick, unit) for tick in ticks)


def _days(frame: Frame, labels: Sequence[str], every: int) -> Markup:
    last = len(labels) - 1
    shown = [k for k in range(last + 1) if k == last or (k % every == 0 and last - k >= every * 0.9)]
    text = Markup('<text{} x="{}%" y="{}" text-anchor="{}">{}</text>')
    anchor = {0: "start", last: "end"}
    spare = shown[1:-1:2] if len(shown) > ON_A_PHONE else []
    between = {k: Markup(' class="phone-hidden"') for k in spare}
    places = ((k, f"{100 * k / last:.2f}", anchor.get(k, "middle")) for k in shown)
    return _join(
        text.format(between.get(k, ""), x, frame.height - 4, place, escape(labels[k])) for k, x, place in places
    )


def _ends(frame: Frame, series: Sequence[Sequence[float]], unit: str) -> Markup:
    """The last values beside their dots, pushed apart when they would overlap."""
    ends = sorted((frame.y(values[-1]), values[-1]) for values in series)
    if len(ends) == 2 and ends[1][0] - ends[0][0] < APART:
        middle = (ends[0][0] + ends[1][0]) / 2
        ends = [(middle - APART / 2, ends[0][1]), (middle + APART / 2, ends[1][1])]
    text = Markup('<text class="value" x="10" y="{}">{}{}</text>')
    return _join(text.format(y + 4.5, value, unit) for y, value in ends)
