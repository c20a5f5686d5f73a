"""Grievances: recorded, signed by three, or not established."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import take
from blueprints.points import bp
from blueprints.points.columns import GRIEVANCES
from blueprints.points.forms import (
    GrievanceFilter,
    GrievanceForm,
    SignForm,
)
from models.accounts import history
from models.core import attachments, clock
from models.core.db import db
from models.core.scope import visible
from models.points import Grievance, Signer, grievances


@bp.get("/grievances")
@requires(SIGNED_IN)
def grievances_list():
    """The grievances one may see: own, within reach, to sign."""
    form, rows = _list()
    return page("points/grievances.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/grievances.xlsx")
@requires(SIGNED_IN)
def export_grievances():
    form, rows = _list()
    return sheet("委屈记录", GRIEVANCES, rows.order_by(*form.sort.key), action="point.export", filters=form)


@bp.route("/grievances/new", methods=["GET", "POST"])
@requires("grievance.record")
def record_grievance():
    form, kept = GrievanceForm(), []
    if form.attempt(_record, kept, by=current_user, at=clock.now()):
        to = url_for(".grievance", grievance_id=kept[0].id)
        return saved(f"已登记 {kept[0].number}，等班长、监控员、站长签认。", to=to)
    return page("points/grievance_new.html", form=form)


@bp.get("/grievances/<int:grievance_id>")
@requires(SIGNED_IN)
def grievance(grievance_id: int):
    return _page(load(Grievance, grievance_id, *grievances.WHOLE), SignForm())


@bp.get("/grievances/<int:grievance_id>/print")
@requires(SIGNED_IN)
def print_grievance(grievance_id: int):
    found = load(Grievance, grievance_id, *grievances.WHOLE)
    signed = {one.signer: one for one in found.signatures}
    return page("points/grievance_print.html", grievance=found, signed=signed, posts=list(Signer), now=clock.now())


@bp.post("/grievances/<int:grievance_id>/sign")
@requires(SIGNED_IN)
def sign_grievance(grievance_id: int):
    found, form = load(Grievance, grievance_id, *grievances.WHOLE), SignForm()
    posts = grievances.posts_open_to(found, current_user)
    form.offer(posts)
    if form.attempt(grievances.sign, found, by=current_user, at=clock.now()):
        return saved(f"{found.number} 已签认。", to=url_for(".grievance", grievance_id=found.id))
    return _page(found, form)


@bp.route("/grievances/<int:grievance_id>/refuse", methods=["GET", "POST"])
@requires(SIGNED_IN)
def refuse_grievance(grievance_id: int):
    found, form = load(Grievance, grievance_id, *grievances.WHOLE), ReasonForm()
    if take(form, grievances.refuse, grievances.FLOW, found, "refuse", at=clock.now()):
        return saved(f"{found.number} 未予认定。", to=url_for(".grievance", grievance_id=found.id))
    back = url_for(".grievance", grievance_id=found.id)
    return page(
        "points/step.html", form=form, title="不予认定", hint="本人会看到理由。", number=found.number, back=back
    )


@bp.post("/grievances/<int:grievance_id>/withdraw")
@requires("grievance.record")
def withdraw_grievance(grievance_id: int):
    found = load(Grievance, grievance_id, *grievances.WHOLE)
    grievances.withdraw(found, by=current_user, at=clock.now())
    return saved(f"{found.number} 已撤回。", to=url_for(".grievance", grievance_id=found.id))


def _page(found: Grievance, form: SignForm):
    """One grievance with its evidence, the three signatures, and what its viewer may sign."""
    posts = grievances.posts_open_to(found, current_user)
    form.offer(posts)
    return page(
        "points/grievance.html",
        grievance=found,
        form=form if posts else None,
        evidence=db.session.scalars(attachments.of(found)).all(),
        signed={one.signer: one for one in found.signatures},
        posts=list(Signer),
        refused=history.last_act(found, "grievance.refuse"),
    )


def _record(kept: list, photo, **told) -> None:
    """Hand the new grievance out through ``kept``: a form's attempt returns only yes or no."""
    kept.append(grievances.record(photo=attachments.prepare(photo.stream) if photo else None, **told))


def _list():
    """Return the filters and the grievances they leave."""
    form = GrievanceFilter()
    chosen = form.values()
    if chosen.pop("signs", False):
        chosen["signer"] = current_user
    return form, grievances.filtered(visible(Grievance, current_user), **chosen)
