"""How messages are narrowed."""

from __future__ import annotations

from wtforms import DateField, SearchField, SelectField

from blueprints.core.forms import SHORT, FilterForm, Optional, at_most
from blueprints.core.orders import OrderField, newest_first
from models.inbox import Message

SHOWN = {"": "全部", "unread": "未读", "read": "已读"}


class MessageFilter(FilterForm):
    text = SearchField("消息里的字", [Optional(), at_most(SHORT)])
    show = SelectField("显示", choices=SHOWN, default="")
    first = DateField("从", [Optional()])
    last = DateField("到", [Optional()])
    sort = OrderField(newest_first(Message.at, Message.id, newest="新的在前", oldest="早的在前"))
