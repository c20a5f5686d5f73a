"""Visit codes: what stands on the slip, and what the house keeps of it."""

from __future__ import annotations

import secrets
import unicodedata

from models.core import audit

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"  # nothing that looks like another sign in print or handwriting
LENGTH, GROUP = 12, 4  # 54 bits: guessing needs longer than any code is valid, also without the throttle


def new_code() -> str:
    """Return a code as it is printed, e.g. ``7KXA-93QF-MWRD``."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def normal(typed: str) -> str:
    """Return a code as it is compared: full-width, lower case, spaces and hyphens do not matter."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())


def hash_of(code: str) -> str:
    """Return the keyed hash of a code; the key is a file beside the database, so a stolen database opens nothing."""
    return audit.seal_text(f"mystery-visit-code:{normal(code)}")


def new_secret() -> tuple[str, str]:
    """Return the secret of a browser that has opened a code, and the hash that is kept of it."""
    secret = secrets.token_urlsafe(32)
    return secret, hash_of_secret(secret)


def hash_of_secret(secret: str) -> str:
    return audit.seal_text(f"mystery-visit-opening:{secret}")


def new_receipt_no() -> str:
    """Return the number of a receipt: drawn, not counted."""
    return f"HZ-{new_code()[: GROUP * 2 + 1]}"
