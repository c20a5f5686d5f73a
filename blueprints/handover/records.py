"""The list of handovers: filter, sort, page, export of exactly what is shown."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.core.sheets import exports
from blueprints.handover import bp, columns
from blueprints.handover.forms import RecordsFilter
from models.core import clock
from models.handover import Handover, queries

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


@bp.get("/list")
@requires("handover.read")
def records():
    form = RecordsFilter()
    found, order = _found(form)
    return page("handover/records.html", form=form, page=page_of(found, *order))


@bp.get("/export.xlsx")
@requires("handover.read")
def export():
    form = RecordsFilter()
    found, order = _found(form)
    rows = found.order_by(*order)
    return exports.sheet("交接班记录", columns.RECORDS, rows, action="handover.export", filters=form)
