"""The published ways to complain: who keeps each, the page that hangs on the wall, and its changes."""

from __future__ import annotations

from flask import abort, request, url_for
from flask_login import current_user
from wtforms import TextAreaField

from blueprints.complaints import bp
from blueprints.complaints.columns import CHANNELS
from blueprints.complaints.filters import ChannelFilter
from blueprints.complaints.forms import TextForm, person_caption
from blueprints.core.access import load, requires
from blueprints.core.forms import (
    LINE,
    SHORT,
    BooleanField,
    ChoiceField,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import Unit, UnitKind
from models.complaints import Channel, ComplaintChannel, desks, publishing, queries
from models.core import clock
from models.core.db import db
from models.core.scope import visible


class ChannelForm(TextForm):
    address = StringField("号码或地址", [required("请填写公布的号码或地址。"), at_most(SHORT)])
    method = TextAreaField("方法", [required("请写明怎样投诉。"), at_most(LINE)], render_kw={"rows": 2})
    hours = StringField("时间", [Optional(), at_most(SHORT)])
    keeper = RowField("负责人", caption=person_caption)
    deputy = RowField("备岗", caption=person_caption)
    is_published = BooleanField("公布")

    def show(self, row: ComplaintChannel) -> None:
        if not self.is_submitted():
            for name in ("address", "method", "hours", "is_published"):
                self[name].data = getattr(row, name)


class NewChannelForm(ChannelForm):
    unit = RowField("单位")
    channel = ChoiceField("渠道", Channel)
    is_published = BooleanField("公布", default=True)


@bp.get("/channels")
@requires("complaint.list")
def channels():
    form, rows = _list()
    return page("complaints/channels.html", form=form, page=page_of(rows, *form.sort.key), online=Channel.ONLINE)


@bp.get("/channels/export.xlsx")
@requires("complaint.list")
def export_channels():
    form, rows = _list()
    return sheet("投诉渠道", CHANNELS, rows.order_by(*form.sort.key), action="complaint.export", filters=form)


@bp.get("/channels/print")
@requires("complaint.list")
def print_channels():
    """The poster of one unit: its own channels and those of the office above it."""
    units = list(db.session.scalars(queries.units_with_channels(current_user)).unique())
    unit = next((one for one in units if request.args.get("unit") in (None, str(one.id))), None) or abort(404)
    rows = db.session.scalars(queries.published_for(current_user, unit)).unique().all()
    calls = [row for row in rows if row.channel is Channel.CALL]
    online = any(row.channel is Channel.ONLINE and row.unit_id == unit.id for row in rows)
    return page(
        "complaints/print_channels.html",
        unit=unit,
        links=[(one.name, url_for(".print_channels", unit=one.id), one.id == unit.id) for one in units],
        calls=calls,
        others=[row for row in rows if row.channel not in (Channel.CALL, Channel.ONLINE)],
        address=url_for(".say", code=unit.code, _external=True) if online else "",
        now=clock.now(),
    )


@bp.route("/channels/new", methods=["GET", "POST"])
@requires("complaint.keep_channels")
def create_channel():
    form = NewChannelForm()
    units = list(db.session.scalars(queries.units_to_publish_for(current_user)).unique())
    form.unit.offer(units)
    form.unit.preset(units[0] if units else None)
    _offer_people(form, units[0] if units else current_user.unit)
    if form.attempt(publishing.add, by=current_user):
        return saved("渠道已添加。", to=url_for(".channels"))
    return page("complaints/channel_edit.html", form=form, row=None, title="添加渠道")


@bp.route("/channels/<int:channel_id>/edit", methods=["GET", "POST"])
@requires("complaint.keep_channels")
def edit_channel(channel_id: int):
    row = load(ComplaintChannel, channel_id)
    form = ChannelForm(version=row.version)
    _offer_people(form, row.unit)
    form.keeper.preset(row.keeper)
    form.deputy.preset(row.deputy)
    form.show(row)
    if form.attempt(publishing.edit, row, by=current_user):
        return saved("渠道已更新。", to=url_for(".channels"))
    return page("complaints/channel_edit.html", form=form, row=row, title=f"修改渠道 {row.name}")


def _offer_people(form: ChannelForm, unit: Unit) -> None:
    people = list(db.session.scalars(desks.takers_for(unit, current_user)).unique())
    form.keeper.offer(people)
    form.deputy.offer(people)


def _list():
    """Return the filters and the channels they leave."""
    units = visible(Unit, current_user).where(Unit.kind.in_((UnitKind.STATION, UnitKind.OFFICE)))
    form = ChannelFilter(unit=units.order_by(Unit.path))
    return form, queries.channels_filtered(visible(ComplaintChannel, current_user), **form.values())
