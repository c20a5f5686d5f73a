"""The steps of a certificate: corrected, issued alone or with others, cancelled, restored, revoked."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.certificates import bp
from blueprints.certificates.columns import Names
from blueprints.certificates.forms import (
    PendingForm,
    WordsForm,
)
from blueprints.core import turns
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.steps import ReasonForm
from models import awards
from models.certificates import Certificate, ending, issuing, queries
from models.certificates.flow import FLOW
from models.core import clock
from models.core.db import db


@bp.route("/pending", methods=["GET", "POST"])
@requires("certificate.issue")
def pending():
    """All that wait for the person's decision, to be issued together."""
    form, kept = PendingForm(), []
    rows = db.session.scalars(queries.waiting(current_user).limit(issuing.MOST_AT_ONCE)).all()
    form.offer(rows, Names())
    if form.attempt(_issue_all, kept):
        first, last = kept[0].number, kept[-1].number
        said = f"已颁发 {first}。" if len(kept) == 1 else f"已颁发 {len(kept)} 张，{first} 至 {last}。"
        return saved(said, to=url_for(".index", state="issued"))
    return page("certificates/pending.html", form=form, rows=rows)


@bp.post("/<int:certificate_id>/issue")
@requires("certificate.issue")
def issue(certificate_id: int):
    row = load(Certificate, certificate_id)
    issuing.issue(row, by=current_user, at=clock.now())
    return saved(f"已颁发，编号 {row.number}。", to=url_for(".show", certificate_id=row.id))


@bp.route("/<int:certificate_id>/edit", methods=["GET", "POST"])
@requires("certificate.prepare")
def edit(certificate_id: int):
    row, form = load(Certificate, certificate_id, *queries.LISTED), WordsForm()
    form.show(row)
    if turns.take(form, issuing.edit, FLOW, row, "edit", at=clock.now()):
        return saved("已修改。", to=url_for(".show", certificate_id=row.id))
    return page("certificates/edit.html", form=form, row=row)


@bp.route("/<int:certificate_id>/cancel", methods=["GET", "POST"])
@requires("certificate.prepare")
def cancel(certificate_id: int):
    return _step(certificate_id, "cancel", ending.cancel, "已取消拟发。")


@bp.route("/<int:certificate_id>/revoke", methods=["GET", "POST"])
@requires("certificate.revoke")
def revoke(certificate_id: int):
    return _step(certificate_id, "revoke", ending.revoke, "已撤销，扫码核验立即显示“已撤销”。")


@bp.post("/<int:certificate_id>/restore")
@requires("certificate.prepare")
def restore(certificate_id: int):
    row = load(Certificate, certificate_id)
    ending.restore(row, by=current_user, at=clock.now())
    return saved("已恢复，等待颁发。", to=url_for(".show", certificate_id=row.id))


def _step(certificate_id: int, name: str, rule, said: str):
    """The page of a step that asks for a reason."""
    row, form = load(Certificate, certificate_id, *queries.LISTED), ReasonForm()
    if turns.take(form, rule, FLOW, row, name, at=clock.now()):
        return saved(said, to=url_for(".show", certificate_id=row.id))
    reward = awards.papers.reward_of(row)
    return page("certificates/step.html", form=form, row=row, step=FLOW.steps[name], reward=reward)


def _issue_all(kept: list[Certificate], rows: list[int]) -> None:
    """Issue what is ticked; the form has checked that it was offered."""
    chosen = db.session.scalars(queries.waiting(current_user).where(Certificate.id.in_(rows))).all()
    kept += issuing.issue_all(chosen, by=current_user, at=clock.now())
