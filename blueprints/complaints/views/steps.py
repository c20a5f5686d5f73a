"""The steps of the main way, one page each: read, decide, go back to the case."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.complaints import bp
from blueprints.complaints.forms import (
    AnswerForm,
    ApologyForm,
    DecideForm,
    OfferForm,
    ReplyForm,
    ReportForm,
    RevisitForm,
    VerifyForm,
)
from blueprints.complaints.turns import in_order, note_try, take
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.steps import ReasonForm
from models.complaints import Complaint, desks, handling, order, praising, queries, revisits
from models.core import clock
from models.core.db import db
from models.rulebook import Book
from models.rulebook import queries as rulebook


@bp.post("/<int:complaint_id>/accept")
@requires("complaint.accept")
def accept(complaint_id: int):
    case = _load(complaint_id)
    with in_order(case, "accept"):
        handling.accept(case, by=current_user, at=clock.now())
    return saved(f"{case.number} 已受理。", to=_after(case))


@bp.route("/<int:complaint_id>/answer", methods=["GET", "POST"])
@requires("complaint.answer")
def answer(complaint_id: int):
    case, form = _load(complaint_id), AnswerForm()
    if take(form, handling.answer, case, "answer"):
        return saved(f"{case.number} 已答复。", to=_after(case))
    return step(form, case, "答复")


@bp.route("/<int:complaint_id>/verify", methods=["GET", "POST"])
@requires("complaint.verify")
def verify(complaint_id: int):
    case, form = _load(complaint_id), VerifyForm()
    form.people.offer(_people_near(case))
    form.people.preset(one.person_id for one in case.duties if one.is_at_lane)
    if take(form, praising.verify, case, "verify"):
        return saved(f"{case.number} 已核实并办结。", to=_after(case))
    return step(form, case, "核实表扬", hint="核实属实的，记入每个人的表扬。")


@bp.route("/<int:complaint_id>/investigate", methods=["GET", "POST"])
@requires("complaint.investigate")
def investigate(complaint_id: int):
    case, form = _load(complaint_id), OfferForm()
    form.person.label.text = "调查人"
    form.person.offer(desks.takers_for(case.unit, current_user, "complaint.report"))
    if take(form, handling.investigate, case, "investigate"):
        return saved(f"已指定{form.person.data.name}调查。", to=_after(case))
    hint = "调查人接受之后成为责任人；涉及人员不能调查。"
    return step(form, case, "指定调查人", hint=hint)


@bp.route("/<int:complaint_id>/report", methods=["GET", "POST"])
@requires("complaint.report")
def report(complaint_id: int):
    case, form = _load(complaint_id), ReportForm()
    form.people.offer(_people_near(case))
    form.people.preset(one.person_id for one in case.involved)
    if not form.is_submitted() and not form.investigation.data:
        form.investigation.data = case.investigation
    if take(form, handling.report, case, "report"):
        return saved(f"{case.number} 已提交责任认定。", to=_after(case))
    return step(form, case, "提交调查情况")


@bp.route("/<int:complaint_id>/decide", methods=["GET", "POST"])
@requires("complaint.decide")
def decide(complaint_id: int):
    case, form = _load(complaint_id), DecideForm()
    day = clock.local(case.occurred_at).date()
    form.clauses.offer(db.session.scalars(rulebook.in_force(day, Book.SERVICE)))
    if take(form, handling.decide, case, "decide"):
        return saved(f"{case.number} 已认定：{form.liability.data.label}。", to=_after(case))
    return page("complaints/decide.html", form=form, case=case)


@bp.route("/<int:complaint_id>/send-back", methods=["GET", "POST"])
@requires("complaint.decide")
def send_back(complaint_id: int):
    case, form = _load(complaint_id), ReasonForm()
    if take(form, handling.send_back, case, "send_back"):
        return saved(f"{case.number} 已退回补充调查。", to=_after(case))
    return step(form, case, "退回补充调查")


@bp.route("/<int:complaint_id>/apologise", methods=["GET", "POST"])
@requires("complaint.apologise")
def apologise(complaint_id: int):
    case, form = _load(complaint_id), ApologyForm()
    form.people.offer(_people_near(case))
    form.people.preset(one.person_id for one in case.involved)
    if not form.is_submitted():
        handling.require_turn_to_apologise(case)
    if form.attempt(handling.apologise, case, by=current_user, at=clock.now()):
        return saved("致歉已登记，可以回复投诉人。", to=_after(case))
    note_try(case, order.APOLOGY)
    hint = "双方责任的，只为我方的部分致歉，并善意说明对方的部分。"
    return step(form, case, "登记致歉", hint=hint)


@bp.route("/<int:complaint_id>/reply", methods=["GET", "POST"])
@requires("complaint.reply")
def reply(complaint_id: int):
    case, form = _load(complaint_id), ReplyForm()
    if take(form, handling.reply, case, "reply"):
        return saved(f"{case.number} 已回复，等待回访。", to=_after(case))
    return step(form, case, "回复投诉人")


@bp.route("/<int:complaint_id>/revisit", methods=["GET", "POST"])
@requires("complaint.revisit")
def revisit(complaint_id: int):
    case, form = _load(complaint_id), RevisitForm()
    if take(form, revisits.record, case, "revisit"):
        return saved("回访已记录。", to=_after(case))
    return page("complaints/revisit.html", form=form, case=case)


@bp.post("/<int:complaint_id>/close")
@requires("complaint.close")
def close(complaint_id: int):
    case = _load(complaint_id)
    with in_order(case, "close"):
        handling.close(case, by=current_user, at=clock.now())
    return saved(f"{case.number} 已办结归档。", to=_after(case))


def step(form, case: Complaint, title: str, **more):
    """The page of one step: a few fields and one button."""
    back = url_for(".show", complaint_id=case.id)
    return page("complaints/step.html", form=form, title=title, case=case, back=back, **more)


def _load(complaint_id: int) -> Complaint:
    return load(Complaint, complaint_id, *queries.WHOLE)


def _after(case: Complaint) -> str:
    """Back to the case, or to the book where the step took it out of one's sight."""
    seen = current_user.may("complaint.read") or current_user.id in (case.responsible_id, case.first_receiver_id)
    return url_for(".show", complaint_id=case.id) if seen else url_for(".index")


def _people_near(case: Complaint) -> list:
    """Return the people of the station with those who were on duty first: they are the likely ones."""
    then = {one.person_id for one in case.duties}
    people = db.session.scalars(queries.staff_of(case.unit, current_user)).unique().all()
    return sorted(people, key=lambda person: person.id not in then)
