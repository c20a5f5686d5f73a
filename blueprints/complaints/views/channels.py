"""The published ways to complain: who keeps each, the page that hangs on the wall, and its changes."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from wtforms import TextAreaField

from blueprints.complaints import bp
from blueprints.complaints.forms import TextForm, person_caption
from blueprints.core.access import load, requires
from blueprints.core.forms import LINE, SHORT, BooleanField, Optional, RowField, StringField, at_most, required
from blueprints.core.respond import page, saved
from models.complaints import Channel, ComplaintChannel, desks, publishing
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


@bp.get("/channels")
@requires("complaint.list")
def channels():
    return page("complaints/channels.html", rows=_rows(), online=Channel.ONLINE)


@bp.get("/channels/print")
@requires("complaint.list")
def print_channels():
    rows = [row for row in _rows() if row.is_published]
    return page("complaints/print_channels.html", rows=rows, now=clock.now())


@bp.route("/channels/<int:channel_id>/edit", methods=["GET", "POST"])
@requires("complaint.keep_channels")
def edit_channel(channel_id: int):
    row = load(ComplaintChannel, channel_id)
    form = ChannelForm(version=row.version)
    people = list(db.session.scalars(desks.takers_for(row.unit)).unique())
    form.keeper.offer(people)
    form.deputy.offer(people)
    form.keeper.preset(row.keeper)
    form.deputy.preset(row.deputy)
    form.show(row)
    if form.attempt(publishing.edit, row, by=current_user):
        return saved("渠道已更新。", to=url_for(".channels"))
    return page("complaints/channel_edit.html", form=form, row=row)


def _rows() -> list[ComplaintChannel]:
    rows = visible(ComplaintChannel, current_user).order_by(ComplaintChannel.unit_id, ComplaintChannel.id)
    return list(db.session.scalars(rows).unique())
