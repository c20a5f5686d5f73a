"""The trainer's view: who takes part, what is missed most."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from blueprints.training import bp
from blueprints.training.columns import MISSED
from blueprints.training.forms import StatisticsFilter
from models.core import clock
from models.core.db import db
from models.training import statistics as figures

BARS = 8
SHOWN = 20  # questions listed on the page; the export has all


@bp.get("/statistics")
@requires("statistics.read")
def statistics():
    form = _filter()
    span, unit_id = _asked(form)
    missed = db.session.execute(figures.most_missed(current_user, span, unit_id).limit(SHOWN)).all()
    report = figures.report(current_user, *span, unit_id, ended_by=clock.now())
    today = clock.today()
    running = figures.report(current_user, today, today, unit_id).total if span[0] <= today <= span[1] else None
    return page("training/statistics.html", form=form, missed=missed, span=span, running=running, **_drawn(report))


@bp.get("/statistics.xlsx")
@requires("statistics.export")
def export_statistics():
    form = _filter()
    rows = figures.most_missed(current_user, *_asked(form))
    return sheet("答错最多的题目", MISSED, rows, action="statistics.export", filters=form)


def _filter() -> StatisticsFilter:
    form = StatisticsFilter()
    form.unit.offer(figures.stations(current_user))
    return form


def _asked(form: StatisticsFilter) -> tuple:
    unit = form.values().get("unit")
    return form.span(), unit.id if unit else None


def _drawn(report: figures.Report) -> dict:
    """Return what the charts need: two lines over the days, the same days as rows, and bars by crew."""
    days = [(day, tally) for day, tally in report.days.items() if tally.part is not None]
    rows = [
        (
            clock.short_day(day),
            tally.expected,
            tally.done,
            f"{tally.part}%",
            "—" if tally.correct is None else f"{tally.correct}%",
        )
        for day, tally in days
    ]
    crews = [(name, tally.part) for name, tally in report.crews.items() if tally.part is not None]
    last = f"最近一天参与率 {days[-1][1].part}%" if days else "这段时间没有班次"
    return {
        "report": report,
        "series": [[tally.part for _day, tally in days], [tally.correct or 0 for _day, tally in days]],
        "labels": [clock.short_day(day) for day, _tally in days],
        "summary": f"{len(days)} 个工班日，{last}。",
        "day_rows": rows,
        "crew_rows": sorted(crews, key=lambda crew: -crew[1])[:BARS],
    }
