"""Whether people are treated alike: the year's penalties by crew and by approver."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from blueprints.penalties import bp
from blueprints.penalties.columns import EQUITY
from blueprints.penalties.forms import YearFilter
from models.core import clock
from models.penalties import equity as figures


@bp.get("/equity")
@requires("penalty.compare")
def equity():
    form = YearFilter()
    year = _year(form)
    crews, approvers = figures.by_crew(current_user, year), figures.by_approver(current_user, year)
    return page("penalties/equity.html", form=form, year=year, crews=crews, approvers=approvers, cases=_cases)


@bp.get("/equity.xlsx")
@requires("penalty.compare")
def export_equity():
    year = _year(YearFilter())
    lines = [*figures.by_crew(current_user, year), *figures.by_approver(current_user, year)]
    return sheet(f"处罚公平性 {year}", EQUITY, lines, action="penalty.export")


def _cases(year: int, **chosen) -> str:
    """Return the address of the penalties behind a figure, "" for those whom the list is not open to."""
    if not current_user.may("penalty.list"):
        return ""
    return url_for(".index", since=f"{year}-01-01", until=f"{year}-12-31", **chosen)


def _year(form: YearFilter) -> int:
    """Return the chosen year, by default this one, and let the field show it."""
    form.year.data = year = form.values().get("year") or clock.today().year
    return year
