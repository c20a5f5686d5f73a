"""What stands beside the rounds: kinds, bars, stars, the spreadsheet of rewards."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.awards import bp
from blueprints.awards.columns import BARS, PAYMENTS, STARS
from blueprints.awards.forms import (
    BarFilter,
    BarForm,
    KindForm,
    PaymentFilter,
    YearFilter,
)
from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import ReasonForm
from models.accounts import Unit
from models.awards import AwardBar, AwardKind, keeping, queries, stars
from models.core import clock
from models.core.db import db
from models.core.flow import lets
from models.core.scope import visible


@bp.get("/payments.xlsx")
@requires("award.pay")
def export_payments():
    form = PaymentFilter()
    rows = queries.payments(current_user, **form.values()).order_by(None).order_by(*form.sort.key)
    return sheet("评优奖金发放", PAYMENTS, rows, action="award.export", filters=form)


@bp.get("/kinds")
@requires("award.edit")
def kinds():
    rows = db.session.scalars(visible(AwardKind, current_user).order_by(AwardKind.id)).all()
    return page("awards/kinds.html", rows=rows)


@bp.route("/kinds/<int:kind_id>/edit", methods=["GET", "POST"])
@requires("award.edit")
def edit_kind(kind_id: int):
    kind = load(AwardKind, kind_id)
    form = KindForm(version=kind.version)
    form.show(kind)
    if form.attempt(keeping.edit_kind, kind, by=current_user):
        return saved(f"“{kind.name}”已保存，已经发起的评选不变。", to=url_for(".kinds"))
    return page("awards/kind_edit.html", form=form, kind=kind)


@bp.get("/bars")
@requires("award.bar")
def bars():
    form = BarFilter()
    rows = page_of(queries.bars(current_user, **form.values()), *form.sort.key)
    lifts = {one.id for one in rows.rows if lets(keeping.lift, one, current_user)}
    return page("awards/bars.html", form=form, page=rows, lifts=lifts)


@bp.get("/bars.xlsx")
@requires("award.bar")
def export_bars():
    form = BarFilter()
    rows = queries.bars(current_user, **form.values()).order_by(*form.sort.key)
    return sheet("取消评先资格", BARS, rows, action="award.export", filters=form)


@bp.route("/bars/new/<any(person, crew):part>", methods=["GET", "POST"])
@requires("award.bar")
def bar(part: str):
    form = BarForm()
    if not form.is_submitted():
        form.year.data = clock.today().year
    form.holder.offer(queries.barrable(current_user, crews=part == "crew"))
    if form.attempt(keeping.bar, by=current_user, at=clock.now()):
        return saved("评先资格已取消。", to=url_for(".bars"))
    return page("awards/bar.html", form=form, title="取消评先资格")


@bp.route("/bars/<int:bar_id>/lift", methods=["GET", "POST"])
@requires("award.bar")
def lift(bar_id: int):
    row, form = load(AwardBar, bar_id, *queries.OF_BAR), ReasonForm()
    if form.attempt(keeping.lift, row, by=current_user, at=clock.now()):
        return saved("评先资格已恢复。", to=url_for(".bars"))
    return page("awards/bar.html", form=form, title=f"恢复{row.caption}的评先资格")


@bp.get("/stars")
@requires("award.read")
def star_list():
    form, rows, year = _people()
    found = page_of(rows, *form.sort.key)
    return page("awards/stars.html", form=form, page=found, rows=stars.of_people(found.rows, year), year=year)


@bp.get("/stars.xlsx")
@requires("award.export")
def export_stars():
    form, rows, year = _people()
    found = stars.of_people(db.session.scalars(rows.order_by(*form.sort.key)).unique(), year)
    return sheet(f"{year} 年星级", STARS, found, action="award.export", filters=form)


def _people():
    """Return the filters, the people they leave, and the year."""
    form = YearFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    chosen = form.values()
    form.year.data = year = chosen.get("year") or clock.today().year
    return form, queries.rated(current_user, chosen.get("unit")), year
