"""The results of all benches in one file: each keeps its own section and leaves the others."""

from __future__ import annotations

import re

from tests.browser import ROOT

FILE = ROOT / "bench/results.md"


def put(title: str, text: str) -> None:
    """Write ``text`` as the section ``# title``, in the place of an earlier one or behind the others."""
    known = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    section = f"# {title}\n\n{text.strip()}\n"
    earlier = re.compile(rf"^# {re.escape(title)}\n.*?(?=^# |\Z)", re.S | re.M)
    if earlier.search(known):
        known = earlier.sub(lambda _found: f"{section}\n", known)
    else:
        known = f"{known.rstrip()}\n\n{section}" if known.strip() else section
    FILE.write_text(known.rstrip() + "\n", encoding="utf-8")
