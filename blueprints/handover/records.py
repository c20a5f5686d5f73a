"""The list of handovers: filter, sort, page, export of exactly what is shown."""

from __future__ import annotations

from datetime import timedelta

from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.core.sheets import exports
from blueprints.handover import bp, columns
from blueprints.handover.forms import RecordsFilter
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


def _not_begun(form: RecordsFilter) -> list[Shift]:
    """Return the shifts without any record, where the list asks for shifts that are over and for no more."""
    wanted, now = form.values(), clock.now()
    if not wanted.get("ended") or {"state", "text"} & set(wanted):
        return []
    since = wanted.get("first") or clock.today() - timedelta(days=BACKFILL_DAYS)
    rows = queries.not_begun(current_user, since, wanted.get("last"), now).limit(MOST_MISSING)
    return list(db.session.scalars(rows).unique())


@bp.get("/list")
@requires("handover.read")
def records():
    form = RecordsFilter()
    found, order = _found(form)
    return page("handover/records.html", form=form, page=page_of(found, *order), missing=_not_begun(form))


@bp.get("/export.xlsx")
@requires("handover.read")
def export():
    form = RecordsFilter()
    found, order = _found(form)
    rows = found.order_by(*order)
    return exports.sheet("交接班记录", columns.RECORDS, rows, action="handover.export", filters=form)
