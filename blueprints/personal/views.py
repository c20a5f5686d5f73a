from __future__ import annotations

from flask import abort, request
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, refuse, requires
from blueprints.core.personal import personal_of
from blueprints.core.respond import keep, page
from blueprints.core.safety import local_path
from blueprints.personal import bp
from blueprints.personal.forms import RevealForm
from models.core.db import db
from models.personal import declared, queries, rules

TOLD = 20  # looks that the answer lists


@bp.post("/<table>/<int:row_id>/<column>")
@requires(SIGNED_IN)
def reveal(table: str, row_id: int, column: str):
    """Show a whole value once, on record: the record is kept before the value is read.

    The permission is the one that the table was declared with.
    """
    known = declared(table)
    row = (known and column in known.columns and rules.find(current_user, known, row_id)) or abort(404)
    if not rules.may_reveal(current_user, known, row):
        refuse()
    form = RevealForm()
    about = {"form": form, "it": personal_of(row, column), "name": rules.name_of(row), "back": _back()}
    if not form.attempt(rules.reveal, row, known, column, by=current_user):
        return page("personal/reveal.html", value="", looks=[], **about)
    keep()
    looks = db.session.scalars(queries.looks_at(row).limit(TOLD)).all()
    return page("personal/reveal.html", value=getattr(row, column) or "—", looks=looks, **about)


def _back() -> str:
    """Return the page that asked, to go back to without JavaScript."""
    return local_path(request.referrer or "", request.host)
