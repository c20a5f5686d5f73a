"""The history of any record, for whoever may see the record."""

from __future__ import annotations

from flask import abort
from flask_login import current_user

from blueprints.accounts import bp
from blueprints.core.access import requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from models.accounts import history as rules
from models.core import trail
from models.core.audit import AuditEntry


@bp.get("/history/<table>/<int:row_id>")
@requires("history.read")
def history(table: str, row_id: int):
    """The whole page, or with the target ``#history`` the part that a record's own page shows."""
    row = rules.can_see(current_user, table, row_id) or abort(404)
    found = page_of(trail.history_of(row).order_by(None), AuditEntry.id.desc())
    name = getattr(row, "number", None) or getattr(row, "name", None) or f"编号 {row.id}"
    told = {"in_words": trail.in_words, "named": trail.look_up(found.rows)}
    return page("accounts/history.html", page=found, name=name, **told)
