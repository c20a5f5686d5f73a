"""通知与通报 on the web."""

from flask import Blueprint

from blueprints.core import nav

HEAD = "inbox.index"

bp = Blueprint("notices", __name__, url_prefix="/notices")
nav.add("notices.index", "通知通报", "file-text", "notice.list", group="", order=2, under=HEAD)
nav.add("notices.kinds", "通知种类", "settings", "notice.plan", group="管理", order=48, under=HEAD)

from blueprints.notices.views import drafts, kinds, lists, paper, receipts, steps
