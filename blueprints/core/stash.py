"""What was typed and not saved: put by when the sign-in has ended, given back to the same person's form."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, g, request, session
from flask_login import current_user
from sqlalchemy import bindparam, select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from blueprints.core.safety import local_path
from models.accounts import sign_ins
from models.core import clock, drafts
from models.core.db import db, own_transaction

PERSON = "person"  # in the signed cookie: whose sign-in this browser holds or held; sign-out clears it
RESUMED_WITHIN = timedelta(hours=24)
LONGEST_ADDRESS = 500
HAS_DRAFT = select(drafts.of(sign_ins.WHO, bindparam("page")).exists()).scalar_subquery()  # asked with the sign-in
SECRET_FIELDS = frozenset({"PasswordField", "FileField", "MultipleFileField", "CSRFTokenField"})


def remember(user_id: int) -> None:
    """Note whose browser this is, so that what is sent after the sign-in has ended still has an owner."""
    if session.get(PERSON) != user_id:
        session[PERSON] = user_id


def address() -> str:
    """Return the address where the form of this POST is shown: its own, or the page it was sent from; "" if neither."""
    if _can_be_opened(request.path):
        return request.full_path.rstrip("?")[:LONGEST_ADDRESS]
    came_from = local_path(request.referrer or "", request.host)[:LONGEST_ADDRESS]
    return came_from if _can_be_opened(came_from.partition("?")[0]) else ""


def _can_be_opened(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, "GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def put_by() -> str:
    """Keep what a person whose sign-in has ended just sent, for them alone; return where it will be shown again."""
    user_id, where, fields = session.get(PERSON), address(), drafts.storable(request.form.lists())
    if not (user_id and where and fields) or len(where.partition("?")[0]) > drafts.KEY:
        return where
    db.session.rollback()  # lets go of the write lock that looking for the sign-in took
    with own_transaction() as own:
        drafts.save(own, user_id, where.partition("?")[0], fields, clock.now(), where)
    return where


def resume(user_id: int) -> str:
    """Return the address at which ``user_id`` was cut off, once; for the view that has just signed them in."""
    return drafts.resume(user_id, clock.now() - RESUMED_WITHIN)


def give_back(form) -> MultiDict | None:
    """Return what the person had typed into ``form`` on this page and not saved, without secrets and files."""
    if request.method != "GET" or not current_user.is_authenticated:
        return None
    draft = draft_of_page()
    if draft is None or not _belongs(draft.names, {field.name for field in form}):
        return None
    g.restored_draft = draft
    kept_out = {field.name for field in form if field.type in SECRET_FIELDS}
    return MultiDict({name: values for name, values in draft.fields.items() if name not in kept_out})


def draft_of_page() -> drafts.Draft | None:
    """Return what the person had put by on this page, asked once per request, and only if the sign-in told of one."""
    if "draft_of_page" not in g:
        g.draft_of_page = drafts.find(current_user.id, request.path) if g.get("has_draft", True) else None
    return g.draft_of_page


def _belongs(typed: frozenset[str], fields: set[str]) -> bool:
    """Whether most of what was typed has its place in a form; rows of a field list are called ``name-0``."""
    known = [name for name in typed if name in fields or name.partition("-")[0] in fields]
    return len(known) * 2 > len(typed)


def clear() -> None:
    """Forget the draft of the form that has just been saved for good."""
    if current_user.is_authenticated:
        drafts.discard(current_user.id, address().partition("?")[0])
