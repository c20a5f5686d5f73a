"""What is mine, and the figures."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from blueprints.rectifications import bp
from blueprints.rectifications.columns import FIGURES
from blueprints.rectifications.forms import PeriodFilter
from models.core import clock, settings
from models.core.db import db
from models.rectifications import queries, statistics


@bp.get("/mine")
@requires("rectification.act")
def mine():
    """What I answer for, my measures, what I am asked to review or decide, and what I have issued."""
    return page(
        "rectifications/mine.html",
        answered=db.session.scalars(queries.answered_by(current_user).options(*queries.LISTED)).all(),
        measures=db.session.execute(queries.measures_of(current_user)).all(),
        reviews=db.session.scalars(queries.to_review(current_user).limit(50)).all(),
        extensions=db.session.scalars(queries.extensions_for(current_user)).all(),
        issued=db.session.scalars(queries.issued_by(current_user).limit(50)).all(),
        today=clock.today(),
    )


@bp.get("/statistics")
@requires("rectification.list")
def figures():
    form = PeriodFilter()
    since, until = form.days()
    found = statistics.read(current_user, since, until)
    return page(
        "rectifications/statistics.html",
        form=form,
        since=since,
        until=until,
        whole=statistics.line("合计", found),
        recurrence_days=settings.value_of("rectification.recurrence_days"),
        classes=statistics.by_category(found),
        owners=statistics.by_owner(found),
        units=statistics.by_unit(found),
    )


@bp.get("/statistics.xlsx")
@requires("rectification.export")
def export_figures():
    since, until = PeriodFilter().days()
    found = statistics.read(current_user, since, until)
    lines = [statistics.line("合计", found), *statistics.by_category(found)]
    lines += statistics.by_owner(found, "责任人 ") + statistics.by_unit(found)
    return sheet(f"整改统计 {since} 至 {until}", FIGURES, lines, action="rectification.export")
