"""The list of handovers: filter, sort, page, export of exactly what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain

from flask_login import current_user
from sqlalchemy import Select, func, select

from blueprints.core.access import requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.core.sheets import exports
from blueprints.handover import bp, columns
from blueprints.handover.forms import MissingFilter, RecordsFilter
from blueprints.handover.views import BACKFILL_DAYS
from models.core import clock
from models.core.db import db
from models.handover import Handover, queries
from models.roster import Shift

MOST_MISSING = 100  # shifts without a record that a list names
ORDERS = {
    "-starts": (Handover.starts_at.desc(), Handover.id.desc()),
    "starts": (Handover.starts_at, Handover.id),
    "number": (Handover.number, Handover.id),
    "-number": (Handover.number.desc(), Handover.id.desc()),
    "state": (Handover.state, Handover.id),
    "-state": (Handover.state.desc(), Handover.id.desc()),
}


def _found(form: RecordsFilter):
    """Return the Select of the list and its order."""
    wanted = form.values()
    sort = wanted.pop("sort", "")
    if wanted.pop("ended", False):
        wanted["ended_by"] = clock.now()
    return queries.list_of(current_user, **wanted), ORDERS.get(sort, ORDERS["-starts"])


def _not_begun(form: RecordsFilter) -> dict:
    """Return the first shifts without any record, how many there are, and those that the reader may enter."""
    found = _without_record(form)
    if found is None:
        return {"missing": [], "missing_count": 0}
    count = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery()))
    missing = db.session.scalars(found.limit(MOST_MISSING)).unique().all()
    return {"missing": missing, "missing_count": count, "enters": _enters(missing)}


def _enters(missing: Sequence[Shift]) -> set[int]:
    """Return the ids of those of ``missing`` whose record the reader may still enter."""
    if not missing or not current_user.may("handover.backfill"):
        return set()
    late, shown = clock.now() - timedelta(days=BACKFILL_DAYS), [one.id for one in missing]
    own = queries.recordable(select(Shift.id).where(Shift.id.in_(shown), Shift.ends_at > late), current_user)
    return set(db.session.scalars(own))


def _without_record(form: RecordsFilter) -> Select[tuple[Shift]] | None:
    """Return the shifts without any record, where the list asks for shifts that are over and for no more."""
    wanted = form.values()
    if not wanted.get("ended") or {"state", "text"} & set(wanted):
        return None
    return _never_begun(wanted.get("first"), wanted.get("last"))


def _never_begun(first: date | None = None, last: date | None = None) -> Select[tuple[Shift]]:
    since = first or clock.today() - timedelta(days=BACKFILL_DAYS)
    return queries.not_begun(current_user, since, last, clock.now())


@bp.get("/list")
@requires("handover.read")
def records():
    form = RecordsFilter()
    found, order = _found(form)
    return page("handover/records.html", form=form, page=page_of(found, *order), **_not_begun(form))


@bp.get("/export.xlsx")
@requires("handover.read")
def export():
    form = RecordsFilter()
    found, order = _found(form)
    rows, missing = found.order_by(*order), _without_record(form)
    if missing is not None:
        begun = db.session.scalars(rows.execution_options(yield_per=500))
        rows = chain(begun, map(columns.NotBegun, db.session.scalars(missing).unique().all()))
    return exports.sheet("交接班记录", columns.RECORDS, rows, action="handover.export", filters=form)


@bp.get("/missing")
@requires("handover.read")
def missing():
    """Every shift that is over and has no record: what the list above the records begins with."""
    form = MissingFilter()
    shown = page_of(_never_begun(**form.values()).order_by(None), *form.sort.key)
    return page("handover/missing.html", form=form, page=shown, enters=_enters(shown.rows), days=BACKFILL_DAYS)


@bp.get("/missing/export.xlsx")
@requires("handover.read")
def export_missing():
    form = MissingFilter()
    rows = _never_begun(**form.values()).order_by(None).order_by(*form.sort.key)
    found = db.session.scalars(rows).unique().all()
    return exports.sheet("没有交接班记录的班次", columns.MISSING, found, action="handover.export", filters=form)
