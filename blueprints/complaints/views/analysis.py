"""The monthly 投诉分析 on paper, as Word and as a sheet; all three say the same figures."""

from __future__ import annotations

import re
from datetime import date

from flask import abort, redirect, request, url_for
from flask_login import current_user

from blueprints.complaints import bp
from blueprints.core.access import requires
from blueprints.core.documents import Document, send
from blueprints.core.respond import page
from blueprints.core.sheets.exports import Column, sheet
from models.complaints import analysis as rules
from models.core import clock, settings

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
SHEET = [
    Column("部分", lambda row: row[0], 24),
    Column("项目", lambda row: row[1], 40),
    Column("指标", lambda row: row[2], 16),
    Column("数值", lambda row: getattr(row[3], "number", None), 10, "number"),
    Column("单位", lambda row: "" if _is_text(row[3]) else row[3].unit, 8),
    Column("样本（件）", lambda row: getattr(row[3], "n", None), 8, "number"),
    Column("文字", lambda row: row[3] if _is_text(row[3]) else "", 24),
]


@bp.get("/analysis")
@requires("complaint.statistics")
def pick_analysis():
    """Lead from the month that was picked to its paper; what is no month leads to this one."""
    month = request.args.get("month", "")
    return redirect(url_for(".analysis", month=month if MONTH.fullmatch(month) else f"{clock.today():%Y-%m}"))


@bp.get("/analysis/<month>")
@requires("complaint.statistics")
def analysis(month: str):
    return page("complaints/print_analysis.html", found=_found(month), month=month, now=clock.now())


@bp.get("/analysis/<month>/word.docx")
@requires("complaint.statistics")
def word_analysis(month: str):
    found = _found(month)
    house = settings.value_of("house.name", unit_id=current_user.station_id)
    paper = Document("投诉分析", station=house, subtitle=f"{month}　统计范围：{'、'.join(found.units)}")
    paper.heading("分析")
    paper.paragraph("".join(found.findings))
    for section in found.sections:
        paper.heading(section.title)
        paper.table(section.heads, section.rows)
    paper.signatures(["制表", "审核"])
    return send(paper, f"投诉分析 {month}", action="complaint.export")


@bp.get("/analysis/<month>/export.xlsx")
@requires("complaint.statistics")
def export_analysis(month: str):
    found = _found(month)
    rows = [("分析", "", "", said) for said in found.findings]
    rows += [
        (section.title, row[0], head, value)
        for section in found.sections
        for row in section.rows
        for head, value in zip(section.heads[1:], row[1:], strict=True)
    ]
    return sheet(f"投诉分析 {month}", SHEET, rows, action="complaint.export")


def _is_text(cell: str | rules.Figure) -> bool:
    """Whether a cell says something in words only, as 数据不足 does."""
    return getattr(cell, "number", None) is None


def _found(month: str) -> rules.Analysis:
    if not MONTH.fullmatch(month):
        abort(404)
    return rules.of_month(current_user, date.fromisoformat(f"{month}-01"))
