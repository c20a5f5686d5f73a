"""The page behind the QR code: faces for each question, no sign-in, back to the start by itself."""

from __future__ import annotations

from flask import url_for

from blueprints.core.access import public
from blueprints.core.public import throttled
from blueprints.core.respond import go, keep, page
from blueprints.service import bp
from blueprints.service.survey_forms import say_form
from models.core import clock
from models.core.db import db
from models.service import Channel, asking
from models.service import surveys as rules

PER_ADDRESS = 60  # answers of one address in PERIOD minutes: a tablet on the wall is one address
PERIOD = 10
SHOWN_SECONDS = 8  # for which the thanks stand


@bp.route("/say/<slug>", methods=["GET", "POST"])
@public
@throttled("survey", times=PER_ADDRESS, minutes=PERIOD)
def say(slug: str):
    """A round that is not open says so, and tells a stranger nothing else."""
    row = db.session.scalar(asking.by_slug(slug))
    if row is None or not row.takes_answers_on(clock.today()):
        return page("service/say_closed.html", status=404 if row is None else 200)
    asked = list(db.session.scalars(asking.dimensions_of(row.id)))
    form = say_form(asked, row.scale)
    at = clock.now()
    told = {"channel": Channel.CODE, "answered_on": clock.today(), "by": None, "at": at}
    if form.attempt(rules.enter, row, **told):
        to = url_for(".thanks", slug=slug)
        keep(to, "已收到您的评价。")
        return go(to)
    return page("service/say.html", form=form, row=row, asked=asked)


@bp.get("/say/<slug>/thanks")
@public
def thanks(slug: str):
    """Go back to the start after a while, so that the next person at the tablet finds it; works without a script."""
    answer = page("service/say_thanks.html", slug=slug)
    answer.headers["Refresh"] = f"{SHOWN_SECONDS}; url={url_for('.say', slug=slug)}"
    return answer
