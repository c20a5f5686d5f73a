"""The arithmetic of sealing, pure: canonical text, commitment, the root of a day and the way to it.

All of it can be redone by hand with any SHA-256 program; the page that verifies says how. Source: docs/adr/0016.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from random import SystemRandom
from typing import Any

LEAVES = 64  # of every day's tree; what is not a report is random, so the tree tells no count


def canonical(document: dict[str, Any]) -> str:
    """Return ``document`` as JSON with sorted keys, no spaces, and Chinese as it is: one text for one content."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def file_of(sealed: str, salt: str) -> str:
    """Return what is hashed: salt, a newline, the text. Saved as a file, its SHA-256 is the commitment."""
    return f"{salt}\n{sealed}"


def commitment_of(sealed: str, salt: str) -> str:
    return hashlib.sha256(file_of(sealed, salt).encode()).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(32)


def pair(left: str, right: str) -> str:
    """Return the hash of two hashes written one behind the other in hexadecimal."""
    return hashlib.sha256((left + right).encode()).hexdigest()


def tree(commitments: list[str]) -> tuple[str, dict[str, list[list[str]]]]:
    """Return the root over ``commitments``, filled up to LEAVES and shuffled, and the proof of each.

    A proof is ``[[side, hash], …]`` from the leaf up; ``side`` says where the other hash stands. Raises ValueError:
    more than LEAVES.
    """
    if len(commitments) > LEAVES:
        raise ValueError(f"{len(commitments)} commitments")
    level = commitments + [secrets.token_hex(32) for _ in range(LEAVES - len(commitments))]
    SystemRandom().shuffle(level)
    places = {one: level.index(one) for one in commitments}
    proofs: dict[str, list[list[str]]] = {one: [] for one in commitments}
    while len(level) > 1:
        for one, place in places.items():
            proofs[one].append(["right", level[place + 1]] if place % 2 == 0 else ["left", level[place - 1]])
            places[one] = place // 2
        level = [pair(level[n], level[n + 1]) for n in range(0, len(level), 2)]
    return level[0], proofs


def root_from(commitment: str, proof: list[list[str]]) -> str:
    """Return the root that ``proof`` leads to."""
    here = commitment
    for side, other in proof:
        here = pair(other, here) if side == "left" else pair(here, other)
    return here
