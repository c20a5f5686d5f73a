"""Certificates of the cast, waiting and issued."""

from __future__ import annotations

from datetime import date

from models import certificates
from models.accounts import Unit, User
from models.certificates import Certificate
from models.core import audit, clock, settings
from models.core.db import db

ADDRESS = "http://192.168.10.20:8000"


def use_address(address: str = ADDRESS) -> None:
    row = settings.change("certificate.address", address, valid_from=date(2020, 1, 1), unit_id=None, by=None)
    db.session.add(row)
    audit.record("setting.edit", row, None)


def make_pending(
    holder: User | Unit, by: User, template: str = "", award: str = "服务标兵", at=None, **told
) -> Certificate:
    use_address()
    design = certificates.template_of(template or ("plaque" if isinstance(holder, Unit) else "honour"))
    given = {"period": "2026年第三季度"} | told
    return certificates.prepare(design, holder, award=award, by=by, at=at or clock.now(), **given)


def make_issued(cast, holder: User | Unit | None = None, **told) -> Certificate:
    """A certificate of ``holder``, by default of 王倩, prepared by 明月 and issued by 吴静."""
    row = make_pending(holder or cast["wang"], cast["ming"], **told)
    certificates.issue(row, by=cast["wu"], at=clock.now())
    return row
