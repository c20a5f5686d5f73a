"""The record on the spot: the long form, and photos one at a time."""

from __future__ import annotations

from flask import abort, request, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.turns import require_may
from blueprints.inspections import bp
from blueprints.inspections.forms import HeadForm, PhotoForm, RecordForm
from blueprints.inspections.sheet_input import Choices, answers_in, lines_of
from models.core import attachments, clock
from models.core.attachments import Attachment
from models.core.db import db
from models.core.errors import RuleBroken
from models.inspections import Finding, Inspection, confirming, opening, queries, recording
from models.inspections.states import INSPECTION
from models.roster import queries as roster


@bp.route("/<int:inspection_id>/record", methods=["GET", "POST"])
@requires("inspection.record")
def record(inspection_id: int):
    """All items at once; a script shows one at a time and sends each as it is answered."""
    inspection, form = load(Inspection, inspection_id, *queries.WHOLE), RecordForm()
    INSPECTION.require(inspection, "record")
    require_may(form, recording.answer_all, inspection)
    choices = choices_of(inspection)
    if form.attempt(_save_all, inspection, choices):
        return saved("已保存。", to=url_for(".show", inspection_id=inspection.id))
    return page(
        "inspections/record.html",
        form=form,
        inspection=inspection,
        lines=lines_of(inspection, request.form if form.is_submitted() else None),
        score=recording.score_of(inspection),
        choices=choices,
        open_items=confirming.open_items(inspection),
    )


@bp.route("/<int:inspection_id>/head", methods=["GET", "POST"])
@requires("inspection.record")
def head(inspection_id: int):
    """Who was there, the lanes, the weather."""
    inspection, form = load(Inspection, inspection_id, *queries.WHOLE), HeadForm()
    INSPECTION.require(inspection, "record")
    people = db.session.scalars(queries.people_of(inspection.station_id)).unique().all()
    form.seen.offer(people)
    form.answerable.offer(people)
    form.answerable.preset(inspection.answerable)
    form.lane_names.choices = {one.code: one.name for one in db.session.scalars(roster.lanes_of(inspection.station_id))}
    form.show(inspection)
    if form.attempt(opening.edit_head, inspection, by=current_user):
        return saved("抬头已更正。", to=url_for(".record", inspection_id=inspection.id))
    return page("inspections/head.html", form=form, inspection=inspection)


@bp.route("/<int:inspection_id>/findings/<int:finding_id>/photo", methods=["GET", "POST"])
@requires("inspection.record")
def photo(inspection_id: int, finding_id: int):
    """Add one picture to a finding, for browsers without the script."""
    inspection, form = load(Inspection, inspection_id, *queries.WHOLE), PhotoForm()
    finding = finding_of(inspection, finding_id)
    INSPECTION.require(inspection, "record")
    require_may(form, recording.add_photo, inspection)
    if form.attempt(_add_photo, inspection, finding):
        return saved(
            "照片已保存。", to=url_for(".record", inspection_id=inspection.id, _anchor=f"item-{finding.item_id}")
        )
    return page("inspections/photo.html", form=form, inspection=inspection, finding=finding)


@bp.post("/<int:inspection_id>/photos/<int:attachment_id>/drop")
@requires("inspection.record")
def drop_photo(inspection_id: int, attachment_id: int):
    inspection = load(Inspection, inspection_id, *queries.WHOLE)
    attachment = db.session.get(Attachment, attachment_id) or abort(404)
    if attachment.owner_type != Finding.__tablename__:
        abort(404)
    finding = finding_of(inspection, attachment.owner_id)
    recording.drop_photo(inspection, attachment, by=current_user)
    return saved("照片已去掉。", to=url_for(".record", inspection_id=inspection.id, _anchor=f"item-{finding.item_id}"))


def choices_of(inspection: Inspection) -> Choices:
    """Return whom and which lanes a finding of this inspection may name: those seen first, then the station's."""
    people = {row.user_id: row.user for row in inspection.seen}
    people |= {one.id: one for one in db.session.scalars(queries.people_of(inspection.station_id)).unique()}
    lanes = {one.id: one for one in db.session.scalars(roster.lanes_of(inspection.station_id))}
    return Choices(people, lanes)


def finding_of(inspection: Inspection, finding_id: int) -> Finding:
    return next((one for one in inspection.findings if one.id == finding_id), None) or abort(404)


def _save_all(inspection: Inspection, choices: Choices, **_nothing) -> None:
    told = answers_in(request.form, inspection, choices)
    if not told:
        raise RuleBroken("还没有任何结论，请至少选择一项。")
    recording.answer_all(inspection, told, by=current_user, at=clock.now())


def _add_photo(inspection: Inspection, finding: Finding, *, photo) -> None:
    prepared = attachments.prepare(photo.stream)
    recording.add_photo(inspection, finding, photo=prepared, by=current_user)
