"""Where a phone brings what it recorded without a signal: one item or one photo at a time, each with a receipt."""

from __future__ import annotations

from flask import current_app, jsonify, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from blueprints.core.access import load, public, requires
from blueprints.core.respond import keep
from blueprints.inspections import bp
from blueprints.inspections.forms import DeliveredPhotoForm, DeliveryForm
from blueprints.inspections.sheet_input import answer_in
from blueprints.inspections.views.record import choices_of
from models.core import attachments, clock
from models.core.errors import RuleBroken
from models.inspections import Delivery, Inspection, InspectionState, confirming, queries, recording
from models.inspections.scoring import said


@bp.get("/<int:inspection_id>/outbox")
@requires("inspection.record")
def outbox(inspection_id: int):
    """Tell a device who is signed in, a fresh token, and what has arrived already."""
    inspection = load(Inspection, inspection_id)
    return jsonify(
        csrf=generate_csrf(),
        user=current_user.id,
        running=inspection.state is InspectionState.RUNNING,
        received=recording.received_keys(inspection),
    )


@bp.post("/<int:inspection_id>/outbox")
@requires("inspection.record")
def deliver(inspection_id: int):
    inspection, form = load(Inspection, inspection_id, *queries.WHOLE), DeliveryForm()
    if not form.attempt(_deliver, inspection):
        return _refused(form)
    return _receipt(inspection, form.key.data)


@bp.post("/<int:inspection_id>/outbox/photo")
@requires("inspection.record")
def deliver_photo(inspection_id: int):
    inspection, form = load(Inspection, inspection_id, *queries.WHOLE), DeliveredPhotoForm()
    if not form.attempt(_deliver_photo, inspection):
        return _refused(form)
    return _receipt(inspection, form.key.data)


@bp.get("/worker.js")
@public
def worker():
    """The service worker that lets the page of a record open without a signal; it holds no data."""
    asset = current_app.extensions["assets"]["inspection-worker.js"]
    response = current_app.response_class(asset.body, content_type=asset.kind)
    response.cache_control.no_cache = True
    return response


def _deliver(inspection: Inspection, *, key: str) -> None:
    item = next((one for one in inspection.template.items if str(one.id) == request.form.get("item")), None)
    reading = answer_in(request.form, item, choices_of(inspection)) if item else None
    if reading is None:
        raise RuleBroken("这一项没有结论，请选择后再发送。")
    recording.deliver(inspection, key, reading, by=current_user, at=clock.now())


def _deliver_photo(inspection: Inspection, *, key: str, finding: str, photo) -> None:
    prepared = attachments.prepare(photo.stream)
    recording.deliver_photo(inspection, key, finding, photo=prepared, by=current_user, at=clock.now())


def _receipt(inspection: Inspection, key: str):
    """Commit, then say what arrived when and how the sheet stands."""
    row: Delivery = recording.receipt(inspection, key)
    found = recording.score_of(inspection)
    told = {
        "key": key,
        "at": f"{clock.local(row.at):%H:%M}",
        "total": said(found.total),
        "open": len(confirming.open_items(inspection)),
        "photo": url_for("files.small", attachment_id=row.attachment_id) if row.attachment_id else "",
    }
    keep()
    return jsonify(told)


def _refused(form):
    sentences = [*form.form_errors, *(error for field in form for error in field.errors)]
    return jsonify(refused="；".join(sentences)), 409 if form.is_late else 422
