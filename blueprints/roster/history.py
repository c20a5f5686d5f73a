"""The import of the months before the house was used: a dry run first, then all lines or none."""

from __future__ import annotations

from flask import request, url_for
from flask_login import current_user
from flask_wtf.file import FileRequired

from blueprints.core.access import requires
from blueprints.core.forms import FileField, HouseForm
from blueprints.core.respond import page, saved
from blueprints.core.sheets.imports import Field, Import, Trial, day, one_of, text_up_to
from blueprints.roster import bp
from blueprints.roster.here import station_for, stations, switch
from models.accounts import Unit
from models.core.errors import RuleBroken
from models.roster import DutyPost, history

FIELDS = [
    Field("工班日", "business_date", True, day),
    Field("班次", "kind", True, text_up_to(20)),
    Field("班组", "crew", True, text_up_to(40)),
    Field("工号", "staff_no", True, text_up_to(20)),
    Field("岗位", "post", False, one_of(DutyPost)),
    Field("车道", "lane", False, text_up_to(20)),
]


class HistoryForm(HouseForm):
    file = FileField("班表文件（.xlsx 或 .csv）", [FileRequired("请选择文件。")])

    def read(self, table: Import) -> Trial | None:
        """Try the upload; None when it was not sent or cannot be read, which the form then says."""
        if not self.validate_on_submit():
            return None
        try:
            return table.trial(self.file.data.stream, current_user)
        except RuleBroken as refusal:
            self.refuse(str(refusal), "file")
            return None


def table_of(station: Unit) -> Import:
    def take(by, **line):
        return history.take(station, history.Entry(**line), by)

    return Import("历史班表", FIELDS, take)


@bp.route("/import", methods=["GET", "POST"])
@requires("roster.import")
def import_history():
    station, form = station_for("roster.import"), HistoryForm()
    trial = form.read(table_of(station))
    links = switch(stations(), station, ".import_history")
    return page("roster/import.html", form=form, trial=trial, station=station, links=links, fields=FIELDS)


@bp.post("/import/take")
@requires("roster.import")
def take_history():
    """Take the file of the dry run; what was changed meanwhile is refused as in the dry run."""
    station, form = station_for("roster.import"), HistoryForm()
    trial = table_of(station).carry_out(request.form.get("kept", ""), current_user)
    if trial.is_clean:
        return saved(f"已导入 {len(trial.lines)} 行，标为“导入”。", to=url_for(".index", station=station.id))
    return page(
        "roster/import.html",
        form=form,
        trial=trial,
        station=station,
        links=switch(stations(), station, ".import_history"),
        fields=FIELDS,
    )


@bp.get("/import/template.xlsx")
@requires("roster.import")
def history_template():
    return table_of(station_for("roster.import")).template()


@bp.get("/import/marked.xlsx")
@requires("roster.import")
def history_marked():
    """The uploaded table with the refused cells coloured."""
    return table_of(station_for("roster.import")).marked(request.args.get("kept", ""), current_user)
