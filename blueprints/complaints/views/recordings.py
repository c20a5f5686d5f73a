"""录像保全 from a case: one page, the time and lane of the occurrence filled in."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.complaints import bp
from blueprints.complaints.forms import FootageForm
from blueprints.complaints.views.steps import step
from blueprints.core.access import load, requires
from blueprints.core.respond import saved
from blueprints.core.turns import require_may
from models.complaints import Complaint, queries, recordings
from models.core import clock
from models.roster import queries as roster


@bp.route("/<int:complaint_id>/footage", methods=["GET", "POST"])
@requires("complaint.footage")
def footage(complaint_id: int):
    case, form, kept = load(Complaint, complaint_id, *queries.WHOLE), FootageForm(), []
    require_may(form, recordings.ask, case)
    form.lane.offer(roster.lanes_of(case.unit_id))
    form.show(case)
    if form.attempt(_ask, kept, case, by=current_user, at=clock.now()):
        row = kept[0]
        said = f"{row.number} 已通知监控员，{clock.short_moment(row.overwritten_at)} 覆盖。"
        return saved(said, to=url_for(".show", complaint_id=case.id))
    hint = "另存之后才算保全；覆盖之前会逐级提醒。同一段录像已有人申请的，并入那一件。"
    return step(form, case, "申请录像保全", hint=hint)


def _ask(kept: list, case: Complaint, **given) -> None:
    kept.append(recordings.ask(case, **given))
