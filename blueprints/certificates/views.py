"""The register, one certificate, one's own, and preparing new ones."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.certificates import bp
from blueprints.certificates.columns import Names, certificates, own
from blueprints.certificates.forms import CertificateFilter, CrewForm, PersonForm
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models import awards
from models.certificates import Certificate, CertificateState, Holder, checking, ending, issuing, queries
from models.certificates.flow import FLOW
from models.core import attachments, clock
from models.core.db import db
from models.core.flow import Step, lets
from models.core.scope import visible


@bp.get("/")
@requires("certificate.read")
def index():
    form, rows = listed()
    year = clock.today().replace(month=1, day=1)
    counts = db.session.execute(queries.figures(visible(Certificate, current_user), year.year)).one()
    shown = page_of(rows, *form.sort.key)
    prints = any(row.state is CertificateState.ISSUED for row in shown.rows)  # only what is in force goes on paper
    return page(
        "certificates/index.html", form=form, page=shown, counts=counts, year=year, names=Names(), prints=prints
    )


@bp.get("/export.xlsx")
@requires("certificate.export")
def export():
    form, rows = listed()
    rows = rows.options(*queries.WHOLE).order_by(*form.sort.key)
    return sheet("证书与奖牌", certificates(Names()), rows, action="certificate.export", filters=form)


@bp.get("/mine")
@requires(SIGNED_IN)
def mine():
    """What the person and the crew hold."""
    found = page_of(queries.held_by(current_user), Certificate.id.desc())
    return page("certificates/mine.html", page=found, names=Names())


@bp.get("/mine/export.xlsx")
@requires(SIGNED_IN)
def export_own():
    rows = queries.held_by(current_user).order_by(Certificate.id.desc())
    return sheet("我的证书", own(Names()), rows, action="certificate.export")


@bp.route("/new", methods=["GET", "POST"])
@requires("certificate.prepare")
def create():
    return _create(PersonForm(), Holder.PERSON, queries.people_for(current_user))


@bp.route("/new-crew", methods=["GET", "POST"])
@requires("certificate.prepare")
def create_crew():
    return _create(CrewForm(), Holder.CREW, queries.crews_for(current_user))


@bp.get("/<int:certificate_id>")
@requires(SIGNED_IN)
def show(certificate_id: int):
    row, names = load(Certificate, certificate_id, *queries.WHOLE), Names()
    may_issue = db.session.scalar(queries.waiting(current_user).where(Certificate.id == row.id)) is not None
    return page(
        "certificates/show.html",
        row=row,
        holder=names.holder(row),
        unit_name=names.unit(row),
        steps=_steps(row),
        may_issue=may_issue,
        files=[_file(one) for one in db.session.scalars(attachments.of(row))],
        is_intact=row.is_issued and checking.is_intact(row),
        reward=awards.papers.reward_of(row),
    )


def _steps(row: Certificate) -> dict[str, Step]:
    """Return by name the steps that the reader may take on a certificate."""
    asked = {"edit": issuing.edit, "cancel": ending.cancel, "restore": ending.restore, "revoke": ending.revoke}
    steps = FLOW.open_to(row, current_user)
    return {one.name: one for one in steps if one.name not in asked or lets(asked[one.name], row, current_user)}


def _file(paper: attachments.Attachment) -> dict:
    href = url_for("files.show", attachment_id=paper.id)
    return {"href": href, "name": f"{paper.caption}.pdf", "size": paper.size, "note": "下载后打印"}


def listed():
    """Return the filters and the certificates they leave."""
    form = CertificateFilter()
    form.unit.offer(queries.units_for(current_user))
    form.template.offer(queries.templates(is_open=False))
    return form, queries.filtered(visible(Certificate, current_user), **form.values())


def _create(form, kind: Holder, holders):
    kept: list[Certificate] = []
    form.template.offer(queries.templates(kind))
    form.holder.offer(holders)
    if form.attempt(_prepare, kept, by=current_user, at=clock.now()):
        return saved("已拟发，等待颁发。", to=url_for(".show", certificate_id=kept[0].id))
    return page("certificates/create.html", form=form, kind=kind)


def _prepare(kept: list[Certificate], **given) -> None:
    kept.append(issuing.prepare(given.pop("template"), given.pop("holder"), **given))
