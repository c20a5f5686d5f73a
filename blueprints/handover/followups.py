"""遗留事项 and 长短款: the lists, and how a matter or a difference is closed."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from sqlalchemy import Select

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets import exports
from blueprints.handover import bp, columns
from blueprints.handover.forms import CloseForm, DifferencesFilter, MattersFilter, RepayForm, SettleForm
from models.core import clock
from models.handover import Difference, Matter, differences, matters, queries


def _ages(rows) -> dict[int, int]:
    now = clock.now()
    return {row.id: matters.age_days(row, now) for row in rows}


@bp.get("/matters")
@requires("handover.read")
def matters_list():
    form = MattersFilter()
    shown = page_of(queries.matters_of(current_user, **form.values()), *form.sort.key)
    return page("handover/matters.html", form=form, page=shown, ages=_ages(shown.rows))


@bp.get("/matters/export.xlsx")
@requires("handover.read")
def export_matters():
    form = MattersFilter()
    rows = queries.matters_of(current_user, **form.values()).order_by(*form.sort.key)
    return exports.sheet("遗留事项", columns.MATTERS, rows, action="matter.export", filters=form)


@bp.route("/matters/<int:matter_id>/close", methods=["GET", "POST"])
@requires("matter.close")
def close_matter(matter_id: int):
    matter, form, now = load(Matter, matter_id), CloseForm(), clock.now()
    if form.attempt(matters.close_from_list, matter, by=current_user, at=now):
        return saved("事项已办结。", to=url_for(".matters_list"))
    return page("handover/close.html", form=form, matter=matter, age=matters.age_days(matter, now))


@bp.get("/shortages")
@requires("handover.read")
def shortages():
    form, rows = _differences()
    shown, is_money = page_of(rows, *form.sort.key), form.kind.data in ("short", "over")
    total = queries.sum_of(rows) if is_money and shown.rows else None
    return page("handover/shortages.html", form=form, page=shown, total=total)


@bp.get("/shortages/export.xlsx")
@requires("handover.read")
def export_shortages():
    form, rows = _differences()
    rows = rows.order_by(*form.sort.key)
    return exports.sheet("短款与差异", columns.DIFFERENCES, rows, action="shortage.export", filters=form)


def _differences() -> tuple[DifferencesFilter, Select[tuple[Difference]]]:
    """Return the filter of the list and the rows that it leaves."""
    form = DifferencesFilter()
    form.crew.offer(queries.crews_of(current_user))
    return form, queries.differences_of(current_user, **form.values())


@bp.route("/shortages/<int:difference_id>/repay", methods=["GET", "POST"])
@requires("shortage.repay")
def repay(difference_id: int):
    """Note what the collector made up; part by part until nothing is owed."""
    case, form = load(Difference, difference_id), RepayForm()
    if form.attempt(differences.repay, case, by=current_user):
        return saved("补缴已登记。", to=url_for(".shortages"))
    return page("handover/repay.html", form=form, case=case)


@bp.route("/shortages/<int:difference_id>/settle", methods=["GET", "POST"])
@requires("shortage.settle")
def settle(difference_id: int):
    case, form = load(Difference, difference_id), SettleForm()
    if form.attempt(differences.settle, case, by=current_user, at=clock.now()):
        return saved("差异已处理。", to=url_for(".shortages", kind="other"))
    return page("handover/settle.html", form=form, case=case)
