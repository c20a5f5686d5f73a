"""The course of a measure: submission, decision, execution, re-test, end."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.respond import saved
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import take
from blueprints.measures import bp
from blueprints.measures.forms import (
    DecisionForm,
    FinishForm,
    ReplyForm,
    RetestCorrectionForm,
    RetestForm,
    StartForm,
)
from blueprints.measures.views.cases import case_page, step
from models import approvals
from models.core import clock
from models.measures import Measure, measuring, publishing, queries
from models.measures.states import MEASURE


@bp.post("/<int:measure_id>/submit")
@requires("measure.draft")
def submit(measure_id: int):
    measure = _load(measure_id)
    measuring.submit(measure, by=current_user, at=clock.now())
    return saved(f"{measure.number} 已提交审批，当事人可以陈述申辩。", to=_at(measure))


@bp.route("/<int:measure_id>/withdraw", methods=["GET", "POST"])
@requires("measure.draft")
def withdraw(measure_id: int):
    measure, form = _load(measure_id), ReasonForm()
    if take(form, measuring.withdraw, MEASURE, measure, "withdraw", at=clock.now()):
        return saved(f"{measure.number} 已撤回。", to=_at(measure))
    return step(form, measure, "撤回")


@bp.post("/<int:measure_id>/decide")
@requires(SIGNED_IN)
def decide(measure_id: int):
    """Consent or return; members of the 领导小组 decide by their seat, whatever their role."""
    measure, form = _load(measure_id), DecisionForm()
    form.offer(approvals.course_of(measure, current_user, clock.now()).steps_back)
    if not form.validate_on_submit():
        return case_page(measure, form)
    told = {"decision": form.decision.data, "opinion": form.opinion.data or ""}
    measuring.decide(measure, by=current_user, at=clock.now(), **told)
    said = "同意" if form.decision.data == "approve" else "退回"
    return saved(f"{measure.number} 已{said}。", to=_at(measure))


@bp.route("/<int:measure_id>/start", methods=["GET", "POST"])
@requires("measure.start")
def start(measure_id: int):
    measure, form = _load(measure_id), StartForm()
    if not form.is_submitted():
        form.from_on.data = clock.today()
    if take(form, measuring.start, MEASURE, measure, "start", at=clock.now()):
        return saved(f"{measure.number} 已开始执行。", to=_at(measure))
    hint = f"待岗 {measure.days} 天，期满并复考合格后返岗。" if measure.days else ""
    return step(form, measure, "开始执行", hint)


@bp.post("/<int:measure_id>/notice")
@requires("measure.start")
def draft_notice(measure_id: int):
    """Draft the 通报 of a public criticism; it is finished and submitted with the notices."""
    measure = _load(measure_id)
    notice = publishing.draft_notice(measure, by=current_user, at=clock.now())
    return saved("通报已起草，请核对发送范围后提交签发。", to=url_for("notices.edit", notice_id=notice.id))


@bp.route("/<int:measure_id>/reply", methods=["GET", "POST"])
@requires("measure.start")
def reply(measure_id: int):
    measure, form = _load(measure_id), ReplyForm()
    if take(form, measuring.reply, MEASURE, measure, "agree", at=clock.now()):
        return saved(f"{measure.number} 的公司批复已登记。", to=_at(measure))
    return step(form, measure, "登记公司批复", "辞退由公司人事决定，本所只提出建议。")


@bp.route("/<int:measure_id>/retest", methods=["GET", "POST"])
@requires("measure.start")
def retest(measure_id: int):
    measure, form = _load(measure_id), RetestForm()
    if not form.is_submitted():
        form.on.data = clock.today()
    if take(form, measuring.retest, MEASURE, measure, "retest", at=clock.now()):
        passed = "合格，期满后可以返岗" if measure.retest_passed else "不合格，须再次复考"
        return saved(f"{measure.number} 复考{passed}。", to=_at(measure))
    return step(form, measure, "登记复考", f"满 {measuring.pass_score(measure)} 分合格；不合格的可以再次复考。")


@bp.route("/<int:measure_id>/correct-retest", methods=["GET", "POST"])
@requires("measure.start")
def correct_retest(measure_id: int):
    measure, form = _load(measure_id), RetestCorrectionForm()
    if not form.is_submitted():
        form.on.data, form.score.data = measure.retest_on, measure.retest_score
    if take(form, measuring.correct_retest, MEASURE, measure, "correct_retest", at=clock.now()):
        return saved(f"{measure.number} 的复考成绩已更正。", to=_at(measure))
    return step(form, measure, "更正复考", "登记有误时更正；原来的成绩和理由都留在办理过程里，并告知本人。")


@bp.route("/<int:measure_id>/finish", methods=["GET", "POST"])
@requires("measure.start")
def finish(measure_id: int):
    measure, form = _load(measure_id), FinishForm()
    if not form.is_submitted():
        form.ended_on.data = clock.today()
    if take(form, measuring.finish, MEASURE, measure, "finish", at=clock.now()):
        return saved(f"{measure.number} 已结束。", to=_at(measure))
    hint = f"待岗到 {measure.to_on} 为止，次日起才能返岗。" if measure.to_on else ""
    return step(form, measure, "结束执行", hint)


@bp.route("/<int:measure_id>/revoke", methods=["GET", "POST"])
@requires("measure.revoke")
def revoke(measure_id: int):
    measure, form = _load(measure_id), ReasonForm()
    if take(form, measuring.revoke, MEASURE, measure, "revoke", at=clock.now()):
        return saved(f"{measure.number} 已撤销。", to=_at(measure))
    return step(form, measure, "撤销", kind="danger")


def _load(measure_id: int) -> Measure:
    return load(Measure, measure_id, *queries.MEASURED)


def _at(measure: Measure) -> str:
    return url_for(".show", measure_id=measure.id)
