"""Channels, tests, sendings, and one's own address."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import keep, page, saved
from blueprints.core.sheets.exports import Column, sheet
from blueprints.relays import bp
from blueprints.relays.forms import NAMES, AddressForm, ChannelForm, DeliveryFilter, TestForm
from models.accounts import Unit, structure
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.relays import RelayChannel, RelayDelivery, queries, setup

SENT = "测试消息已发出，请到邮箱或群里查看。"
COLUMNS = [
    Column("通道", lambda d: d.channel.name, 20),
    Column("收件人", lambda d: d.user.staff_no if d.user else "群", 10),
    Column("种类", lambda d: NAMES.get(d.kind, d.kind), 12),
    Column("消息编号", lambda d: d.message_id, 36),
    Column("产生时间", lambda d: d.created_at, 20, "moment"),
    Column("最早发送", lambda d: d.not_before, 20, "moment"),
    Column("状态", lambda d: d.state, 10),
    Column("次数", lambda d: d.attempts, 8, "number"),
    Column("发送时间", lambda d: d.sent_at, 20, "moment"),
    Column("最近的错误", lambda d: d.error, 40),
]


@bp.get("/")
@requires("relay.edit")
def index():
    """Channels, and what went through them. Titles are not shown: the administrator has no part in the business."""
    form, rows = _list()
    channels = db.session.scalars(visible(RelayChannel, current_user).order_by(RelayChannel.id)).all()
    return page("relays/index.html", form=form, page=page_of(rows, *form.sort.key), channels=channels, kinds=NAMES)


@bp.get("/export.xlsx")
@requires("relay.edit")
def export():
    form, rows = _list()
    return sheet("消息发送记录", COLUMNS, rows.order_by(*form.sort.key), action="relay.export", filters=form)


@bp.route("/new", methods=["GET", "POST"])
@requires("relay.edit")
def create():
    form, channel = _form(ChannelForm()), RelayChannel()
    if form.attempt(setup.save, channel, by=current_user):
        return saved(f"{channel.name}已保存，请发送测试。", to=url_for(".edit", channel_id=channel.id))
    return page("relays/edit.html", form=form, channel=None, test=None)


@bp.route("/channels/<int:channel_id>", methods=["GET", "POST"])
@requires("relay.edit")
def edit(channel_id: int):
    channel = load(RelayChannel, channel_id)
    form = _form(ChannelForm(obj=_shown(channel), version=channel.version))
    form.unit.preset(channel.unit_id)
    if form.attempt(setup.save, channel, by=current_user):
        return saved(f"{channel.name}已保存。", to=url_for(".index"))
    return page("relays/edit.html", form=form, channel=channel, test=TestForm())


@bp.route("/channels/<int:channel_id>/test", methods=["GET", "POST"])
@requires("relay.edit")
def try_out(channel_id: int):
    channel, form = load(RelayChannel, channel_id), TestForm()
    ready, back = [], url_for(".edit", channel_id=channel_id)
    if form.attempt(lambda **told: ready.append(setup.trial(channel, by=current_user, at=clock.now(), **told))):
        keep(back, SENT)  # lets go of the write lock: the receiver may take seconds
        if not (refusal := setup.refusal_of(*ready[0])):
            return saved(SENT, to=back)
        form.refuse(refusal)
    return page("relays/test.html", form=form, channel=load(RelayChannel, channel_id))


@bp.post("/deliveries/<int:delivery_id>/retry")
@requires("relay.edit")
def retry(delivery_id: int):
    setup.try_again(load(RelayDelivery, delivery_id), by=current_user, at=clock.now())
    return saved("已排到队首，稍后重发。", to=url_for(".index"))


@bp.route("/mine", methods=["GET", "POST"])
@requires("relay.own")
def mine():
    form = AddressForm(email=queries.address_of(current_user))
    if form.attempt(setup.set_address, current_user):
        return saved("邮箱已保存。" if form.email.data else "不再发到邮箱。", to=url_for(".mine"))
    return page("relays/mine.html", form=form)


def _form(form: ChannelForm) -> ChannelForm:
    form.unit.offer(structure.open_units())
    return form


def _shown(channel: RelayChannel):
    """Return the channel with its unit loaded, for the form; the secret has no place there."""
    channel.unit = db.session.get_one(Unit, channel.unit_id)
    return channel


def _list():
    form = DeliveryFilter()
    form.channel.offer(visible(RelayChannel, current_user).order_by(RelayChannel.id))
    return form, queries.filtered(current_user, **form.values())
