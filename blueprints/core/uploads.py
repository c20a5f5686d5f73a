"""The one way to a stored file: through the row it belongs to. Source: security.md 2, 13."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, abort, send_file

from blueprints.core.access import SIGNED_IN, load, requires
from models.core import attachments
from models.core.attachments import Attachment
from models.core.db import db
from models.core.scope import scoped_tables

bp = Blueprint("files", __name__, url_prefix="/files")

POLICY = "default-src 'none'; sandbox"


@bp.get("/<int:attachment_id>")
@requires(SIGNED_IN)
def show(attachment_id: int):
    """Send the file to whoever may see the row it belongs to; all others, and retired files, get 404."""
    return _send(_visible(attachment_id), small=False)


@bp.get("/<int:attachment_id>/small")
@requires(SIGNED_IN)
def small(attachment_id: int):
    """Send the thumbnail of a picture."""
    attachment = _visible(attachment_id)
    return _send(attachment, small=True) if attachment.is_picture else abort(404)


def _visible(attachment_id: int) -> Attachment:
    attachment = db.session.get(Attachment, attachment_id)
    table = scoped_tables().get(attachment.owner_type) if attachment and not attachment.is_retired else None
    if table is None:
        abort(404)
    load(table, attachment.owner_id)
    return attachment


def _send(attachment: Attachment, *, small: bool):
    """Answer with the bytes alone: no script, no guessing of types; only our own pictures are shown in the page."""
    with attachments.open_stored(attachment, small=small) as file:
        content = BytesIO(file.read())
    response = send_file(
        content,
        attachment.media_type,
        as_attachment=not attachment.is_picture,
        download_name=attachment.name,
        etag=f"{attachment.sha256}{'-small' if small else ''}",
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response
