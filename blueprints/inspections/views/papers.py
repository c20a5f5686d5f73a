"""Papers and figures: the register, the score sheet, the report as Word, and the statistics of a period."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from flask import abort, url_for
from flask_login import current_user

from blueprints.core import documents
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.documents import Document
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from blueprints.inspections import bp
from blueprints.inspections.columns import ANSWERED, FAILED
from blueprints.inspections.forms import AnsweredFilter, FailedFilter, PeriodFilter
from blueprints.inspections.sheet_input import lines_of
from models.accounts import Unit, UnitKind
from models.core import clock
from models.core.masking import scrub
from models.core.months import last_of
from models.core.scope import visible
from models.inspections import Inspection, failings, queries, recording
from models.inspections import statistics as figures_of
from models.inspections.kinds import OUT
from models.inspections.scoring import said

DAYS = 60  # of the statistics, unless asked otherwise


@bp.get("/<int:inspection_id>/print")
@requires(SIGNED_IN)
def print_register(inspection_id: int):
    """稽查登记表, in the order of the paper form (X1)."""
    inspection = _told(inspection_id)
    return page("inspections/print_register.html", inspection=inspection, lines=lines_of(inspection), now=clock.now())


@bp.get("/<int:inspection_id>/print-sheet")
@requires(SIGNED_IN)
def print_sheet(inspection_id: int):
    """检查评分表: every item with what was taken off and why."""
    inspection = _told(inspection_id)
    score = recording.score_of(inspection)
    return page(
        "inspections/print_sheet.html", inspection=inspection, score=score, lines=lines_of(inspection), now=clock.now()
    )


@bp.get("/<int:inspection_id>/report.docx")
@requires("inspection.export")
def report_word(inspection_id: int):
    """督查通报, to be edited: names of people are left to the office."""
    inspection = _told(inspection_id)
    if inspection.state not in OUT:
        abort(404)
    return documents.send(
        _report(inspection), f"督查通报 {inspection.number}", action="inspection.export", subject=inspection
    )


@bp.get("/statistics")
@requires("inspection.statistics")
def statistics():
    form = PeriodFilter()
    (since, until), unit = _period(form), form.values().get("unit")
    return page(
        "inspections/statistics.html",
        form=form,
        figures=figures_of.of(current_user, since, until, unit),
        trend=figures_of.trend(current_user, unit, until),
        unit=unit,
        since=since,
        until=until,
        to=partial(_behind, since, until, unit),
        answered=partial(url_for, ".answered", since=since, until=until, unit=unit.id if unit else None),
        failed=partial(url_for, ".failed", since=since, until=until, unit=unit.id if unit else None),
    )


@bp.get("/failed")
@requires("inspection.statistics")
def failed():
    """The findings that the figures of items, sections and hours are made of, and what they come to."""
    form, rows = _failed()
    return page("inspections/failed.html", form=form, page=page_of(rows, *form.sort.key), sums=failings.sums(rows))


@bp.get("/failed.xlsx")
@requires("inspection.statistics")
def export_failed():
    form, rows = _failed()
    return sheet("督查扣分项", FAILED, rows.order_by(*form.sort.key), action="inspection.export", filters=form)


def _failed():
    """Return the filters and the findings they leave, by default of the days that the statistics begin with."""
    form = FailedFilter()
    form.item.offer(failings.items_of(current_user))
    form.offer_sections(failings.sections_of(current_user))
    return form, failings.failed(current_user, *_period(form), **_chosen(form))


@bp.get("/answered")
@requires("inspection.statistics")
def answered():
    """The findings that the rates of the inspectors are made of, with what came of the disputes."""
    form, rows = _answered()
    return page("inspections/answered.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/answered.xlsx")
@requires("inspection.statistics")
def export_answered():
    form, rows = _answered()
    rows = rows.order_by(*form.sort.key)
    return sheet("督查异议和改判", ANSWERED, rows, action="inspection.export", filters=form)


def _answered():
    """Return the filters and the findings they leave, by default of the days that the statistics begin with."""
    form = AnsweredFilter()
    form.inspector.offer(figures_of.inspectors_of(current_user))
    return form, figures_of.answered(current_user, *_period(form), **_chosen(form))


def _period(form: PeriodFilter) -> tuple[date, date]:
    """Offer the units of a period's filter, and return its days."""
    here = Unit.kind.in_((UnitKind.STATION, UnitKind.CREW))
    form.unit.offer(visible(Unit, current_user).where(here).order_by(Unit.path))
    chosen = form.values()
    until = chosen.get("until") or clock.today()
    return chosen.get("since") or until - timedelta(days=DAYS), until


def _chosen(form: PeriodFilter) -> dict:
    """Return what a period's filter says besides its days."""
    return {name: value for name, value in form.values().items() if name not in ("since", "until")}


def _behind(since: date, until: date, within: Unit | None, month: str = "", **more) -> str:
    """Return the address of the inspections that a figure of the period is made of, "" without the list."""
    if not current_user.may("inspection.list"):
        return ""
    if month:
        first = date.fromisoformat(f"{month}-01")
        since, until = max(since, first), min(until, last_of(first))
    told = {"unit": within.id if within else None} | more
    return url_for(".index", counted="y", since=since, until=until, **told)


def _told(inspection_id: int) -> Inspection:
    """Return an inspection that has been submitted; a draft has no paper."""
    inspection = load(Inspection, inspection_id, *queries.WHOLE)
    return inspection if inspection.number else abort(404)


def _report(inspection: Inspection) -> Document:
    score = recording.score_of(inspection)
    codes = {item.id: item for item in inspection.template.items}
    paper = Document("督查通报", station=inspection.station.name, subtitle=inspection.number)
    day = clock.local(inspection.started_at)
    paper.paragraph(
        f"{day:%Y 年 %m 月 %d 日}，督查组以{inspection.method.label}方式对{inspection.unit_name}"
        f"进行{inspection.kind.label}，"
        f"使用{inspection.template.name}，得分 {said(score.total)} 分（满分 {said(score.full)} 分）"
        f"{'，触犯红线，一票否决' if score.is_vetoed else ''}。现通报如下。"
    )
    paper.heading("一、发现的问题")
    standing = [one for one in inspection.findings if not one.is_removed and one.number]
    rows = [(codes[f.item_id].code, codes[f.item_id].text, scrub(f.words), f.number, said(f.taken)) for f in standing]
    paper.table(["序号", "检查内容", "问题", "数量", "扣分"], rows, empty="没有发现问题")
    paper.heading("二、摘要")
    paper.paragraph(scrub(inspection.summary) or "无")
    if inspection.decided_since:
        paper.paragraph(inspection.decided_since)
    paper.heading("三、要求")
    paper.paragraph(scrub(inspection.suggestion) or "请对照检查，举一反三。")
    paper.signatures(["征费室", "分管领导"])
    return paper
