"""On paper: the form of one retrieval, and the register of a month."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page
from blueprints.footage import bp
from blueprints.footage.columns import place
from blueprints.footage.forms import RegisterFilter
from models.core import clock
from models.core.db import db
from models.core.months import first_of
from models.core.scope import visible
from models.footage import Preservation, queries

MOST = 500  # rows of a printed register


@bp.get("/<int:footage_id>/print")
@requires("footage.read")
def print_one(footage_id: int):
    row = load(Preservation, footage_id, *queries.WHOLE)
    return page("footage/print.html", row=row, place=place(row), now=clock.now())


@bp.get("/print")
@requires("footage.read")
def print_register():
    """The register of what was asked for, by default this month."""
    form, today = RegisterFilter(), clock.today()
    since, until = form.since.data or first_of(today), form.until.data or today
    found = queries.asked_between(visible(Preservation, current_user), since, until).limit(MOST)
    rows = db.session.scalars(found).all()
    return page("footage/print_register.html", rows=rows, since=since, until=until, place=place, now=clock.now())
