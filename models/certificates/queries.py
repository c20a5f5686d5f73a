"""Questions to certificates and designs."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Unit, UnitKind, User, UserState
from models.accounts.scope import in_reach, units_under
from models.certificates.kinds import CertificateState, Holder
from models.certificates.tables import Certificate, CertificateTemplate, TemplateVersion
from models.core.attachments import Attachment
from models.core.db import Base
from models.core.scope import scope_of

OUT = (CertificateState.ISSUED, CertificateState.REVOKED)
LISTED = tuple(joinedload(getattr(Certificate, name)) for name in ("person", "crew", "unit", "template"))
WHOLE = (
    *LISTED,
    *(joinedload(getattr(Certificate, name)) for name in ("prepared_by", "issued_by", "ended_by", "wording")),
)


@scope_of(Certificate)
def certificates_visible_to(user: User) -> Select[tuple[Certificate]]:
    """Those within reach; of one's own and of one's crew those that were issued."""
    own = or_(Certificate.person_id == user.id, Certificate.crew_id == user.unit_id)
    return select(Certificate).where(
        or_(in_reach(user, "certificate.read", Certificate.unit_id), and_(own, Certificate.state.in_(OUT)))
    )


@scope_of(CertificateTemplate)
def templates_visible_to(_user: User) -> Select[tuple[CertificateTemplate]]:
    """The designs hang on the wall for everybody; who may change them is a permission."""
    return select(CertificateTemplate)


def filtered(rows: Select, *, text: str = "", unit: Unit | None = None, **more) -> Select[tuple[Certificate]]:
    """Narrow to a number, name, 工号, award or period, a unit and below, days of the paper, and ``column=value``."""
    rows = rows.outerjoin(User, User.id == Certificate.person_id)
    if text:
        columns = (
            Certificate.number,
            Certificate.holder_name,
            Certificate.award,
            Certificate.period,
            User.name,
            User.staff_no,
        )
        rows = rows.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if unit is not None:
        rows = rows.where(Certificate.unit_id.in_(units_under(unit.path)))
    if since := more.pop("since", None):
        rows = rows.where(Certificate.dated_on >= since)
    if until := more.pop("until", None):
        rows = rows.where(Certificate.dated_on <= until)
    if template := more.pop("template", None):
        rows = rows.where(Certificate.template_id == template.id)
    for name, value in more.items():
        rows = rows.where(getattr(Certificate, name) == value)
    return rows.options(*LISTED)


def of(source: Base) -> Select[tuple[Certificate]]:
    """Return the certificates of a case, oldest first; the case's room decides who sees the case."""
    mine = (Certificate.source_type == source.__tablename__, Certificate.source_id == source.id)
    return select(Certificate).where(*mine).options(*LISTED).order_by(Certificate.id)


def held_by(user: User) -> Select[tuple[Certificate]]:
    """Return what a person and the crew hold, the newest first: in force or revoked."""
    own = or_(Certificate.person_id == user.id, Certificate.crew_id == user.unit_id)
    return select(Certificate).where(own, Certificate.state.in_(OUT)).options(*LISTED)


def waiting(user: User) -> Select[tuple[Certificate]]:
    """Return what waits to be issued where ``user`` may issue it, but not one's own, in the order of preparation."""
    here = (in_reach(user, "certificate.issue", Certificate.unit_id), Certificate.state == CertificateState.PENDING)
    own = or_(Certificate.prepared_by_id != user.id, Certificate.source_type != "")
    others = or_(Certificate.person_id.is_(None), Certificate.person_id != user.id)
    return select(Certificate).where(*here, own, others).options(*LISTED).order_by(Certificate.id)


def of_code(code: str) -> Select[tuple[Certificate]]:
    """Return the paper whose code this is."""
    return select(Certificate).where(Certificate.code == code, Certificate.state.in_(OUT))


def papers_of(ids: Select[tuple[int]]) -> Select[tuple[Attachment]]:
    """Return the stored PDFs of the certificates with these ids, by number."""
    mine = (Attachment.owner_type == Certificate.__tablename__, Attachment.owner_id.in_(ids))
    paper = Attachment.sha256 == Certificate.sha256
    rows = select(Attachment).join(Certificate, Certificate.id == Attachment.owner_id).where(*mine, paper)
    return rows.order_by(Certificate.number)


def figures(rows: Select, year: int) -> Select:
    """Return ``(waiting, in force, of this year, revoked)`` of what ``rows`` may see; one statement."""
    seen = rows.with_only_columns(Certificate.state, Certificate.dated_on).order_by(None).subquery()
    out = seen.c.state == CertificateState.ISSUED
    return select(
        func.count().filter(seen.c.state == CertificateState.PENDING),
        func.count().filter(out),
        func.count().filter(out, seen.c.dated_on >= date(year, 1, 1)),
        func.count().filter(seen.c.state == CertificateState.REVOKED),
    )


def people_for(user: User) -> Select[tuple[User]]:
    """Return the people in service for whom ``user`` may prepare a certificate."""
    here = (in_reach(user, "certificate.prepare", User.unit_id), User.state != UserState.LEFT)
    return select(User).where(*here).order_by(User.staff_no)


def crews_for(user: User) -> Select[tuple[Unit]]:
    """Return the crews, stations and departments for which ``user`` may prepare a certificate."""
    kinds = (UnitKind.CREW, UnitKind.STATION, UnitKind.DEPARTMENT)
    here = (in_reach(user, "certificate.prepare", Unit.id), Unit.kind.in_(kinds), Unit.is_open.is_(True))
    return select(Unit).where(*here).order_by(Unit.path)


def units_for(user: User) -> Select[tuple[Unit]]:
    """Return the stations and departments by which the list can be narrowed."""
    kinds = (UnitKind.STATION, UnitKind.DEPARTMENT)
    return select(Unit).where(in_reach(user, "certificate.read", Unit.id), Unit.kind.in_(kinds)).order_by(Unit.path)


def templates(holder: Holder | None = None, *, is_open: bool = True) -> Select[tuple[CertificateTemplate]]:
    """Return the designs, for a kind of holder, by name."""
    rows = select(CertificateTemplate).options(
        selectinload(CertificateTemplate.versions).joinedload(TemplateVersion.made_by)
    )
    if holder is not None:
        rows = rows.where(CertificateTemplate.holder == holder)
    if is_open:
        rows = rows.where(CertificateTemplate.is_open.is_(True))
    return rows.order_by(CertificateTemplate.id)
