"""The leave that people had left when the house went live: list, import with a dry run, export."""

from __future__ import annotations

from fractions import Fraction

from flask import request, url_for
from flask_login import current_user
from flask_wtf.file import FileRequired
from wtforms import SearchField

from blueprints.core.access import requires
from blueprints.core.forms import SHORT, ChoiceField, FileField, FilterForm, Optional, at_most
from blueprints.core.orders import OrderField
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.sheets.imports import Field, Import, day, one_of, text_up_to
from blueprints.roster import bp, columns
from blueprints.roster.history import HistoryForm
from models.accounts import User
from models.roster import LeaveKind, LeaveOpening, openings


def half_days(value: str) -> int:
    """Days in steps of a half, e.g. 3 or 3.5, as half-days."""
    try:
        halves = Fraction(value.replace("天", "").strip()) * 2
    except (ValueError, ZeroDivisionError):
        halves = Fraction(1, 3)
    if halves.denominator != 1:
        raise ValueError("请填写天数，以半天为单位，例如 3 或 3.5。")
    return int(halves)


TABLE = Import(
    "假期期初",
    [
        Field("工号", "staff_no", required=True, parse=text_up_to(20)),
        Field("假别", "kind", required=True, parse=one_of(LeaveKind)),
        Field("天数", "half_days", required=True, parse=half_days),
        Field("截止日期", "as_of", required=True, parse=day),
        Field("依据", "source", parse=text_up_to(100)),
    ],
    openings.take,
)


class OpeningForm(HistoryForm):
    file = FileField("期初表格（.xlsx 或 .csv）", [FileRequired("请选择文件。")])


class OpeningFilter(FilterForm):
    text = SearchField("姓名或工号", [Optional(), at_most(SHORT)])
    kind = ChoiceField("假别", LeaveKind, blank="全部", validators=[Optional()])
    sort = OrderField(
        {
            "staff_key": ("按工号", (User.staff_key, LeaveOpening.id)),
            "-id": ("最近导入的在前", (LeaveOpening.id.desc(),)),
        }
    )


@bp.route("/openings", methods=["GET", "POST"], endpoint="openings")
@requires("roster.import")
def show_openings():
    """What was brought in, and the dry run of another table."""
    form = OpeningForm()
    return _shown(form, form.read(TABLE))


@bp.post("/openings/take")
@requires("roster.import")
def take_openings():
    """Take the file of the dry run, wholly or not at all."""
    trial = TABLE.carry_out(request.form.get("kept", ""), current_user)
    if trial.is_clean:
        return saved(f"已导入 {len(trial.lines)} 条假期期初，标为“导入”。", to=url_for(".openings"))
    return _shown(OpeningForm(), trial)


@bp.get("/openings/export.xlsx")
@requires("roster.import")
def export_openings():
    filters = OpeningFilter()
    rows = openings.listed(current_user, **filters.values()).order_by(*filters.sort.key)
    return sheet("假期期初", columns.OPENINGS, rows, action="roster.export", filters=filters)


@bp.get("/openings/template.xlsx")
@requires("roster.import")
def openings_template():
    return TABLE.template()


@bp.get("/openings/marked.xlsx")
@requires("roster.import")
def openings_marked():
    """The uploaded table with the refused cells coloured."""
    return TABLE.marked(request.args.get("kept", ""), current_user)


def _shown(form: OpeningForm, trial):
    filters = OpeningFilter()
    rows = page_of(openings.listed(current_user, **filters.values()), *filters.sort.key)
    return page("roster/openings.html", form=form, trial=trial, filters=filters, page=rows, fields=TABLE.fields)
