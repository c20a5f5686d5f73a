"""What waits for those who issue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.accounts import User
from models.certificates import queries
from models.inbox import Ask, todo


@todo
def certificates_of(user: User, _on: date) -> Iterator[Ask]:
    """Certificates that ``user`` may issue."""
    if user.may("certificate.issue"):
        yield Ask.count(queries.waiting(user).options(), "证书待颁发", "/certificates/pending", icon="rubber-stamp")
