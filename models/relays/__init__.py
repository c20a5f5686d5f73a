"""Messages that leave the house: by e-mail, or through the robot of a group. All optional, off by default."""

from models.relays import demo, options, outbox, permissions, queries, setup, sweeps, words
from models.relays.tables import (
    ChannelKind,
    DeliveryState,
    RelayAddress,
    RelayChannel,
    RelayDelivery,
    RelayLease,
    Security,
)

__all__ = [
    "ChannelKind",
    "DeliveryState",
    "RelayAddress",
    "RelayChannel",
    "RelayDelivery",
    "RelayLease",
    "Security",
    "demo",
    "options",
    "outbox",
    "permissions",
    "queries",
    "setup",
    "sweeps",
    "words",
]
