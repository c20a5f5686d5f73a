"""Papers to take along: several in one file for the printer, and samples. None of them makes a certificate."""

from __future__ import annotations

from io import BytesIO

from flask import send_file
from flask_login import current_user

from blueprints.certificates import bp
from blueprints.certificates.views import listed
from blueprints.core.access import load, requires
from blueprints.core.uploads import POLICY
from models.certificates import Certificate, CertificateState, CertificateTemplate, designs, issuing, printing, queries
from models.core import audit, clock
from models.core.db import db, own_transaction


@bp.get("/batch.pdf")
@requires("certificate.read")
def batch():
    """The papers in force of the list as it is filtered, one after the other."""
    _form, rows = listed()
    ids = rows.where(Certificate.state == CertificateState.ISSUED).with_only_columns(Certificate.id).order_by(None)
    found = db.session.scalars(queries.papers_of(ids).limit(printing.MOST_PAGES + 1)).all()
    content = printing.merged(found)
    with own_transaction() as session:
        given = {"name": "证书", "unit_id": current_user.unit_id}
        note = f"{len(found)} 张：{found[0].caption} 至 {found[-1].caption}"
        audit.act("certificate.print", ("certificates", None), current_user, note, session=session, **given)
    return pdf(content, f"证书-{len(found)}张.pdf")


@bp.get("/<int:certificate_id>/preview.pdf")
@requires("certificate.prepare")
def preview(certificate_id: int):
    """A waiting certificate as it would look, marked as a sample."""
    row = load(Certificate, certificate_id, *queries.LISTED)
    told = issuing.particulars(row)
    rest = {"issuer": issuing.issuer_of(row.unit_id), "dated_on": clock.today(), "is_sample": True}
    return pdf(designs.printed(row.template.newest, told, **rest), "样张.pdf")


@bp.get("/designs/<int:template_id>/sample.pdf")
@requires("certificate.design")
def sample(template_id: int):
    """The newest version of a design with invented particulars."""
    row = load(CertificateTemplate, template_id)
    return pdf(
        designs.sample(row.newest, row.holder, issuing.issuer_of(current_user.unit_id), clock.today()),
        f"{row.name}-样张.pdf",
    )


def pdf(content: bytes, name: str):
    """Send a PDF to be kept or printed; a browser runs nothing of it."""
    response = send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name, max_age=0)
    response.headers["Content-Security-Policy"] = POLICY
    return response
