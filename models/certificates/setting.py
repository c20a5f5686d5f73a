"""Chinese lines: where they may break, and the largest size at which a text fits its place. Pure but for the widths.

No line begins with a closing sign or ends with an opening one, numbers and Latin words stay whole, and lines are left
ragged: Chinese text is not stretched. Source: GB/T 15834 (标点避头尾).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.certificates.face import width

NOT_FIRST = frozenset("，。、；：？！）》」』】〉”’…—·％%℃,.;:?!)]}")
NOT_LAST = frozenset("（《「『【〈“‘([{¥")
INDENT = "　　"
_PIECE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:%/+-]*|.", re.S)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size, in points; ``leading`` is from base line to base line."""

    lines: tuple[str, ...]
    size: float
    leading: float

    @property
    def height(self) -> float:
        return self.leading * len(self.lines)


def fit(paragraphs: list[str], *, wide: float, high: float, sizes: tuple[float, ...], leading: float) -> Block | None:
    """Return the text at the first of ``sizes`` at which it fits; None when even the last is too large."""
    for size in sizes:
        lines = tuple(line for text in paragraphs for line in broken(INDENT + text, size, wide))
        block = Block(lines, size, size * leading)
        if block.height <= high:
            return block
    return None


def broken(text: str, size: float, wide: float) -> list[str]:
    """Return ``text`` as lines at most ``wide`` points long; a closing sign that would stand alone takes one along."""
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line and width(line + piece, size) > wide:
            line, carried = _cut(line, piece)
            lines.append(line)
            line = carried
        line += piece
    return [*lines, line] if line else lines


def _cut(line: str, piece: str) -> tuple[str, str]:
    """Return what stays on the line and what goes down with ``piece``."""
    at = len(line)
    while at > 1 and (line[at - 1] in NOT_LAST or (line[at : at + 1] or piece[0]) in NOT_FIRST):
        at -= 1
    return (line[:at], line[at:]) if at > 1 else (line, "")
