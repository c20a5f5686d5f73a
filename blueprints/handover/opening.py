"""期初结存: what a station brings from its paper books, once, by form or by spreadsheet."""

from __future__ import annotations

from flask import request, url_for
from flask_login import current_user
from flask_wtf.file import FileRequired
from wtforms import TextAreaField
from wtforms.validators import Optional

from blueprints.core.access import requires
from blueprints.core.forms import FileField, HouseForm, at_most
from blueprints.core.respond import page, saved
from blueprints.handover import bp, opening_sheet
from blueprints.handover.here import station_for
from models.core import clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.handover import opening as rules
from models.handover import queries


class OpeningForm(HouseForm):
    """One balance per line: 票据 机打票 X01 0048213601 · 通行卡 1240 · 物品 亭门钥匙 4."""

    lines = TextAreaField("期初结存（每行一项）", validators=[Optional(), at_most(4000)])

    def values(self) -> dict:
        return {"entries": opening_sheet.from_text(self.lines.data or "")}


class OpeningFileForm(HouseForm):
    file = FileField("期初结存表（.xlsx）", [FileRequired("请选择文件。")])

    def values(self) -> dict:
        return {"entries": opening_sheet.from_file(self.file.data.stream)}


def _attempt(form: HouseForm, station) -> bool:
    """Carry out the import; what cannot be read is refused with its line, and nothing is kept."""
    try:
        return form.attempt(rules.take, station, by=current_user, at=clock.now())
    except RuleBroken as refusal:
        form.refuse(str(refusal), "lines" if "lines" in form else "file")
        return False


@bp.route("/opening", methods=["GET", "POST"])
@requires("handover.open")
def opening():
    station = station_for("handover.open")
    by_file = "file" in request.files
    text, file = OpeningForm(), OpeningFileForm()
    form = file if by_file else text
    if request.method == "POST" and _attempt(form, station):
        return saved("期初结存已录入。", to=url_for(".opening", station=station.id))
    rows = db.session.scalars(queries.openings_visible_to(current_user).where(queries.opening_at(station.id))).all()
    return page("handover/opening.html", form=form, text=text, file=file, station=station, rows=rows)
