"""流程简化: list, one review, drafting, approval."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.turns import take
from blueprints.rectifications import bp
from blueprints.rectifications.campaign_forms import OpinionForm, ProcessFilter, ProcessForm, PublishForm
from blueprints.rectifications.columns import PROCESSES
from blueprints.rectifications.views.turns import require
from models.accounts import Unit
from models.core import clock
from models.core.scope import visible
from models.rectifications import ProcessReview, processes
from models.rectifications.states import PROCESS


@bp.get("/processes", endpoint="processes")
@requires("process.read")
def index_processes():
    form, rows = _list()
    return page("rectifications/processes.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/processes/export.xlsx")
@requires("process.read")
def export_processes():
    form, rows = _list()
    return sheet("流程评审", PROCESSES, rows.order_by(*form.sort.key), action="process.export", filters=form)


@bp.route("/processes/new", methods=["GET", "POST"])
@requires("process.draft")
def create_process():
    form, kept = ProcessForm(), []
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    if form.attempt(_draft, kept, by=current_user, at=clock.now()):
        return saved(f"已保存 {kept[0].number}，核对后提交审批。", to=_at(kept[0]))
    return page("rectifications/process_edit.html", form=form, row=None)


@bp.get("/processes/<int:review_id>")
@requires("process.read")
def show_process(review_id: int):
    row = _load(review_id)
    own = row.drafted_by_id == current_user.id
    steps = [step for step in PROCESS.open_to(row, current_user) if step.name == "submit" or not own]
    return page("rectifications/process.html", row=row, steps=steps, editable=row.state in processes.EDITABLE)


@bp.route("/processes/<int:review_id>/edit", methods=["GET", "POST"])
@requires("process.draft")
def edit_process(review_id: int):
    row = _load(review_id)
    form = ProcessForm(row)
    require(not form.is_submitted() and row.state not in processes.EDITABLE, "已经提交，不能再修改。")
    if form.attempt(processes.edit, row, by=current_user):
        return saved("评审已修改。", to=_at(row))
    return page("rectifications/process_edit.html", form=form, row=row)


@bp.post("/processes/<int:review_id>/submit")
@requires("process.draft")
def submit_process(review_id: int):
    row = _load(review_id)
    processes.submit(row, by=current_user)
    return saved(f"{row.number} 已提交，由分管领导审批。", to=_at(row))


@bp.route("/processes/<int:review_id>/publish", methods=["GET", "POST"])
@requires("process.approve")
def publish_process(review_id: int):
    row = _load(review_id)
    form = PublishForm(data={"valid_from": clock.today()})
    if take(form, processes.publish, PROCESS, row, "publish", at=clock.now()):
        return saved(f"{row.number} 已批准并发布。", to=_at(row))
    return _step(form, row, "批准并发布", f"{row.process}：{len(row.steps)} 步改为 {len(row.after)} 步。")


@bp.route("/processes/<int:review_id>/return", methods=["GET", "POST"])
@requires("process.approve")
def return_process(review_id: int):
    row, form = _load(review_id), OpinionForm()
    if take(form, processes.send_back, PROCESS, row, "return", at=clock.now()):
        return saved(f"{row.number} 已退回。", to=_at(row))
    return _step(form, row, "退回")


@bp.get("/processes/<int:review_id>/print")
@requires("process.read")
def print_process(review_id: int):
    return page("rectifications/print_process.html", row=_load(review_id), now=clock.now())


def _list():
    form = ProcessFilter()
    return form, processes.filtered(visible(ProcessReview, current_user), **form.values())


def _load(review_id: int) -> ProcessReview:
    return load(ProcessReview, review_id, *processes.WHOLE)


def _at(row: ProcessReview) -> str:
    return url_for(".show_process", review_id=row.id)


def _draft(kept: list, **told) -> None:
    kept.append(processes.draft(**told))


def _step(form, row: ProcessReview, title: str, hint: str = ""):
    return page("rectifications/step.html", form=form, title=title, number=row.number, back=_at(row), hint=hint)
