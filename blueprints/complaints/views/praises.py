"""表扬: the praise that was verified, for whom; and taking a verification back."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.complaints import bp
from blueprints.complaints.columns import PRAISES
from blueprints.complaints.filters import PraiseFilter
from blueprints.complaints.turns import take
from blueprints.complaints.views.steps import step
from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import ReasonForm
from models.accounts import Unit, UnitKind
from models.complaints import Complaint, ComplaintPraise, praising, queries
from models.core.db import db
from models.core.scope import visible


@bp.get("/praises")
@requires("complaint.praises")
def praises():
    """One's own praise, and for the 征费室 and the leaders all within reach."""
    form, rows = _list()
    shown = page_of(rows, *form.sort.key)
    ids = [row.complaint_id for row in shown.rows]
    opened = set(db.session.scalars(queries.cases_opened_by(current_user, ids)))
    return page("complaints/praises.html", form=form, page=shown, opened=opened)


@bp.get("/praises/export.xlsx")
@requires("complaint.praises")
def export_praises():
    form, rows = _list()
    return sheet("表扬", PRAISES, rows.order_by(*form.sort.key), action="complaint.export", filters=form)


@bp.route("/<int:complaint_id>/unverify", methods=["GET", "POST"])
@requires("complaint.unverify")
def unverify(complaint_id: int):
    case, form = load(Complaint, complaint_id, *queries.WHOLE), ReasonForm()
    if take(form, praising.unverify, case, "unverify"):
        return saved(f"{case.number} 的核实已撤销，等待重新核实。", to=url_for(".show", complaint_id=case.id))
    hint = "归入每个人的表扬和由此记下的分一并撤销，并告知本人。"
    return step(form, case, "撤销核实", hint=hint, kind="danger")


def _list():
    """Return the filters and the praise they leave."""
    units = visible(Unit, current_user).where(Unit.kind.in_((UnitKind.STATION, UnitKind.CREW, UnitKind.OFFICE)))
    form = PraiseFilter(unit=units.order_by(Unit.path))
    return form, queries.praises_filtered(visible(ComplaintPraise, current_user), **form.values())
