"""The book: the list with its filters, the export, and earlier cases of a caller."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_login import current_user

from blueprints.complaints import bp, sought
from blueprints.complaints.columns import COMPLAINTS
from blueprints.complaints.filters import ComplaintFilter
from blueprints.complaints.forms import LookUpForm
from blueprints.core.access import requires
from blueprints.core.forms import SHORT
from blueprints.core.paging import COUNTED, OF_SENTENCES, Page, cursor_of, page_of
from blueprints.core.personal import full_sheet
from blueprints.core.respond import keep, page
from blueprints.core.sheets.exports import sheet
from models import deadlines
from models.accounts import Unit, UnitKind
from models.complaints import Complaint, queries, searching
from models.complaints.searching import Recent
from models.core import clock, masking
from models.core.db import db
from models.core.scope import visible

LEAST_PHONE, LEAST_PLATE = 7, 4  # signs from which on it is worth looking
MORE = "more"  # in the address: show the rarer conditions too


@bp.get("/")
@requires("complaint.list")
def index():
    form, rows = _list()
    shown = _newest(form) or page_of(rows, *form.sort.key, size=OF_SENTENCES)
    clocks = deadlines.soonest_by_owner("complaints", [row.id for row in shown.rows])
    told = {"clocks": clocks, "now": clock.now(), "with_more": form.has_more or MORE in request.args}
    return page("complaints/index.html", form=form, page=shown, **told)


@bp.post("/find")
@requires("complaint.list")
def find():
    """Lead to the list that was asked for; a number stays behind, and the address carries a key to it."""
    machinery = ("csrf_token", "sought")
    given = {name: value for name, value in request.form.items() if value and name not in machinery and name[0] != "_"}
    if sought.is_personal(given.get("text", "")):
        given["sought"] = sought.keep(given.pop("text")[:SHORT])
    keep()
    return redirect(url_for(".index", **given), 303)


@bp.get("/export.xlsx")
@requires("complaint.export")
def export():
    form, rows = _list()
    return sheet("投诉台账", COMPLAINTS, rows.order_by(*form.sort.key), action="complaint.export", filters=form)


@bp.post("/export-full")
@requires("complaint.export_full")
def export_full():
    """The same list with whole numbers, for a reason that stays on record."""
    form, rows = _list()
    return full_sheet(Complaint, "投诉台账（完整号码）", COMPLAINTS, rows.order_by(*form.sort.key), filters=form)


@bp.route("/look-up", methods=["GET", "POST"])
@requires("complaint.register")
def look_up():
    """Earlier cases of a telephone or plate; asked by POST, so that neither stands in an address or a log."""
    form = LookUpForm()
    phone, plate = masking.normalise_phone(form.phone.data), masking.normalise_plate(form.plate.data)
    wanted = {"phone": phone if len(phone) >= LEAST_PHONE else "", "plate": plate if len(plate) >= LEAST_PLATE else ""}
    earlier = db.session.scalars(queries.earlier_of(current_user, **wanted)).all()
    told = {"known": db.session.scalars(queries.known_of(current_user, **wanted)).all(), "asked": any(wanted.values())}
    told["is_beside"] = "content" in request.form  # asked by the form of a new case, as its number is typed
    told["is_part"] = masking.is_phone(phone) is not None and masking.is_plate(plate) is not None
    return page("complaints/look_up.html", form=form, earlier=earlier, to=url_for(".look_up"), **told)


def _newest(form: ComplaintFilter) -> Page | None:
    """Return the page if the newest of the cases that have the words suffice for it and for the count."""
    chosen = form.narrowed(current_user)
    words = chosen.pop("text", "")
    if not searching.is_words(words) or not words or form.sort.data != form.sort.default:
        return None
    seen, after = visible(Complaint, current_user), cursor_of(form.sort.key)
    top = queries.filtered(seen, text=Recent.of(words), **chosen)
    rows = queries.filtered(seen, text=Recent.of(words, after[0]), **chosen) if after else top
    shown = page_of(rows, *form.sort.key, size=OF_SENTENCES, counted=top)
    return shown if shown.after and shown.total > COUNTED else None


def _list():
    """Return the filters and the cases they leave."""
    units = visible(Unit, current_user).where(Unit.is_open).order_by(Unit.path)
    offices = units.where(Unit.kind.in_((UnitKind.STATION, UnitKind.OFFICE)))
    crews = units.where(Unit.kind == UnitKind.CREW)
    form = ComplaintFilter(unit=offices, team=crews)
    if not current_user.may("complaint.revisit"):
        del form.to_revisit
    return form, queries.filtered(visible(Complaint, current_user), **form.narrowed(current_user))
