"""Messages that leave the house, on the web: channels, sendings, one's own address."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("relays", __name__, url_prefix="/relays")
nav.add("relays.mine", "消息邮箱", "send", "relay.own", group="", order=4, under="inbox.index")

from blueprints.relays import views
