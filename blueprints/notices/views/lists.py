"""The list of notices."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from blueprints.notices import bp
from blueprints.notices.columns import NOTICES
from blueprints.notices.forms import NoticeFilter
from models.accounts import Unit
from models.core import clock
from models.core.scope import visible
from models.notices import Notice, queries


@bp.get("/")
@requires("notice.list")
def index():
    form, rows = _list()
    found = page_of(rows, *form.sort.key)
    ids = [one.id for one in found.rows]
    receipts, counts = queries.own_receipts(current_user, ids), queries.counts_of(current_user, ids)
    return page("notices/index.html", form=form, page=found, receipts=receipts, counts=counts, now=clock.now())


@bp.get("/export.xlsx")
@requires("notice.export")
def export():
    form, rows = _list()
    return sheet("通知通报", NOTICES, rows.order_by(*form.sort.key), action="notice.export", filters=form)


def _list():
    """Return the filters and the notices they leave."""
    form = NoticeFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    form.kind.offer(queries.kinds())
    return form, queries.filtered(visible(Notice, current_user), current_user, **form.values())
