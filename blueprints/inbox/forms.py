"""How messages are narrowed."""

from __future__ import annotations

from wtforms import DateField, SearchField, SelectField

from blueprints.core.forms import SHORT, FilterForm, Optional, at_most

SHOWN = {"": "全部", "unread": "未读", "read": "已读"}


class MessageFilter(FilterForm):
    text = SearchField("消息里的字", [Optional(), at_most(SHORT)])
    show = SelectField("显示", choices=SHOWN, default="")
    first = DateField("从", [Optional()])
    last = DateField("到", [Optional()])
    sort = SelectField("顺序", choices={"-id": "新的在前", "id": "早的在前"}, default="-id")
