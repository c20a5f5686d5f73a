"""The first page of the room: what is on today, what is due, and the two figures with their rows."""

from __future__ import annotations

from flask import current_app, url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page
from blueprints.service import bp
from blueprints.service.forms import DaysFilter
from blueprints.service.views.lists import stations
from models.core import clock
from models.core.db import db
from models.service import overview, queries


@bp.get("/")
@requires("service.read")
def index():
    at, today = clock.now(), clock.today()
    seen = stations()
    return page(
        "service/index.html",
        on=today,
        today=db.session.scalars(queries.on_day(current_user, today)).all(),
        late=db.session.scalars(queries.overdue_since(current_user, at)).all(),
        turns=overview.turns(seen, at),
        gaps=db.session.scalars(queries.open_gaps(queries.stations_read_by(current_user))).all(),
        figures=overview.figures_for(current_user, *overview.recent(today), at),
        since=overview.recent(today)[0],
    )


@bp.get("/coverage")
@requires("service.read")
def coverage():
    """What the coverage is made of: every request of a special group, the unmet ones first."""
    return _measure("service/coverage.html", overview.coverage_rows)


@bp.get("/satisfaction")
@requires("service.read")
def satisfaction():
    """What the satisfaction is made of: surveys, visits and calls, each with its n."""
    return _measure("service/satisfaction.html", overview.satisfaction_rows)


def _measure(template: str, ask):
    """Show one of the two measures for a station and days; without days the last two months."""
    form, at = DaysFilter(), clock.now()
    form.unit.offer(stations())
    chosen = form.values()
    since, until = overview.recent(clock.today())
    days = (chosen.get("since", since), chosen.get("until", until))
    return page(template, form=form, days=days, **ask(current_user, chosen.get("unit"), *days, at))


@bp.context_processor
def complaint() -> dict:
    """Let a page offer to register a complaint to whoever may; the address carries a number and no personal data."""

    def complaint_href(number: str) -> str:
        known = "complaints.create" in current_app.view_functions and current_user.may("complaint.register")
        return url_for("complaints.create", channel="revisit", reference=number) if known else ""

    return {"complaint_href": complaint_href}
