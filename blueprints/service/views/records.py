"""The 便民服务登记: a line in a few taps, the list, and the paper of a month."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.service import bp
from blueprints.service.columns import RECORDS
from blueprints.service.forms import RecordFilter, RecordForm
from blueprints.service.views.lists import stations
from models import roster
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.service import ServiceKind, ServiceRecord, queries
from models.service import records as rules

PRINTED = 400  # lines of one print


@bp.get("/records")
@requires("service.read")
def records():
    form, rows = _records()
    return page("service/records.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/records/export.xlsx")
@requires("service.export")
def export_records():
    form, rows = _records()
    return sheet("便民服务登记表", RECORDS, rows.order_by(*form.sort.key), action="service.export", filters=form)


@bp.get("/records/print")
@requires("service.read")
def print_records():
    """The lines of the list on paper, the oldest first; without days those of the last thirty."""
    form, rows = _records()
    if not (form.since.data or form.until.data):
        rows = queries.in_days(rows, ServiceRecord.served_at, {"since": clock.today() - timedelta(days=30)})
    rows = db.session.scalars(rows.order_by(ServiceRecord.served_at, ServiceRecord.id).limit(PRINTED)).all()
    return page("service/records_print.html", form=form, rows=rows, now=clock.now(), most=PRINTED)


@bp.route("/records/new", methods=["GET", "POST"])
@requires("service.record")
def record():
    """Enter a line; the page comes back empty for the next one, with what was entered today below."""
    form, kept = RecordForm(), []
    form.offer_stations(stations("service.record"))
    station = form.unit.data if form.is_submitted() else None
    station_id = station if isinstance(station, int) else _first(form)
    form.kind.offer(queries.kinds_of(station_id))
    form.signed_by.offer(roster.queries.staff_of(station_id))
    if not form.is_submitted():
        form.served_at.data = clock.local(clock.now())
        form.signed_by.preset(current_user._get_current_object())
    if form.attempt(_register, kept, by=current_user, at=clock.now()):
        return saved(f"已登记 {kept[0].number}，可以接着登记下一件。", to=url_for(".record"))
    own = db.session.scalars(queries.own_records(current_user, clock.today())).all()
    return page("service/record.html", form=form, own=own)


@bp.get("/records/<int:record_id>")
@requires("service.read")
def show_record(record_id: int):
    return page("service/record_show.html", row=load(ServiceRecord, record_id, *queries.TOLD, *queries.ENTERED))


def _first(form: RecordForm) -> int:
    """Return the station the page opens with: the person's own, else the first; 0 for nobody's."""
    return next((value for value, _caption in form.unit.choices if value), 0)


def _register(kept: list, **told) -> None:
    kept.append(rules.register(**told))


def _records():
    form = RecordFilter()
    form.unit.offer(stations())
    form.kind.offer(visible(ServiceKind, current_user).order_by(ServiceKind.sort, ServiceKind.id))
    return form, queries.filtered_records(visible(ServiceRecord, current_user), **form.values())
