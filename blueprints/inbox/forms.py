from __future__ import annotations

from flask import url_for
from sqlalchemy import Select
from wtforms import SelectField

from blueprints.core.forms import FilterForm
from models.inbox import Message

SHOWN = {"": "全部", "unread": "未读", "read": "已读"}


class MessageFilter(FilterForm):
    show = SelectField("显示", choices=SHOWN, default="")

    def narrow(self, messages: Select) -> Select:
        """Keep the messages that are unread, or read."""
        wanted = self.values().get("show")
        if wanted == "unread":
            return messages.where(Message.read_at.is_(None))
        return messages.where(Message.read_at.is_not(None)) if wanted == "read" else messages

    def links(self) -> list[tuple[str, str, bool]]:
        """Return ``(text, address, is current)`` of the three views."""
        chosen = self.show.data or ""
        return [(text, url_for(".index", show=value or None), chosen == value) for value, text in SHOWN.items()]
