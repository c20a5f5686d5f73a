"""Pages show every row once, in any mix of directions, and a cursor is only a place to start."""

import base64
import json

import pytest
from sqlalchemy import select
from werkzeug.exceptions import BadRequest

from blueprints.core.paging import page_of
from models.accounts import User
from models.core import audit
from models.core.audit import AuditEntry

KEYS = {
    "up": (User.name, User.id),
    "down": (User.name.desc(), User.id.desc()),
    "mixed": (User.unit_id.desc(), User.post_title, User.id),
}


@pytest.mark.parametrize("way", KEYS)
def test_pages_cover_every_row_once_and_in_order(app, cast, db, way):
    key, seen, after = KEYS[way], [], ""
    wanted = [person.id for person in db.session.scalars(select(User).order_by(*key))]
    while after is not None:
        with app.test_request_context(f"/?after={after}"):
            page = page_of(select(User), *key, size=4)
        seen += [person.id for person in page.rows]
        after = page.after
    assert seen == wanted


def test_a_list_in_the_order_of_moments_goes_on(app, cast, db):
    key, seen, after = (AuditEntry.at.desc(), AuditEntry.id), [], ""
    audit.act("sign_in.start", ("users", cast["wang"].id), cast["wang"], "")
    db.session.commit()
    wanted = [entry.id for entry in db.session.scalars(select(AuditEntry).order_by(*key))]
    while after is not None:
        with app.test_request_context("/", query_string={"after": after}):
            page = page_of(select(AuditEntry), *key, size=len(wanted) // 2 + 1)
        seen += [entry.id for entry in page.rows]
        after = page.after
    assert seen == wanted and len(wanted) > 1


@pytest.mark.parametrize("moment", ["2026-11-28T08:00:00", "2026-11-28", "gestern", 7])
def test_what_is_no_moment_answers_400(app, db, moment):
    with app.test_request_context("/", query_string={"after": cursor(moment, 1)}), pytest.raises(BadRequest):
        page_of(select(AuditEntry), AuditEntry.at.desc(), AuditEntry.id, size=4)


def test_the_page_knows_how_many_there_are(app, cast, db):
    with app.test_request_context("/"):
        page = page_of(select(User), User.id, size=4)
    assert (page.total, len(page.rows), page.is_first) == (len(cast), 4, True)


def cursor(*values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize(
    "after", ["zzz", "é", cursor(1), cursor("a", "b"), cursor(True, 2), cursor("x", 10**30), cursor(None, 1)]
)
def test_a_cursor_that_cannot_be_read_answers_400(app, cast, db, after):
    with app.test_request_context("/", query_string={"after": after}), pytest.raises(BadRequest):
        page_of(select(User), User.name, User.id, size=4)
