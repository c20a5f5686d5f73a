"""The study of reports by 规范化服务考核工作领导小组, and the commitments that its members and the organisers see."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user

from blueprints.core import turns
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.mystery_visits import bp
from blueprints.mystery_visits.forms import DecisionForm, StudyForm, TakeBackForm
from models.core import clock
from models.core.db import db
from models.mystery_visits import MysteryVisit, consequences, queries, studying

TAKEN_BACK = "由它引起的违规一并撤销；处罚已经生效的，先撤销处罚"


@bp.get("/study")
@requires("mystery_visit.study")
def study():
    """What waits for the group, and the commitments of all reports: they show that none disappears."""
    waiting = db.session.scalars(queries.to_study(current_user)).unique().all()
    commitments = db.session.scalars(queries.commitments(current_user)).all()
    return page("mystery_visits/study.html", waiting=waiting, commitments=commitments, now=clock.now())


@bp.route("/<int:visit_id>/matters/<int:matter_id>", methods=["GET", "POST"])
@requires("mystery_visit.study")
def decide(visit_id: int, matter_id: int):
    visit = load(MysteryVisit, visit_id, *queries.WHOLE)
    matter = queries.matter_of(visit, matter_id) or abort(404)
    form = DecisionForm(version=matter.version)
    form.show(matter)
    turns.refuse_before(form, studying.refusal_to_decide(visit, matter))
    if form.attempt(studying.decide, visit, matter, by=current_user, at=clock.now()):
        return saved("决定已记录。", to=url_for(".show", visit_id=visit.id))
    return page("mystery_visits/decide.html", form=form, visit=visit, matter=matter)


@bp.route("/<int:visit_id>/matters/<int:matter_id>/take-back", methods=["GET", "POST"])
@requires("mystery_visit.study")
def take_back(visit_id: int, matter_id: int):
    """Stand by an adopted proposal no longer; what it led to in discipline falls."""
    visit, form = load(MysteryVisit, visit_id, *queries.WHOLE), TakeBackForm()
    matter = (queries.matter_of(visit, matter_id) if visit.is_published else None) or abort(404)
    turns.refuse_before(form, consequences.refusal_to_take_back(visit, matter))
    if form.attempt(consequences.take_back, visit, matter, by=current_user, at=clock.now()):
        return saved("采纳已撤销，由它引起的违规一并撤销。", to=url_for(".show", visit_id=visit.id))
    told = {"back": url_for(".show", visit_id=visit.id), "hint": f"{matter.text}（{TAKEN_BACK}）", "kind": "danger"}
    return page("mystery_visits/step.html", form=form, title="撤销采纳", visit=visit, **told)


@bp.route("/<int:visit_id>/close", methods=["GET", "POST"])
@requires("mystery_visit.study")
def close(visit_id: int):
    visit, form = load(MysteryVisit, visit_id, *queries.WHOLE), StudyForm()
    if form.attempt(studying.close, visit, by=current_user, at=clock.now()):
        return saved("已记为“已研究”。", to=url_for(".show", visit_id=visit.id))
    back, hint = url_for(".show", visit_id=visit.id), "办结后，逐条决定不能再改。"
    return page("mystery_visits/step.html", form=form, title="办结研究", back=back, hint=hint, visit=visit)
