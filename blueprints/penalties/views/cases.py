"""The list of penalties, one case, and the decision on it."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core import documents
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import SteppedDecisionForm
from blueprints.core.ways import shows
from blueprints.penalties import bp, papers
from blueprints.penalties.columns import PENALTIES
from blueprints.penalties.forms import (
    PenaltyFilter,
)
from models import approvals
from models.accounts import Unit
from models.core import attachments, clock, settings
from models.core.db import db
from models.core.scope import visible
from models.penalties import Penalty, PenaltyState, appeals, dossier, drafting, queries, service, verdicts


@bp.get("/")
@requires("penalty.list")
def index():
    form, rows = _list()
    shown = page_of(rows, *form.sort.key)
    total = queries.payable_of(rows) if shown.rows else 0
    return page("penalties/index.html", form=form, page=shown, total=total)


@bp.get("/export.xlsx")
@requires("penalty.export")
def export():
    form, rows = _list()
    return sheet("违规处罚台账", PENALTIES, rows.order_by(*form.sort.key), action="penalty.export", filters=form)


@bp.get("/<int:penalty_id>")
@requires(SIGNED_IN)
@shows(Penalty)
def show(penalty_id: int):
    return _page(load(Penalty, penalty_id, *queries.WHOLE), SteppedDecisionForm())


@bp.post("/<int:penalty_id>/decide")
@requires("approval.decide")
def decide(penalty_id: int):
    """Consent or return; the next case that waits for the same person follows. A loser of the race gets 409."""
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), SteppedDecisionForm()
    form.offer(approvals.course_of(penalty, current_user, clock.now()).steps_back)
    if not form.validate_on_submit():
        return _page(penalty, form)
    _before, after = dossier.neighbours(penalty.id, current_user, clock.now())
    drafting.decide(
        penalty, decision=form.decision.data, opinion=form.opinion.data or "", by=current_user, at=clock.now()
    )
    said = f"{penalty.number} 已{'同意' if form.decision.data == 'approve' else '退回'}"
    to = url_for(".show", penalty_id=after) if after else url_for(".show", penalty_id=penalty.id)
    return saved(f"{said}，下一件" if after else f"{said}。", to=to)


@bp.get("/<int:penalty_id>/print")
@requires(SIGNED_IN)
def print_decision(penalty_id: int):
    """The decision and the proof of its delivery, on one sheet."""
    penalty = load(Penalty, penalty_id, *queries.WHOLE)
    return page("penalties/print.html", penalty=penalty, now=clock.now(), **papers.shown(penalty))


@bp.get("/<int:penalty_id>/decision.docx")
@requires(SIGNED_IN)
def decision_document(penalty_id: int):
    penalty = load(Penalty, penalty_id, *queries.WHOLE)
    paper = papers.decision(penalty, str(settings.value_of("house.name")))
    name = f"{papers.title_of(penalty)} {penalty.number}"
    return documents.send(paper, name, action="penalty.export", subject=penalty)


def _page(penalty: Penalty, form: SteppedDecisionForm):
    """The whole case as its viewer may see it."""
    now = clock.now()
    course = approvals.course_of(penalty, current_user, now)
    waits = course.mine is not None
    form.offer(course.steps_back)
    before, after = dossier.neighbours(penalty.id, current_user, now) if waits else (None, None)
    return page(
        "penalties/show.html",
        penalty=penalty,
        form=form,
        waits=waits,
        due_at=course.mine.due_at if waits else None,
        told=dossier.told_to_person(penalty) if penalty.person_id == current_user.id else ("", ""),
        before=before,
        after=after,
        evidence=db.session.scalars(attachments.of(penalty.violation)).all(),
        story=dossier.story(penalty, course),
        returned=course.returned if penalty.state is PenaltyState.DRAFT else "",
        earlier=db.session.scalars(queries.earlier_of(penalty, current_user)).all(),
        precedents=dossier.precedents(penalty),
        overlaps=queries.same_fact(penalty) if penalty.state is PenaltyState.DRAFT else [],
        steps=dossier.steps_open_to(penalty, current_user),
        window=_window(penalty),
        window_over=service.window_over(penalty, clock.today()),
        appeal_refusal=appeals.refusal_for(penalty, current_user, now) if penalty.appeal else None,
        now=now,
    )


def _window(penalty: Penalty) -> list[str]:
    """Say how the end of the appeal window was counted."""
    if penalty.served_at is None:
        return []
    return service.sentences(service.counted(penalty))


def _list():
    """Return the filters and the penalties they leave."""
    form = PenaltyFilter()
    if current_user.may("penalty.compare"):
        form.approver.offer(verdicts.approvers(current_user))
    else:
        del form.approver, form.verdict
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    return form, queries.filtered(visible(Penalty, current_user), **form.values())
