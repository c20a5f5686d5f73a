"""Messages to people, and what waits for them."""

from models.core.wording import label_acts
from models.inbox import sweeps, upgrades
from models.inbox.queries import counting_unread, filtered, messages_of
from models.inbox.rules import notify, read, read_all, recall, settle
from models.inbox.tables import Message
from models.inbox.todos import AT, Ask, Each, Todo, tells, todo, todos_of

__all__ = [
    "AT",
    "Ask",
    "Each",
    "Message",
    "Todo",
    "counting_unread",
    "filtered",
    "messages_of",
    "notify",
    "read",
    "read_all",
    "recall",
    "settle",
    "sweeps",
    "tells",
    "todo",
    "todos_of",
    "upgrades",
]

label_acts({"message.export": "导出消息"})
