"""Violations: list, report, evidence, finding, and the draft that follows."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.turns import require_state, take
from blueprints.core.ways import shows
from blueprints.penalties import bp
from blueprints.penalties.columns import VIOLATIONS
from blueprints.penalties.forms import (
    DraftForm,
    EvidenceForm,
    FindingForm,
    ViolationEditForm,
    ViolationFilter,
    ViolationForm,
)
from models.accounts import Unit
from models.core import attachments, clock
from models.core.db import db
from models.core.flow import lets
from models.core.scope import visible
from models.penalties import Violation, ViolationState, dossier, drafting, joint, queries
from models.penalties import violations as rules
from models.penalties.states import VIOLATION
from models.rulebook import Book
from models.rulebook import queries as rulebook

ONE = (queries.CLAUSES, *queries.TOLD, queries.OF_UNIT)


@bp.get("/violations")
@requires("penalty.list")
def violations():
    form, rows = _list()
    return page("penalties/violations.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/violations/export.xlsx")
@requires("penalty.export")
def export_violations():
    form, rows = _list()
    return sheet("违规登记", VIOLATIONS, rows.order_by(*form.sort.key), action="penalty.export", filters=form)


@bp.route("/new", methods=["GET", "POST"])
@requires("violation.register")
def create():
    form, kept = ViolationForm(), []
    form.person.offer(queries.people_to_report(current_user))
    form.clauses.offer(db.session.scalars(rulebook.in_force(form.day())))
    if form.attempt(_register, kept, by=current_user, at=clock.now()):
        said = f"已登记，编号 {kept[0].number}。可以继续添加证据。"
        return saved(said, to=url_for(".show_violation", violation_id=kept[0].id))
    return page("penalties/violation_edit.html", form=form, violation=None)


@bp.get("/violations/<int:violation_id>")
@requires(SIGNED_IN)
@shows(Violation)
def show_violation(violation_id: int):
    return _page(load(Violation, violation_id, *ONE))


@bp.route("/violations/<int:violation_id>/edit", methods=["GET", "POST"])
@requires("violation.register")
def edit_violation(violation_id: int):
    violation = load(Violation, violation_id, *ONE)
    form = ViolationEditForm(version=violation.version)
    require_state(form, violation, ViolationState.REPORTED, rules.PAST_EDITING)
    form.show(violation)
    form.clauses.offer(db.session.scalars(rulebook.in_force(form.day())))
    if form.attempt(rules.edit, violation, by=current_user, at=clock.now()):
        return saved("登记已更正。", to=url_for(".show_violation", violation_id=violation.id))
    return page("penalties/violation_edit.html", form=form, violation=violation)


@bp.post("/violations/<int:violation_id>/evidence")
@requires("violation.register")
def add_evidence(violation_id: int):
    violation, form = load(Violation, violation_id, *ONE), EvidenceForm()
    if form.attempt(_keep, violation, by=current_user):
        return saved("证据已保存。", to=url_for(".show_violation", violation_id=violation.id))
    return _page(violation, form)


@bp.route("/violations/<int:violation_id>/confirm", methods=["GET", "POST"])
@requires("violation.confirm")
def confirm(violation_id: int):
    violation, form = load(Violation, violation_id, *ONE), FindingForm()
    if take(form, rules.confirm, VIOLATION, violation, "confirm", at=clock.now()):
        return saved(
            f"{violation.number} 已认定，可以拟定处罚。", to=url_for(".show_violation", violation_id=violation.id)
        )
    return _step(form, violation, "认定违规")


@bp.route("/violations/<int:violation_id>/dismiss", methods=["GET", "POST"])
@requires("violation.dismiss")
def dismiss(violation_id: int):
    violation, form = load(Violation, violation_id, *ONE), FindingForm()
    if take(form, rules.dismiss, VIOLATION, violation, "dismiss", at=clock.now()):
        return saved(f"{violation.number} 不予认定。", to=url_for(".show_violation", violation_id=violation.id))
    return _step(form, violation, "不予认定")


@bp.route("/violations/<int:violation_id>/draft", methods=["GET", "POST"])
@requires("penalty.draft")
def draft(violation_id: int):
    """Draft the penalty, or for a mishandled complaint the two penalties."""
    violation, form = load(Violation, violation_id, *ONE), DraftForm()
    require_state(form, violation, ViolationState.CONFIRMED, drafting.NOT_CONFIRMED)
    day = clock.local(violation.occurred_at).date()
    form.ten_clause.offer(rulebook.in_force(day, Book.TEN))
    form.leader.offer(queries.people_to_report(current_user))
    repeat_no = queries.repeat_no(violation)
    form.suit(violation, repeat_no)
    if form.attempt(drafting.begin, violation, by=current_user, at=clock.now()):
        made = db.session.scalars(queries.penalties_of(violation)).all()[-1]
        return saved(f"已拟定 {made.number}，核对后提交审批。", to=url_for(".show", penalty_id=made.id))
    return page("penalties/draft.html", form=form, violation=violation, repeat_no=repeat_no)


def _joint_to(violation: Violation):
    """The records that hang together with this one, as far as the viewer may see them."""
    seen = visible(Violation, current_user).with_only_columns(Violation.id).order_by(None)
    return joint.of(violation).where(Violation.id.in_(seen))


def _page(violation: Violation, form: EvidenceForm | None = None):
    concerned = current_user.id == violation.person_id
    works = current_user.may("violation.register") and not concerned
    penalties = db.session.scalars(queries.visible_penalties_of(violation, current_user)).all()
    return page(
        "penalties/violation.html",
        violation=violation,
        evidence=db.session.scalars(attachments.of(violation)).all(),
        story=dossier.course_of(violation, penalties),
        penalties=penalties,
        others=db.session.scalars(_joint_to(violation)).all(),
        repeat_no=queries.repeat_no(violation),
        works=works,
        form=(form or EvidenceForm()) if works and rules.takes_evidence(violation) else None,
        is_open=violation.state is ViolationState.REPORTED,
        is_confirmed=violation.state is ViolationState.CONFIRMED,
        decides=lets(rules.confirm, violation, current_user),
        drafts=lets(drafting.begin, violation, current_user),
        joins=lets(joint.add, violation, current_user),
    )


def _step(form, violation: Violation, title: str):
    back = url_for(".show_violation", violation_id=violation.id)
    return page("penalties/step.html", form=form, title=title, number=violation.number, back=back)


def _register(kept: list, by, at, **told) -> None:
    """Hand the new violation out through ``kept``: a form's attempt returns only yes or no."""
    kept.append(rules.register(by=by, at=at, **told))


def _keep(violation: Violation, by, photo, caption) -> None:
    rules.add_evidence(violation, photo=attachments.prepare(photo.stream), caption=caption, by=by)


def _list():
    """Return the filters and the violations they leave."""
    form = ViolationFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    return form, queries.filtered_violations(visible(Violation, current_user), **form.values())
