"""What a collector sees of the handovers: one's own settlements and shortages, nothing of anybody else."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.core.sheets import exports
from blueprints.handover import bp, columns
from blueprints.handover.forms import OwnFilter
from blueprints.handover.prints import slip
from models.core.db import db
from models.handover import queries


@bp.get("/mine")
@requires("handover.own")
def mine():
    form = OwnFilter()
    shown = page_of(queries.own_handovers(current_user, **form.values()), *form.sort.key)
    own = {one.id: [row for row in one.settlements if row.user_id == current_user.id] for one in shown.rows}
    shortages = db.session.scalars(queries.own_shortages(current_user)).all()
    return page("handover/mine.html", form=form, page=shown, own=own, shortages=shortages)


@bp.get("/mine/export.xlsx")
@requires("handover.own")
def export_own():
    """One's own settlements, a line per booth."""
    form = OwnFilter()
    found = db.session.scalars(queries.own_handovers(current_user, **form.values()).order_by(*form.sort.key))
    lines = [(one, row) for one in found for row in one.settlements if row.user_id == current_user.id]
    return exports.sheet("我的结算", columns.OWN, lines, action="handover.export", filters=form)


@bp.get("/mine/<int:settlement_id>/print")
@requires("handover.own")
def print_own(settlement_id: int):
    """收费员当班工作记录单 of one's own booth."""
    return _own_slip("handover/print_settlement.html", settlement_id)


@bp.get("/mine/<int:settlement_id>/shortage")
@requires("handover.own")
def print_own_shortage(settlement_id: int):
    """短款说明表 of one's own booth."""
    return _own_slip("handover/print_shortage.html", settlement_id)


def _own_slip(template: str, settlement_id: int):
    handover = db.session.scalar(queries.own_settlement(current_user, settlement_id)) or abort(404)
    return slip(template, handover, settlement_id, url_for(".mine"))
