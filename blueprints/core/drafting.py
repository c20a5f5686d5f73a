"""Autosave: forms that ask for it send what is typed, and get it back when they are opened again."""

from __future__ import annotations

from flask import Blueprint, abort, g, request
from flask_login import current_user
from werkzeug.local import LocalProxy

from blueprints.core.access import SIGNED_IN, requires
from blueprints.core.respond import keep, saved
from blueprints.core.safety import local_path
from models.core import clock, drafts, receipts
from models.core.db import db

bp = Blueprint("drafting", __name__)


@bp.app_context_processor
def restored() -> dict:
    """Let the layout say that a form of this page shows what was typed before."""
    return {"restored_draft": LocalProxy(lambda: g.get("restored_draft"))}


@bp.post("/drafts")
@requires(SIGNED_IN, claims_key=False)
def save():
    """Keep the fields of the form at ``key``; answer with the words for its save line.

    What arrives behind the form itself is not kept: it has been saved for good.
    """
    if receipts.result_of(request.form.get("form_key", ""), current_user.id):
        return "已提交"
    fields = drafts.storable(request.form.lists())
    if not fields:
        return "内容过多或为空，没有自动保存"
    at = clock.now()
    drafts.save(db.session, current_user.id, _key(), fields, at)
    keep()
    return f"已自动保存 {clock.local(at):%H:%M:%S}"


@bp.post("/drafts/discard")
@requires(SIGNED_IN)
def discard():
    """Give up what was typed and open the form anew."""
    drafts.discard(current_user.id, _key())
    return saved("草稿已放弃。", to=_key())


def _key() -> str:
    """Return the path of the form; 400 for what is none."""
    key = local_path(request.args.get("key", ""))
    return key if key and "?" not in key and len(key) <= drafts.KEY else abort(400)
