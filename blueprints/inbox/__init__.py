"""The inbox: what waits for me, and messages."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("inbox", __name__, url_prefix="/inbox")
nav.add("inbox.index", "待办消息", "bell", "", group="", order=1, tab=6, counter="unread_count")

from blueprints.inbox import views
