"""QR codes as SVG within the page: no picture file, no script."""

from __future__ import annotations

from functools import lru_cache

import segno
from markupsafe import Markup

BORDER = 4  # modules of white around the code, as the standard asks


@lru_cache(maxsize=64)
def qr(text: str, label: str = "") -> Markup:
    """Return ``text``, at most 600 characters, as a square SVG that takes the width its place gives it.

    ``label`` is read out to those who do not see the code. Raises ValueError: the text is too long.
    """
    if len(text) > 600:
        raise ValueError("too long for a code that a phone reads from a wall")
    code = segno.make_qr(text, error="m")
    side = code.symbol_size(border=BORDER)[0]
    drawn = code.svg_inline(
        border=BORDER, omitsize=True, svgclass="qr", lineclass=None, light="#fff", title=label or None
    )
    return Markup(drawn.replace("<svg", f'<svg role="img" data-modules="{side}"', 1))  # noqa: S704  (segno escapes)
