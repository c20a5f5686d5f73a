"""The closed months and the close of the next one."""

from __future__ import annotations

from datetime import date

from flask import abort, request, url_for
from flask_login import current_user

from blueprints.closings import bp
from blueprints.closings.columns import CLOSINGS
from blueprints.closings.forms import CloseForm, ClosingFilter
from blueprints.closings.words import said
from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import Unit
from models.closings import MonthClosing, closed_through, house_of, queries, rules, todos
from models.closings.registry import Month, blockers_of, figures_of
from models.core import clock
from models.core.db import db
from models.core.scope import visible


@bp.get("/")
@requires("closing.read")
def index():
    form, rows = _list()
    standings, may = queries.standings(current_user), current_user.may("closing.close")
    return page(
        "closings/index.html",
        form=form,
        page=page_of(rows, *form.sort.key),
        standings=standings,
        behind={unit.id for unit in db.session.scalars(todos.behind_of(current_user, clock.now()))},
        closable={unit.id for unit, closed in standings if may and queries.open_months(closed, clock.today())},
    )


@bp.get("/export.xlsx")
@requires("closing.read")
def export():
    form, rows = _list()
    closings = db.session.scalars(rows.order_by(*form.sort.key))
    lines = [(one, figure) for one in closings for figure in one.figures or [None]]
    return sheet("月度结账", CLOSINGS, lines, action="closing.export", filters=form)


@bp.get("/<int:closing_id>")
@requires("closing.read")
def show(closing_id: int):
    return page("closings/show.html", closing=load(MonthClosing, closing_id, *queries.WHOLE), said=said)


@bp.get("/<int:closing_id>/print")
@requires("closing.read")
def print_closing(closing_id: int):
    closing = load(MonthClosing, closing_id, *queries.WHOLE)
    return page("closings/print.html", closing=closing, now=clock.now(), said=said)


@bp.route("/units/<int:unit_id>/close", methods=["GET", "POST"])
@requires("closing.close")
def close(unit_id: int):
    """Look at what would freeze and what stands in the way, then close."""
    house, form = _house(unit_id), CloseForm()
    months = queries.open_months(closed_through(house), clock.today())
    form.offer(months)
    if form.attempt(rules.close, house, by=current_user, at=clock.now()):
        return saved(f"{house.name} {form.month.data:%Y-%m} 已结账。", to=url_for(".index"))
    chosen = _chosen(form, months)
    form.month.data = chosen.isoformat() if chosen else None
    month = Month(house, chosen) if chosen else None
    return page(
        "closings/close.html",
        form=form,
        house=house,
        month=month,
        months=months,
        blockers=blockers_of(month) if month else [],
        figures=figures_of(month) if month else [],
        said=said,
        latest=db.session.scalars(queries.latest_of(house, current_user).limit(1)).first(),
    )


def _house(unit_id: int) -> Unit:
    """Load the house of a unit; a crew's books are its station's."""
    house = house_of(load(Unit, unit_id))
    within = db.session.scalar(queries.houses_of(current_user, "closing.close").where(Unit.id == house.id))
    return within or abort(404)


def _chosen(form: CloseForm, months: list[date]) -> date | None:
    """Return the month that was sent or asked for if it can be closed, else the latest that can."""
    wanted = str(form.month.data if form.is_submitted() else request.args.get("month", ""))
    return next((month for month in months if month.isoformat() == wanted), months[0] if months else None)


def _list():
    form = ClosingFilter()
    form.unit.offer(queries.houses_of(current_user))
    return form, queries.filtered(visible(MonthClosing, current_user), **form.values())
