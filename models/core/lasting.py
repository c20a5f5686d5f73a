"""What is declared while importing lasts as long as the process: no use looking for garbage in it.

``app.py`` stops the collector before its first import; here it goes on. Without this a start spends a seventh of its
time searching half a million tables, mappers and columns for cycles, and now and then a request waits a quarter of a
second for the same search. Figures: bench/results.md.
"""

from __future__ import annotations

import gc

BETWEEN = 10_000  # new objects between two searches among the young: a page makes some thousands


def settle() -> None:
    """Put what exists now out of the collector's sight, and let it work again on what requests leave behind."""
    gc.set_threshold(BETWEEN, 10, 10)
    gc.enable()
    gc.freeze()
