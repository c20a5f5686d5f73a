from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core import nav
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import go, keep, page, saved
from blueprints.core.sheets.exports import Column, sheet
from blueprints.inbox import bp
from blueprints.inbox.forms import MessageFilter
from models.core import clock
from models.inbox import Message, counting_unread, filtered, messages_of, read, read_all, todos_of

MESSAGES = [
    Column("时间", lambda m: m.at, 20, "moment"),
    Column("消息", lambda m: m.title, 60),
    Column("阅读时间", lambda m: m.read_at, 20, "moment"),
]


@bp.get("/")
@requires(SIGNED_IN)
def index():
    """What waits for me, nearest deadline first, and my messages, newest first."""
    form, rows = _listed()
    now = clock.now()
    messages = page_of(rows, *form.sort.key)
    return page("inbox/index.html", form=form, messages=messages, todos=todos_of(current_user, now), now=now)


@bp.get("/export.xlsx")
@requires(SIGNED_IN)
def export():
    form, rows = _listed()
    return sheet("消息", MESSAGES, rows.order_by(*form.sort.key), action="message.export", filters=form)


@bp.post("/<int:message_id>/open")
@requires(SIGNED_IN)
def open_message(message_id: int):
    """Mark a message as read and go where it points."""
    message = load(Message, message_id)
    read(message, clock.now())
    keep(message.href)
    return go(message.href)


@bp.post("/read-all")
@requires(SIGNED_IN)
def mark_all():
    count = read_all(current_user.id, clock.now())
    return saved(f"{count} 条消息已标为已读。" if count else "没有未读消息。", to=url_for(".index"))


def _listed():
    """Return the filters and the messages they leave."""
    form = MessageFilter()
    return form, filtered(messages_of(current_user), **form.values())


nav.count("unread_count", counting_unread, person="reader")
