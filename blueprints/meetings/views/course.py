"""The course of a decision: progress, report, confirmation, return, more time, withdrawal."""

from __future__ import annotations

from blueprints.core.access import requires
from blueprints.core.respond import saved
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import take
from blueprints.meetings import bp
from blueprints.meetings.forms import ExtendForm, OpinionForm, SendBackForm, WordsForm
from blueprints.meetings.views.decisions import at_decision, decision
from blueprints.meetings.views.planning import step
from models.core import clock
from models.meetings import deciding
from models.meetings.states import DECISION


@bp.route("/decisions/<int:decision_id>/progress", methods=["GET", "POST"])
@requires("meeting.attend")
def progress_decision(decision_id: int):
    row, form = decision(decision_id), WordsForm()
    if take(form, deciding.progress, DECISION, row, "progress", at=clock.now()):
        return saved(f"{row.number} 的进展已报告。", to=at_decision(row))
    return _step(form, row, "报告进展")


@bp.route("/decisions/<int:decision_id>/report", methods=["GET", "POST"])
@requires("meeting.attend")
def report_decision(decision_id: int):
    row, form = decision(decision_id), WordsForm()
    if take(form, deciding.report, DECISION, row, "report", at=clock.now()):
        return saved(f"{row.number} 已报告办结，等待{row.overseer.name}确认。", to=at_decision(row))
    return _step(form, row, "报告办结")


@bp.route("/decisions/<int:decision_id>/confirm", methods=["GET", "POST"])
@requires("meeting.oversee")
def confirm_decision(decision_id: int):
    row, form = decision(decision_id), OpinionForm()
    if take(form, deciding.confirm, DECISION, row, "confirm", at=clock.now()):
        return saved(f"{row.number} 已确认办结。", to=at_decision(row))
    return _step(form, row, "确认办结", row.report)


@bp.route("/decisions/<int:decision_id>/send_back", methods=["GET", "POST"])
@requires("meeting.oversee")
def send_back_decision(decision_id: int):
    row, form = decision(decision_id), SendBackForm()
    if not form.is_submitted():
        form.due_on.data = max(row.due_on, clock.today())
    if take(form, deciding.send_back, DECISION, row, "send_back", at=clock.now()):
        return saved(f"{row.number} 已退回重办。", to=at_decision(row))
    return _step(form, row, "退回重办", row.report)


@bp.route("/decisions/<int:decision_id>/extend", methods=["GET", "POST"])
@requires("meeting.oversee")
def extend_decision(decision_id: int):
    row, form = decision(decision_id), ExtendForm()
    if take(form, deciding.extend, DECISION, row, "extend", at=clock.now()):
        return saved(f"{row.number} 的期限已延长到 {row.due_on}。", to=at_decision(row))
    return _step(form, row, "延长期限", f"现在的期限是 {row.due_on}，只能延长一次。")


@bp.route("/decisions/<int:decision_id>/drop", methods=["GET", "POST"])
@requires("meeting.plan")
def drop_decision(decision_id: int):
    row, form = decision(decision_id), ReasonForm()
    if take(form, deciding.drop, DECISION, row, "drop", at=clock.now()):
        return saved(f"{row.number} 已撤销，责任人和督办人已收到通知。", to=at_decision(row))
    return _step(form, row, "撤销决定", kind="danger")


def _step(form, row, title: str, hint: str = "", **more):
    return step(form, title, row.number, at_decision(row), hint=hint or row.text, **more)
