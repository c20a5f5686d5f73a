"""更正记录: additions to a sealed handover."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page, saved
from blueprints.handover import bp, desk
from blueprints.handover.forms import CorrectionForm
from models.core import clock
from models.handover import signing


@bp.route("/<int:handover_id>/correct", methods=["GET", "POST"])
@requires("handover.correct")
def correct(handover_id: int):
    """Add what is right; the sealed figures stay as they were signed."""
    handover = desk.whole(handover_id)
    form = CorrectionForm()
    if form.attempt(signing.correct, handover, by=current_user, at=clock.now()):
        return saved("更正记录已追加。", to=url_for(".show", handover_id=handover.id))
    return page("handover/correct.html", form=form, handover=handover)
