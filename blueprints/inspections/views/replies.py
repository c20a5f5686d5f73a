"""What the inspected see of themselves, and what they say."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.inspections import bp
from models.core import clock
from models.inspections import Finding, queries


@bp.get("/mine")
@requires("inspection.answer")
def mine():
    """One's own items only, the newest first."""
    found = page_of(queries.findings_of_person(current_user), Finding.id.desc())
    return page("inspections/mine.html", page=found, now=clock.now())
