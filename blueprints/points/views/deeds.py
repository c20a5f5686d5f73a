"""Good deeds: told, seen, verified."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.turns import take
from blueprints.core.ways import shows
from blueprints.points import bp
from blueprints.points.columns import DEEDS
from blueprints.points.forms import DeedFilter, DeedForm, EvidenceForm, FindingForm
from models.core import attachments, clock
from models.core.db import db
from models.core.scope import visible
from models.points import GoodDeed, deeds, queries


@bp.get("/deeds")
@requires("deed.report")
def deeds_list():
    """The good deeds one may see: own, told of, to verify."""
    form = DeedFilter()
    rows = deeds.filtered(visible(GoodDeed, current_user), **form.values())
    return page("points/deeds.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/deeds.xlsx")
@requires("deed.report")
def export_deeds():
    form = DeedFilter()
    rows = deeds.filtered(visible(GoodDeed, current_user), **form.values()).order_by(*form.sort.key)
    return sheet("好人好事", DEEDS, rows, action="point.export", filters=form)


@bp.route("/deeds/new", methods=["GET", "POST"])
@requires("deed.report")
def report_deed():
    form, kept = DeedForm(), []
    form.person.offer(deeds.colleagues(current_user))
    form.person.preset(current_user)
    if not form.is_submitted():
        form.happened_on.data = clock.today()
    if form.attempt(_report, kept, by=current_user, at=clock.now()):
        return saved(f"已上报 {kept[0].number}，核实后记分。", to=url_for(".deed", deed_id=kept[0].id))
    return page("points/deed_new.html", form=form)


@bp.get("/deeds/<int:deed_id>")
@requires(SIGNED_IN)
@shows(GoodDeed)
def deed(deed_id: int):
    return _page(load(GoodDeed, deed_id, *deeds.WHOLE), EvidenceForm())


@bp.post("/deeds/<int:deed_id>/evidence")
@requires("deed.report")
def add_deed_evidence(deed_id: int):
    found, form = load(GoodDeed, deed_id, *deeds.WHOLE), EvidenceForm()
    if form.attempt(_keep, found, by=current_user):
        return saved("证据已保存。", to=url_for(".deed", deed_id=found.id))
    return _page(found, form)


@bp.route("/deeds/<int:deed_id>/verify", methods=["GET", "POST"])
@requires("deed.verify")
def verify_deed(deed_id: int):
    return _step(deed_id, deeds.verify, "verify", "核实属实", "核实以后按积分规则给本人记分。")


@bp.route("/deeds/<int:deed_id>/refuse", methods=["GET", "POST"])
@requires("deed.verify")
def refuse_deed(deed_id: int):
    return _step(deed_id, deeds.refuse, "refuse", "不予核实", "请写明理由，本人和上报人都会看到。")


@bp.route("/deeds/<int:deed_id>/overturn", methods=["GET", "POST"])
@requires("deed.verify")
def overturn_deed(deed_id: int):
    return _step(deed_id, deeds.overturn, "overturn", "撤销核实", "撤销以后，已记的积分随之冲销。")


def _step(deed_id: int, rule, step: str, title: str, hint: str):
    found, form = load(GoodDeed, deed_id, *deeds.WHOLE), FindingForm()
    if take(form, rule, deeds.FLOW, found, step, at=clock.now()):
        return saved(f"{found.number} {found.state.label}。", to=url_for(".deed", deed_id=found.id))
    back = url_for(".deed", deed_id=found.id)
    return page("points/step.html", form=form, title=title, hint=hint, number=found.number, back=back)


def _page(found: GoodDeed, form: EvidenceForm):
    """One deed with its evidence and its points, and what its viewer may do with it."""
    refusal = deeds.refusal_to_verify(found, current_user) if current_user.may("deed.verify") else ""
    return page(
        "points/deed.html",
        deed=found,
        form=form,
        evidence=db.session.scalars(attachments.of(found)).all(),
        entries=db.session.scalars(queries.of_source(current_user, "good_deeds", found.id)).unique().all(),
        steps=[] if refusal is not None else deeds.FLOW.open_to(found, current_user),
    )


def _report(kept: list, photo, **told) -> None:
    """Hand the new deed out through ``kept``: a form's attempt returns only yes or no."""
    kept.append(deeds.report(photo=attachments.prepare(photo.stream) if photo else None, **told))


def _keep(found: GoodDeed, photo, **told) -> None:
    deeds.add_evidence(found, photo=attachments.prepare(photo.stream), **told)
