"""What runs, and why it is due when it is due."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy.orm import joinedload

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from blueprints.deadlines import bp, columns, words
from blueprints.deadlines.forms import TimerFilter
from models.approvals.lists import unit_names
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.deadlines import KINDS, DeadlineTimer, explaining, ladder, queries

PEOPLE = (
    joinedload(DeadlineTimer.unit),
    joinedload(DeadlineTimer.responsible),
    joinedload(DeadlineTimer.started_by),
)


@bp.get("/")
@requires("deadline.read")
def index():
    form, rows = _list()
    given = {"page": page_of(rows, *form.sort.key), "now": clock.now(), "unit_names": unit_names()}
    return page("deadlines/index.html", form=form, **given)


@bp.get("/export.xlsx")
@requires("deadline.export")
def export():
    form, rows = _list()
    shown = columns.timers(unit_names(), clock.now())
    return sheet("期限", shown, rows.order_by(*form.sort.key), action="deadline.export", filters=form)


@bp.get("/<int:timer_id>")
@requires(SIGNED_IN)
def show(timer_id: int):
    """Explain one deadline to whoever may see the matter it runs on; all others get 404."""
    timer, now = load(DeadlineTimer, timer_id, *PEOPLE), clock.now()
    history = explaining.history_of(timer)
    rule = history.rules.get(timer.rule_id)
    return page(
        "deadlines/show.html",
        timer=timer,
        now=now,
        kind=KINDS[timer.kind],
        history=history,
        lines=explaining.lines(history, now),
        standing=explaining.standing(history, now),
        unit_name=unit_names()[timer.unit_id],
        rule=rule,
        alarms=db.session.scalars(queries.alarms_of(timer)).all(),
        ahead=ladder.still_ahead(history),
        beside=db.session.scalars(queries.beside(timer)).all(),
        names=words.recipients(rule.steps if rule else [], clock.today()),
        key_of=words.key_of,
        when=ladder.when_in_words,
    )


def _list():
    """Return the filters and the clocks they leave."""
    form = TimerFilter()
    return form, queries.filtered(visible(DeadlineTimer, current_user), clock.now(), **form.values())
