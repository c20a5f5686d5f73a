from __future__ import annotations

from flask_login import current_user

from blueprints.core import schema
from blueprints.core.access import SIGNED_IN, public, requires
from blueprints.core.respond import page
from blueprints.home import bp
from models.core import clock
from models.inbox import todos_of
from models.reports import figures, own_day


@bp.get("/")
@requires(SIGNED_IN)
def index():
    """The person's day; for those who answer for a station its figures first."""
    now = clock.now()
    own, todos = own_day.own_day(current_user, now), todos_of(current_user, now)
    if not current_user.may("statistics.read"):
        return page("home/index.html", own=own, todos=todos, now=now)
    since, today = figures.month_of(now)
    quiz = figures.quiz_of(current_user, today)
    return page(
        "home/overview.html",
        own=own,
        todos=todos,
        now=now,
        today=today,
        quiz=quiz,
        month=since,
        key=figures.key_figures(current_user, now),
        failing=figures.failing(current_user, since, today),
        crews=figures.crews_of(current_user, since, today, quiz.crews),
    )


@bp.get("/healthz")
@public
def healthz():
    return {"alive": True}


@bp.get("/readyz")
@public
def readyz():
    """Answer 200 when the database answers and has the schema of this release; one out of reach answers 503."""
    ready = schema.is_current()
    return {"ready": ready}, 200 if ready else 503
