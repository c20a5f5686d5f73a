"""Entries: the journal, and one entry with its lines, its rule, its source and its reversal."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from blueprints.points import bp
from blueprints.points.columns import ENTRIES
from blueprints.points.forms import EntryFilter
from models.accounts import Unit
from models.core.db import db
from models.core.scope import visible
from models.points import PointEntry, queries, statement


@bp.get("/entries")
@requires("point.read")
def journal():
    form, rows = _list()
    return page("points/entries.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/entries.xlsx")
@requires("point.export")
def export_journal():
    form, rows = _list()
    return sheet("积分明细", ENTRIES, rows.order_by(*form.sort.key), action="point.export", filters=form)


@bp.get("/entries/<int:entry_id>")
@requires(SIGNED_IN)
def entry(entry_id: int):
    found = load(PointEntry, entry_id, *queries.WHOLE)
    own = found.person_id == current_user.id or found.source_href != url_for("training.mine")
    return page(
        "points/entry.html",
        entry=found,
        way=found.source_href if own else "",
        lines=statement.lines_of(found),
        reversal=db.session.scalars(queries.reversal_of(found)).one_or_none(),
        reversed_one=db.session.get(PointEntry, found.reverses_id) if found.reverses_id else None,
        balance=db.session.scalars(queries.account_of(current_user, found)).one_or_none(),
    )


def _list():
    """Return the filters and the entries they leave."""
    form = EntryFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    return form, queries.filtered(visible(PointEntry, current_user), **form.values())
