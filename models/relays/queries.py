"""Questions to channels and sendings."""

from __future__ import annotations

from sqlalchemy import Select, false, select, true
from sqlalchemy.orm import joinedload

from models.accounts import User
from models.core.db import db
from models.core.scope import scope_of, visible
from models.relays.tables import RelayAddress, RelayChannel, RelayDelivery


@scope_of(RelayChannel)
def channels_visible_to(user: User) -> Select[tuple[RelayChannel]]:
    """Channels belong to the whole house; those who set them up see them."""
    return select(RelayChannel).where(true() if user.may("relay.edit") else false())


@scope_of(RelayDelivery)
def deliveries_visible_to(user: User) -> Select[tuple[RelayDelivery]]:
    return select(RelayDelivery).where(true() if user.may("relay.edit") else false())


def filtered(user: User, **chosen) -> Select[tuple[RelayDelivery]]:
    """Narrow by state and channel; the channel and the person loaded."""
    rows = visible(RelayDelivery, user)
    if channel := chosen.get("channel"):
        rows = rows.where(RelayDelivery.channel_id == channel.id)
    if state := chosen.get("state"):
        rows = rows.where(RelayDelivery.state == state)
    return rows.options(joinedload(RelayDelivery.channel), joinedload(RelayDelivery.user))


def address_of(user: User) -> str:
    return db.session.scalar(select(RelayAddress.email).where(RelayAddress.user_id == user.id)) or ""
