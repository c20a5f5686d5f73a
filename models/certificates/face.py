"""The one typeface of the certificates: Noto Serif SC, cut to what Chinese names and texts need. Source: docs/adr/0026.

The file is read at the first use, about 0.2 s; after that a question costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

FONT = Path(__file__).with_name("fonts") / "NotoSerifSC-Medium.ttf"
NAME = "ZW-Serif"
_BEYOND = re.compile(r"<([0-9A-F]{5,6})>")


@cache
def _face():
    from reportlab import rl_config  # noqa: PLC0415  (heavy, and only certificates need it)
    from reportlab.pdfbase import pdfmetrics, ttfonts  # noqa: PLC0415

    rl_config.useA85 = 0  # bytes as they are: smaller, and twice as fast
    ttfonts.makeToUnicodeCMap = _readable(ttfonts.makeToUnicodeCMap)
    font = ttfonts.TTFont(NAME, str(FONT))
    pdfmetrics.registerFont(font)
    return font.face


def use() -> str:
    """Return the name under which the typeface is ready to be used."""
    _face()
    return NAME


def width(text: str, size: float) -> float:
    """Return how wide ``text`` is, in points, at ``size``."""
    widths, default = _face().charWidths, _face().defaultWidth
    return sum(widths.get(ord(sign), default) for sign in text) * size / 1000


def missing(text: str) -> list[str]:
    """Return the characters that would print as empty boxes, each once, in their order."""
    known = _face().charToGlyph
    return list(dict.fromkeys(sign for sign in text if not sign.isspace() and ord(sign) not in known))


def _readable(make: Callable[[str, list[int]], str]) -> Callable[[str, list[int]], str]:
    """Let characters beyond U+FFFF be copied out of the PDF: reportlab 5.1 writes them as five digits, not UTF-16."""

    def made(name: str, subset: list[int]) -> str:
        return _BEYOND.sub(lambda found: f"<{chr(int(found[1], 16)).encode('utf-16-be').hex()}>", make(name, subset))

    return made
