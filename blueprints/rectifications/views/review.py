"""The review: one form, two ends."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.turns import take
from blueprints.rectifications import bp
from blueprints.rectifications.forms import ReviewForm
from models.core import clock, settings
from models.core.db import db
from models.rectifications import Rectification, RectificationState, dossier, queries, reviewing
from models.rectifications.states import RECTIFICATION


@bp.route("/<int:rectification_id>/review", methods=["GET", "POST"])
@requires("rectification.review")
def review(rectification_id: int):
    row, form = load(Rectification, rectification_id, *queries.WHOLE), ReviewForm()
    if not form.is_submitted():
        form.due_on.data = clock.today() + timedelta(days=settings.value_of("rectification.default_days"))
    if take(form, reviewing.decide, RECTIFICATION, row, "close", at=clock.now()):
        closed = row.state is RectificationState.CLOSED
        said = "复查合格，已销号。" if closed else "复查不合格，已上提一级重新下发。"
        return saved(f"{row.number} {said}", to=url_for(".show", rectification_id=row.id))
    return page(
        "rectifications/review.html",
        form=form,
        row=row,
        pairs=dossier.pairs(db.session.scalars(queries.photos_of(row)).all()),
        refusal=reviewing.refusal_for(row, current_user),
    )
