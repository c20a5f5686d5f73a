"""Earlier penalties that come in as a spreadsheet when the house goes live: dry run, then all or nothing."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.imports import Field, Import, Trial, day, one_of, text_up_to, yuan
from blueprints.penalties import bp
from blueprints.penalties.forms import ImportForm
from models.core.errors import RuleBroken
from models.penalties import importing
from models.rulebook import Book

EARLIER = Import(
    "以往处罚",
    [
        Field("工号", "staff_no", required=True, parse=text_up_to(20)),
        Field("发生日期", "occurred_on", required=True, parse=day),
        Field("规则", "book", required=True, parse=one_of(Book)),
        Field("条款号", "code", required=True, parse=text_up_to(20)),
        Field("金额", "amount", required=True, parse=yuan),
        Field("事实", "facts", required=True, parse=text_up_to(2000)),
        Field("地点", "place", parse=text_up_to(40)),
        Field("原编号", "old_number", parse=text_up_to(40)),
    ],
    importing.take,
)


@bp.route("/import", methods=["GET", "POST"])
@requires("penalty.import")
def import_earlier():
    """Show what a file would do, cell by cell, without doing it."""
    form = ImportForm()
    return page("penalties/import.html", form=form, trial=_trial(form))


@bp.post("/import/<kept>/take")
@requires("penalty.import")
def take_earlier(kept: str):
    trial = EARLIER.carry_out(kept, current_user)
    if trial.is_clean:
        return saved(f"已导入 {len(trial.lines)} 条以往处罚，计入累计次数。", to=url_for(".index"))
    return page("penalties/import.html", form=ImportForm(), trial=trial)


@bp.post("/import/<kept>/marked.xlsx")
@requires("penalty.import")
def marked_earlier(kept: str):
    """Send the same workbook back with the refused cells coloured and commented."""
    return EARLIER.marked(kept, current_user)


@bp.get("/import/template.xlsx")
@requires("penalty.import")
def earlier_template():
    return EARLIER.template()


def _trial(form: ImportForm) -> Trial | None:
    if not form.validate_on_submit():
        return None
    try:
        return EARLIER.trial(form.file.data.stream, current_user)
    except RuleBroken as refusal:
        form.refuse(str(refusal), "file")
        return None
