"""Rules of the designs: every change is a new version, and none is kept that could not be printed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from models.accounts import User
from models.certificates import paper, texts
from models.certificates.kinds import Holder
from models.certificates.paper import Paper
from models.certificates.tables import CertificateTemplate, TemplateVersion
from models.certificates.texts import Particulars
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken

NOWHERE = "http://localhost/"


def add(*, code: str, name: str, holder: Holder, by: User | None, at: datetime, **words) -> CertificateTemplate:
    """Add a design with its first version; ``words``: layout, palette, title, salutation, body, closing.

    Raises RuleBroken: a name or code that is taken, words that cannot be printed.
    """
    taken = select(CertificateTemplate.name).where(
        (CertificateTemplate.name == name) | (CertificateTemplate.code == code)
    )
    if db.session.scalar(taken.limit(1)):
        raise RuleBroken("已经有同名的样式，请换一个名称。", "name")
    row = CertificateTemplate(code=code, name=name, holder=holder, versions=[])
    db.session.add(row)
    _put(row, words, by, at)
    audit.record("certificate.design", row, by)
    return row


def edit(row: CertificateTemplate, *, name: str, is_open: bool, by: User, at: datetime, **words) -> bool:
    """Change a design; other words or another look make a new version. Return whether they did.

    Raises RuleBroken as ``add``. What was issued before keeps its own version.
    """
    same = select(CertificateTemplate.id).where(CertificateTemplate.name == name, CertificateTemplate.id != row.id)
    if db.session.scalar(same.limit(1)):
        raise RuleBroken("已经有同名的样式，请换一个名称。", "name")
    row.name, row.is_open = name, is_open
    is_new = any(getattr(row.newest, part) != value for part, value in words.items())
    if is_new:
        _put(row, words, by, at)
    audit.record("certificate.design", row, by, note=f"第 {row.edition} 版" if is_new else "")
    return is_new


def sample(version: TemplateVersion, holder: Holder, issuer: str, on: date) -> bytes:
    """Return the PDF of a design with invented particulars, marked as a sample."""
    return printed(version, texts.SAMPLES[holder.value], issuer=issuer, dated_on=on, is_sample=True)


def printed(version: TemplateVersion, told: Particulars, **rest) -> bytes:
    """Return the PDF of a design with these particulars; ``rest`` as in ``as_paper``."""
    return paper.render(as_paper(version, told, **rest))


def as_paper(version: TemplateVersion, told: Particulars, **rest) -> Paper:
    """Return what a paper of this design says; ``rest``: issuer, dated_on, and number, code, address when issued."""
    given = {"number": "ZS-0000-0000", "code": "样张", "address": NOWHERE} | rest
    return Paper(layout=version.layout, palette=version.palette, name=told.name, **texts.filled(version, told), **given)


def _put(row: CertificateTemplate, words: dict, by: User | None, at: datetime) -> None:
    number = (row.edition or 0) + 1
    version = TemplateVersion(number=number, made_by_id=by.id if by else None, made_at=at, **words)
    texts.check(version)
    if by is not None:  # the house's own are tried by the tests
        _try_out(version, row.holder, at.date())
    row.versions.append(version)
    row.edition = number


def _try_out(version: TemplateVersion, holder: Holder, on: date) -> None:
    for part in texts.PARTS:
        paper.require_glyphs(getattr(version, part), part)
    try:
        sample(version, holder, "收费所", on)
    except RuleBroken as refusal:
        raise RuleBroken(str(refusal), "body") from None
