"""One case, whole; and the papers kept with it."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.complaints import bp
from blueprints.complaints.forms import (
    FileForm,
    NoteForm,
)
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.respond import page, saved
from blueprints.core.steps import ReasonForm
from blueprints.core.ways import only_open, shows
from models import deadlines, footage
from models.accounts import UnitKind
from models.complaints import (
    Complaint,
    chain,
    dossier,
    effects,
    evidence,
    handling,
    merging,
    order,
    queries,
    recordings,
)
from models.core import attachments, clock
from models.core.asking import present


@bp.get("/<int:complaint_id>")
@requires(SIGNED_IN)
@shows(Complaint)
def show(complaint_id: int):
    return whole(load(Complaint, complaint_id, *queries.WHOLE))


@bp.post("/<int:complaint_id>/note")
@requires("complaint.note")
def note(complaint_id: int):
    """A timed step of the ladder, a contact, or a word on the progress."""
    case, form = load(Complaint, complaint_id, *queries.WHOLE), NoteForm()
    if form.attempt(handling.note, case, by=current_user, at=clock.now()):
        return saved("已记录。", to=url_for(".show", complaint_id=case.id))
    return whole(case, form=form)


@bp.post("/<int:complaint_id>/files")
@requires("complaint.note")
def add_file(complaint_id: int):
    case, form = load(Complaint, complaint_id, *queries.WHOLE), FileForm()
    if form.attempt(_keep, case, by=current_user):
        return saved("材料已保存。", to=url_for(".show", complaint_id=case.id))
    return whole(case, files_form=form)


def whole(case: Complaint, form=None, files_form=None, decline_form=None):
    """The page of a case as its viewer may see it; a form that was refused stays, though its step be over."""
    offer = chain.offer_of(case) if case.offered_to_id else None
    mine = offer is not None and offer.to_id == current_user.id
    works = case.is_open and current_user.may("complaint.note")
    beside = present(
        clocks=deadlines.open_of(case),
        files=attachments.of(case),
        tries=order.tries_of(case),
        merges=merging.course_of(case),
        joined=merging.joined_to(case.id),
        recordings=footage.of(case),
        earlier=queries.earlier_of(current_user, phone=case.phone, plate=case.plate, but=case.id),
        **({"same": merging.likely_same(case, current_user)} if case.is_open else {}),
    )
    merges, kept = beside.pop("merges"), beside.pop("recordings")
    return page(
        "complaints/show.html",
        case=case,
        offer=offer,
        mine=mine,
        form=form or (NoteForm() if works else None),
        files_form=files_form or (FileForm() if works else None),
        decline_form=decline_form or (ReasonForm() if mine else None),
        steps=dossier.steps_open_to(case, current_user),
        stages=dossier.stages(case),
        story=dossier.story(case, beside["tries"], merges),
        chain=dossier.chain(case),
        procedure=dossier.procedure(case),
        recordings=recordings.paged(kept, current_user),
        may_record=case.is_open and case.unit.kind is UnitKind.STATION and current_user.may("complaint.footage"),
        standings=only_open(effects.standings_of(case)) if current_user.may("penalty.list") else [],
        unowned=chain.unowned_minutes(case.spans, case, clock.now()),
        now=clock.now(),
        same=beside.pop("same", []),
        **beside,
    )


def _keep(case: Complaint, by, photo, caption) -> None:
    evidence.add_file(case, photo=attachments.prepare(photo.stream), caption=caption, by=by)
