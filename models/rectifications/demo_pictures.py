"""Stand-ins for photos of before and after: the same booth, untidy and tidy."""

from __future__ import annotations

from io import BytesIO
from random import Random

CLUTTER = ("#b0532f", "#7a6a3c", "#4b5d78", "#8d3f56", "#5f7f4a")


def booth(*, tidy: bool, variant: int) -> BytesIO:
    """Draw a booth with its desk; untidy it is cluttered and the sign hangs askew. Always the same for ``variant``."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  (heavy, and only the demonstration needs it)

    chance = Random(variant)
    image = Image.new("RGB", (640, 400), "#cfd8dc" if tidy else "#b9bfb4")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 300, 640, 400), fill="#6d7b80")
    draw.rectangle((110, 60, 530, 310), fill="#eef2f3", outline="#2f3e46", width=5)
    draw.rectangle((150, 90, 360, 190), fill="#8fb3c6", outline="#2f3e46", width=3)
    draw.polygon(_sign(tidy), fill="#00694a")
    draw.rectangle((130, 225, 510, 245), fill="#7f5539")
    for left in (150, 480):
        draw.rectangle((left, 245, left + 12, 305), fill="#7f5539")
    draw.rectangle((170, 190, 250, 225), fill="#33424c")
    draw.rectangle((180, 197, 240, 218), fill="#7fd1ae" if tidy else "#4a5a55")
    if not tidy:
        for _ in range(9):
            x, y = chance.randint(130, 470), chance.randint(200, 320)
            w, h = chance.randint(14, 38), chance.randint(10, 24)
            draw.rectangle((x, y, x + w, y + h), fill=chance.choice(CLUTTER), outline="#2b2b2b")
    out = BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return out


def _sign(tidy: bool) -> list[tuple[int, int]]:
    return [(400, 95), (500, 95), (500, 135), (400, 135)] if tidy else [(400, 110), (496, 88), (506, 127), (410, 149)]
