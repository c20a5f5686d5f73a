"""Designs as versioned data, and certificates that never change once they are issued."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, event, inspect, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.certificates.kinds import CertificateState, Holder, Layout, Palette
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc

# what the paper says; from the issue on none of it changes, whatever happens to people, units and designs
FROZEN = (
    "number",
    "code",
    "version_id",
    "title",
    "salutation",
    "holder_name",
    "body",
    "closing",
    "issuer",
    "dated_on",
    "sha256",
)
LIVE = "source_type != '' AND state IN ('pending', 'issued')"


class FrozenPaper(Exception):
    """A change of what an issued paper says reached the database; no rule makes one."""


class CertificateTemplate(Audited, Base):
    """A design. ``code`` is what other rooms ask for it by; the newest version, number ``edition``, is in use."""

    __tablename__ = "certificate_templates"
    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    holder: Mapped[Holder] = choice(Holder)
    is_open: Mapped[bool] = mapped_column(default=True)
    edition: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    versions: Mapped[list["TemplateVersion"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="TemplateVersion.number"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def newest(self) -> "TemplateVersion":
        return self.versions[-1]


class TemplateVersion(Audited, Base):
    """The words and the look of a design. Words in braces are filled in at the issue, see ``texts``."""

    __tablename__ = "certificate_versions"
    __table_args__ = (UniqueConstraint("template_id", "number"),)
    audit_parent = ("certificate_templates", "template_id")
    id: Mapped[pk]
    template_id: Mapped[int] = mapped_column(ForeignKey("certificate_templates.id"), index=True)
    number: Mapped[int]
    layout: Mapped[Layout] = choice(Layout)
    palette: Mapped[Palette] = choice(Palette)
    title: Mapped[str]
    salutation: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    closing: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    made_at: Mapped[utc]
    made_by: Mapped[User | None] = relationship(lazy="raise_on_sql")


class Certificate(Audited, Base):
    """A certificate of a person or a crew. ``source_*`` name the case that earned it, a row of any room without a key;
    ``cause_*`` the case that made a waiting one be held back. ``sha256`` is that of the PDF in the store."""

    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) != (crew_id IS NULL)", name="holder"),
        CheckConstraint(
            "state IN ('pending', 'cancelled') OR (number IS NOT NULL AND code IS NOT NULL AND length(sha256) = 64)",
            name="proof",
        ),
        Index("ix_certificates_source_type_source_id", "source_type", "source_id"),
        Index("ix_certificates_cause_type_cause_id", "cause_type", "cause_id"),
        *(
            Index(
                f"uq_certificates_source_{holder}",
                "source_type",
                "source_id",
                f"{holder}_id",
                unique=True,
                sqlite_where=text(LIVE),
                postgresql_where=text(LIVE),
            )
            for holder in ("person", "crew")
        ),
    )
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("certificate_templates.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    crew_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    award: Mapped[str] = mapped_column(index=True)
    period: Mapped[str] = mapped_column(default="")
    citation: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[CertificateState] = choice(CertificateState, default=CertificateState.PENDING, index=True)
    source_type: Mapped[str] = mapped_column(default="")
    source_id: Mapped[int | None]
    source_title: Mapped[str] = mapped_column(default="")
    source_href: Mapped[str] = mapped_column(default="")
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    prepared_at: Mapped[utc] = mapped_column(index=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_versions.id"), index=True)
    title: Mapped[str | None]
    salutation: Mapped[str | None]
    holder_name: Mapped[str | None]
    body: Mapped[str | None] = mapped_column(Text)
    closing: Mapped[str | None]
    issuer: Mapped[str | None]
    dated_on: Mapped[date | None] = mapped_column(index=True)
    sha256: Mapped[str | None] = mapped_column(index=True)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    issued_at: Mapped[utc | None]
    cause_type: Mapped[str] = mapped_column(default="")
    cause_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    ended_at: Mapped[utc | None]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[unit_id])
    template: Mapped[CertificateTemplate] = relationship(lazy="raise_on_sql")
    wording: Mapped[TemplateVersion | None] = relationship(lazy="raise_on_sql")
    person: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    crew: Mapped[Unit | None] = relationship(lazy="raise_on_sql", foreign_keys=[crew_id])
    prepared_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[prepared_by_id])
    issued_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[issued_by_id])
    ended_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[ended_by_id])
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What the trail and the lists call it before it has a number."""
        return self.number or f"{self.award}（待颁发）"

    @property
    def href(self) -> str:
        return f"/certificates/{self.id}"

    @property
    def is_issued(self) -> bool:
        """Whether a paper exists: in force or revoked."""
        return self.sha256 is not None

    @property
    def shown_code(self) -> str:
        """The code in groups of four, as it stands on the paper."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4)) if self.code else ""


@event.listens_for(Certificate, "before_update")
def _refuse_to_rewrite(_mapper, _connection, row: Certificate) -> None:
    for name in FROZEN:
        if any(old is not None for old in inspect(row).attrs[name].history.deleted or ()):
            raise FrozenPaper(f"{row.number}: {name}")
