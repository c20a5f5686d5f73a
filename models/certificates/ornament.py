"""What is drawn around the words: a border of 回纹, corners, a fine rosette, the rule below the title. Vectors only."""

from __future__ import annotations

from math import cos, pi, sin

KEY = ((0, 0), (0, 4), (4, 4), (4, 1.3), (1.5, 1.3), (1.5, 2.7), (2.75, 2.7))  # one turn of 回纹 in a square of 4
GAP = 1.25  # between two turns, in the same measure
LEAVES, STRANDS, POINTS = 10, 9, 300  # of the rosette


def border(canvas, box: tuple[float, float, float, float], inks, band: float = 17) -> None:
    """Draw the band of 回纹 inside ``box`` (x, y, width, height), between hairlines, with a knot in each corner."""
    x, y, wide, high = box
    canvas.setStrokeColor(inks.frame)
    for inset, line in ((0, 2.2), (4.2, 0.6), (band + 8.4, 0.6), (band + 11.6, 1.2)):
        canvas.setLineWidth(line)
        canvas.rect(x + inset, y + inset, wide - 2 * inset, high - 2 * inset)
    edge, side = 6.3, band
    canvas.setLineWidth(1.15)
    canvas.setLineJoin(0)
    canvas.setLineCap(2)
    for length, turns in ((wide, (0, 180)), (high, (90, 270))):
        for turn in turns:
            _side(canvas, box, turn, length - 2 * (edge + side + 5), edge, side - 4.4)
    for right in (0, 1):
        for up in (0, 1):
            cx = x + edge + side / 2 if not right else x + wide - edge - side / 2
            cy = y + edge + side / 2 if not up else y + high - edge - side / 2
            _knot(canvas, cx, cy, side / 2 - 1, inks)


def _side(canvas, box, turn: int, length: float, edge: float, side: float) -> None:
    """Draw the turns of one side, mirrored about its middle, as many as fit exactly."""
    x, y, wide, high = box
    canvas.saveState()
    canvas.translate(x + wide / 2, y + high / 2)
    canvas.rotate(turn)
    canvas.translate(0, -(high if turn in (0, 180) else wide) / 2 + edge + 2.1)
    half = max(1, round(length / 2 / (side * (4 + GAP) / 4)))
    step = length / 2 / half
    unit, scale = step / (4 + GAP), side / 4
    for index in range(half):
        for mirror in (1, -1):
            points = [(mirror * (index * step + (px + GAP / 2) * unit), py * scale) for px, py in KEY]
            _polyline(canvas, points)
    canvas.restoreState()


def _polyline(canvas, points) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path)


def _knot(canvas, cx: float, cy: float, half: float, inks) -> None:
    """Draw a 海棠 of four petals in a square, with a lozenge at its heart."""
    canvas.setLineWidth(0.9)
    canvas.rect(cx - half, cy - half, 2 * half, 2 * half)
    petal = half * 0.42
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        canvas.circle(cx + dx * petal, cy + dy * petal, petal)
    canvas.setFillColor(inks.frame)
    lozenge(canvas, cx, cy, half * 0.3)


def lozenge(canvas, cx: float, cy: float, half: float) -> None:
    path = canvas.beginPath()
    path.moveTo(cx, cy + half)
    for point in ((cx + half, cy), (cx, cy - half), (cx - half, cy)):
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def rosette(canvas, cx: float, cy: float, radius: float, ink) -> None:
    """Draw a woven ring of fine lines, as on banknotes, in a tint so light that text over it stays clear."""
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(0.4)
    for turn in range(STRANDS):
        path = canvas.beginPath()
        for step in range(POINTS + 1):
            angle = 2 * pi * step / POINTS
            far = radius * (0.72 + 0.28 * sin(LEAVES * angle + 2 * pi * turn / STRANDS))
            point = (round(cx + far * cos(angle), 2), round(cy + far * sin(angle), 2))
            path.moveTo(*point) if step == 0 else path.lineTo(*point)
        canvas.drawPath(path)


def rule(canvas, cx: float, y: float, half: float, ink) -> None:
    """Draw the rule below a title: two lines that part for three lozenges."""
    canvas.setStrokeColor(ink)
    canvas.setFillColor(ink)
    canvas.setLineWidth(0.7)
    for mirror in (1, -1):
        canvas.line(cx + mirror * 17, y, cx + mirror * half, y)
        lozenge(canvas, cx + mirror * 9.5, y, 2)
    lozenge(canvas, cx, y, 3.6)
