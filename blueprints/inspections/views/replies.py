"""What the inspected see of themselves and say, and what the office decides on it."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from sqlalchemy import select

from blueprints.core import turns
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import ReasonForm
from blueprints.core.ways import only_open, shows
from blueprints.inspections import bp
from blueprints.inspections.columns import OWN
from blueprints.inspections.forms import (
    DecideForm,
    DisputeForm,
    OrderForm,
    OwnFilter,
    ReportForm,
)
from models.core import attachments, clock
from models.core.asking import any_of
from models.core.db import db
from models.core.flow import lets
from models.core.scope import visible
from models.inspections import (
    Finding,
    Inspection,
    consequences,
    queries,
    replying,
    reviewing,
    sheets,
    statistics,
)
from models.rulebook import queries as rulebook

WAYS = {  # of a finding; what each asks first of the row and the person
    "decide": reviewing.decide,
    "report": consequences.report,
    "order": consequences.order,
    "take_back": consequences.take_back,
}


@bp.get("/mine")
@requires("inspection.answer")
def mine():
    """One's own items only, the newest first."""
    form = OwnFilter()
    found = page_of(queries.findings_of_person(current_user, **form.values()), *form.sort.key)
    trend = statistics.own_trend(current_user, clock.today())
    return page("inspections/mine.html", form=form, page=found, trend=trend, now=clock.now())


@bp.get("/mine/export.xlsx")
@requires("inspection.answer")
def export_own():
    form = OwnFilter()
    rows = queries.findings_of_person(current_user, **form.values()).order_by(*form.sort.key)
    return sheet("我的被查", OWN, rows, action="inspection.export", filters=form)


@bp.get("/findings/<int:finding_id>")
@requires(SIGNED_IN)
@shows(Finding)
def finding(finding_id: int):
    """One finding with its photos, for the inspected person and the desks."""
    row = load(Finding, finding_id, *queries.FINDING)
    inspection = visible(Inspection, current_user).where(Inspection.id == row.inspection_id)
    whole = db.session.scalar(select(any_of(inspection)))
    return page(
        "inspections/finding.html",
        **_told(row),
        refusal=replying.refusal_for(row, current_user, clock.now()),
        standings=only_open(consequences.standings_of(row)) if row.inspection.number else [],
        order=consequences.order_of(row) if row.inspection.number else None,
        whole=whole,
        ways={name for name, rule in WAYS.items() if whole and lets(rule, row, current_user)},
    )


@bp.post("/findings/<int:finding_id>/agree")
@requires("inspection.answer")
def agree(finding_id: int):
    row = load(Finding, finding_id, *queries.FINDING)
    replying.agree(row, by=current_user, at=clock.now())
    return saved("已认可。", to=url_for(".mine"))


@bp.route("/findings/<int:finding_id>/dispute", methods=["GET", "POST"])
@requires("inspection.answer")
def dispute(finding_id: int):
    row, form = load(Finding, finding_id, *queries.FINDING), DisputeForm()
    turns.require_may(form, replying.dispute, row)
    if form.attempt(_dispute, row):
        return saved("异议已提交，由征费室决定，结果会告知您。", to=url_for(".finding", finding_id=row.id))
    title, hint = "提出异议", "写明理由；有照片等证据的一并上传。征费室决定后得分重新计算。"
    return _step_page(row, form, title, hint)


@bp.route("/findings/<int:finding_id>/decide", methods=["GET", "POST"])
@requires("inspection.decide")
def decide(finding_id: int):
    row, form = load(Finding, finding_id, *queries.FINDING), DecideForm()
    if form.attempt(reviewing.decide, row, _whole(row), by=current_user, at=clock.now()):
        return saved("异议已决定，得分已重新计算。", to=url_for(".show", inspection_id=row.inspection_id))
    hint = f"当事人：{row.reply.words}" if row.reply else ""
    return _step_page(row, form, "决定异议", hint)


@bp.route("/findings/<int:finding_id>/report", methods=["GET", "POST"])
@requires("inspection.report_violation")
def report(finding_id: int):
    """Make a violation of it: the clauses in force on that day are offered."""
    row, form = load(Finding, finding_id, *queries.FINDING), ReportForm()
    inspection = _whole(row)
    form.clauses.offer(db.session.scalars(rulebook.in_force(clock.local(inspection.started_at).date())))
    if form.attempt(consequences.report, row, inspection, by=current_user, at=clock.now()):
        return saved("已登记为违规，按违规处理程序认定。", to=url_for(".finding", finding_id=row.id))
    return _step_page(row, form, "转违规处理", row.words)


@bp.route("/findings/<int:finding_id>/order", methods=["GET", "POST"])
@requires("inspection.rectify")
def order(finding_id: int):
    """Order the inspected unit to put it right."""
    row, form = load(Finding, finding_id, *queries.FINDING), OrderForm()
    inspection = _whole(row)
    if form.attempt(consequences.order, row, inspection, by=current_user, at=clock.now()):
        return saved("整改通知已下发。", to=url_for(".finding", finding_id=row.id))
    hint = f"{row.item.text}：{row.words}"
    return _step_page(row, form, "下发整改", hint)


@bp.route("/findings/<int:finding_id>/take-back", methods=["GET", "POST"])
@requires("inspection.decide")
def take_back(finding_id: int):
    row, form = load(Finding, finding_id, *queries.FINDING), ReasonForm()
    if form.attempt(consequences.take_back, row, _whole(row), by=current_user, at=clock.now()):
        return saved("这条问题已撤销，得分已重新计算。", to=url_for(".show", inspection_id=row.inspection_id))
    hint = "撤销后得分重新计算，由它引起的违规一并撤销；处罚已生效的不能撤销。"
    return _step_page(row, form, "撤销问题", hint)


def _step_page(row: Finding, form, title: str, hint: str):
    """The page of a step: the form, and beside it what it is about."""
    return page("inspections/finding_step.html", form=form, title=title, hint=hint, **_told(row))


def _told(row: Finding) -> dict:
    """Return a finding with the pictures of it and of what was said against it."""
    files = attachments.of_all([row, row.reply] if row.reply else [row])
    said = files.of(row.reply) if row.reply else []
    return {"finding": row, "marked": sheets.marked(row), "photos": files.of(row), "evidence": said}


def _dispute(row: Finding, *, words: str, photo) -> None:
    prepared = attachments.prepare(photo.stream) if photo else None
    replying.dispute(row, words=words, photo=prepared, by=current_user, at=clock.now())


def _whole(row: Finding) -> Inspection:
    """Return the inspection of a finding with all its parts; 404 for whoever sees only the finding."""
    return load(Inspection, row.inspection_id, *queries.WHOLE)
