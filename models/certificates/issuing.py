"""Preparing a certificate and issuing it: the one moment at which the paper is made, for good. Source: issue 4 §6."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from models.accounts import Unit, UnitKind, User
from models.accounts.scope import reaches
from models.certificates import designs, paper
from models.certificates.flow import FLOW
from models.certificates.kinds import CertificateState, Holder
from models.certificates.tables import Certificate, CertificateTemplate
from models.certificates.texts import Particulars, filled
from models.core import attachments, audit, clock, settings
from models.core.attachments import Prepared
from models.core.db import Base, another, db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
CODE_LENGTH = 20  # 99 bits
MOST_AT_ONCE = 50
NO_ADDRESS = "还没有设置证书二维码的内网地址，请系统管理员在“参数”里填写后再颁发。"


def template_of(code: str) -> CertificateTemplate:
    """Return a design by its code, such as ``honour``, ``plaque``. Raises RuleBroken: none, or not in use."""
    row = db.session.scalar(select(CertificateTemplate).where(CertificateTemplate.code == code))
    if row is None or not row.is_open:
        raise RuleBroken("没有这种证书样式，或已停用。", "template")
    return row


def prepare(
    template: CertificateTemplate,
    holder: User | Unit,
    *,
    award: str,
    by: User | None,
    at: datetime,
    source: Base | None = None,
    **told,
) -> Certificate:
    """Put down a certificate that waits to be issued. ``told``: period, citation, source_title, source_href.

    The caller decides who may. Raises RuleBroken: a design for the other kind of holder, no longer in use or that asks
    for something not told; a second live one for the same case and holder; a character that cannot be printed.
    """
    is_crew = isinstance(holder, Unit)
    if template.holder is not (Holder.CREW if is_crew else Holder.PERSON) or not template.is_open:
        raise RuleBroken(f"“{template.name}”不能发给{'班组' if is_crew else '个人'}，请另选样式。", "template")
    row = Certificate(template_id=template.id, unit_id=holder.id if is_crew else holder.unit_id, state=_PENDING)
    row.person_id, row.crew_id = (None, holder.id) if is_crew else (holder.id, None)
    row.award, row.source_type, row.source_id = award, *((source.__tablename__, source.id) if source else ("", None))
    for name in ("period", "citation", "source_title", "source_href"):
        setattr(row, name, told.get(name, ""))
    row.prepared_by_id, row.prepared_at = by.id if by else None, at
    refuse_twin(row, holder.name)
    _try_out(template, particulars(row))
    db.session.add(row)
    audit.record("certificate.prepare", row, by)
    return row


def require_reach(by: User, permission: str, row: Certificate) -> None:
    """Raises RuleBroken: the certificate is of a unit that ``by`` does not reach."""
    if not reaches(by, permission, db.session.get_one(Unit, row.unit_id)):
        raise RuleBroken("这张证书不在您管理的单位。")


def may_prepare(row: Certificate, by: User) -> None:
    require_reach(by, "certificate.prepare", row)


@first(may_prepare)
def edit(row: Certificate, *, award: str, period: str, citation: str, by: User, at: datetime) -> None:
    """Correct the words of one that waits. Raises Overtaken: it does not wait any more; RuleBroken as ``prepare``."""
    FLOW.require(row, "edit")
    row.award, row.period, row.citation = award, period, citation
    _try_out(db.session.get_one(CertificateTemplate, row.template_id), particulars(row))
    row.prepared_by_id, row.prepared_at = by.id, at
    audit.record("certificate.edit", row, by)


def issue(row: Certificate, *, by: User, at: datetime) -> None:
    """Give it its number and code, make the PDF, keep it with its SHA-256, and tell the holder.

    Raises Overtaken: it does not wait any more; RuleBroken: the holder or the person who prepared it without a case
    issues it, no address is set, out of reach, or the words do not fit.
    """
    require_reach(by, "certificate.issue", row)
    if by.id == row.person_id:
        raise RuleBroken("不能给自己颁发证书，请由其他有权的人颁发。")
    if by.id == row.prepared_by_id and not row.source_type:
        raise RuleBroken("这张证书是您拟发的，请由其他有权的人颁发。")
    FLOW.hold(row, "issue")
    address = settings.value_of("certificate.address", unit_id=row.unit_id)
    if not address:
        raise RuleBroken(NO_ADDRESS)
    content = _freeze(row, address, at)
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.issued_by_id, row.issued_at = by.id, at
    FLOW.take(row, "issue")
    audit.record("certificate.issue", row, by, note=f"SHA-256 {row.sha256}")
    attachments.keep(Prepared(content, b"", "application/pdf"), row, by, caption=f"{row.title} {row.number}")
    notify(holders_of(row), "certificate", f"您获得“{row.award}”证书 {row.number}", row.href, key=_key(row), at=at)


def issue_all(rows: Iterable[Certificate], *, by: User, at: datetime) -> list[Certificate]:
    """Issue several, in the order in which they were prepared; all or none. Raises RuleBroken as ``issue``."""
    chosen = sorted(rows, key=lambda row: row.id)
    if not chosen:
        raise RuleBroken("请至少选择一张证书。", "rows")
    if len(chosen) > MOST_AT_ONCE:
        raise RuleBroken(f"一次最多颁发 {MOST_AT_ONCE} 张，请分几次。", "rows")
    for row in chosen:
        issue(row, by=by, at=at)
    return chosen


def particulars(row: Certificate) -> Particulars:
    """Return what fills the words of the design, with names as they are now."""
    unit = db.session.get_one(Unit, row.unit_id)
    name = full_name(unit) if row.crew_id else db.session.get_one(User, row.person_id).name
    return Particulars(name, full_name(unit), row.award, row.period, row.citation)


def full_name(unit: Unit) -> str:
    """Return a unit as a paper names it: a crew with its station."""
    return full_names([unit.id]).get(unit.id, unit.name)


def full_names(ids: list[int] | None = None) -> dict[int, str]:
    """Return the crews, or those with ``ids``, with their stations: ``青岚收费站一班``. Other units have one name."""
    above = another(Unit, "above")
    crews = select(Unit.id, Unit.name, above.name).join(above, above.id == Unit.parent_id)
    crews = crews.where(Unit.kind == UnitKind.CREW, *([] if ids is None else [Unit.id.in_(ids)]))
    return {
        unit_id: f"{station}{crew.removeprefix(station.removesuffix('收费站'))}"
        for unit_id, crew, station in db.session.execute(crews)
    }


def holders_of(row: Certificate) -> list[int]:
    """Return whom a message about it reaches: the person, or the people of the crew."""
    if row.person_id:
        return [row.person_id]
    return list(db.session.scalars(select(User.id).where(User.unit_id == row.crew_id, User.state != "left")))


def refuse_twin(row: Certificate, name: str) -> None:
    """Raises RuleBroken: the holder has a live certificate for the same case already."""
    mine = (Certificate.person_id == row.person_id) if row.person_id else (Certificate.crew_id == row.crew_id)
    same = (Certificate.source_type == row.source_type, Certificate.source_id == row.source_id, mine)
    live = Certificate.state.in_([CertificateState.PENDING, CertificateState.ISSUED])
    if row.source_type and db.session.scalar(select(Certificate.id).where(*same, live).limit(1)):
        raise RuleBroken(f"{name}的这项荣誉已经有证书，不用再发。")


def issuer_of(unit_id: int) -> str:
    """Return the name under which a unit's certificates are issued: the setting, else the 收费所 above it."""
    if named := settings.value_of("certificate.issuer", unit_id=unit_id):
        return named
    above = db.session.get_one(Unit, unit_id).ancestry
    office = select(Unit.name).where(Unit.id.in_(above), Unit.kind == UnitKind.OFFICE)
    return db.session.scalar(office.limit(1)) or settings.value_of("house.name")


_PENDING = CertificateState.PENDING


def _freeze(row: Certificate, address: str, at: datetime) -> bytes:
    """Write into the row all that the paper says, and return the paper."""
    version = db.session.get_one(CertificateTemplate, row.template_id).newest
    told, day = particulars(row), clock.local(at).date()
    row.number = next_number("ZS", day.year)
    row.code = "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))
    row.version_id, row.holder_name, row.dated_on, row.issuer = version.id, told.name, day, issuer_of(row.unit_id)
    for part, text in filled(version, told).items():
        setattr(row, part, text)
    rest = {"issuer": row.issuer, "dated_on": day, "number": row.number, "code": row.shown_code}
    return designs.printed(version, told, address=f"{address}/certificates/check/{row.shown_code}", **rest)


def _try_out(template: CertificateTemplate, told: Particulars) -> None:
    """Raises RuleBroken: the paper could not be printed like this."""
    for name in ("award", "period", "citation"):
        paper.require_glyphs(getattr(told, name), name)
    paper.require_glyphs(told.name, "person")
    designs.printed(template.newest, told, issuer="收费所", dated_on=clock.today())


def _key(row: Certificate) -> str:
    return f"certificate-{row.id}-{row.state.value}-{row.version}"
