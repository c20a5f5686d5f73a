"""The trail cannot be forgotten, cannot be edited, and remembers only what was kept."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models.accounts import RoleGrant
from models.core import audit
from models.core.audit import AuditEntry, Unrecorded
from models.core.errors import RuleBroken


def last(db) -> AuditEntry:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def test_a_change_without_a_record_is_not_saved(cast, db):
    cast["wang"].post_title = "悄悄改"
    with pytest.raises(Unrecorded):
        db.session.commit()
    db.session.rollback()
    db.session.refresh(cast["wang"])
    assert cast["wang"].post_title == "收费员"


def test_the_entry_tells_old_and_new_even_after_a_query_in_between(cast, db):
    cast["wang"].post_title = "监控员"
    db.session.scalars(select(AuditEntry)).all()  # autoflushes the change
    audit.record("user.edit", cast["wang"], cast["xi"], note="转岗")
    db.session.commit()
    entry = last(db)
    assert entry.changes["post_title"] == ["收费员", "监控员"]
    assert (entry.actor_name, entry.subject_name, entry.note) == ("席文（00011）", "王倩", "转岗")


def test_secrets_never_enter_the_trail(cast, db):
    cast["wang"].pin_hash = "argon2-of-123456"
    audit.record("user.reset", cast["wang"], cast["liu"])
    db.session.commit()
    assert last(db).changes["pin_hash"] == [audit.HIDDEN, audit.HIDDEN]


def test_what_a_savepoint_takes_back_leaves_no_entry(cast, db):
    before = last(db).id
    with pytest.raises(RuleBroken), db.session.begin_nested():
        cast["wang"].post_title = "班长"
        audit.record("user.edit", cast["wang"], cast["xi"])
        raise RuleBroken("不行")
    db.session.commit()
    assert last(db).id == before


@pytest.mark.parametrize("attack", ["UPDATE audit_entries SET actor_name = 'x'", "DELETE FROM audit_entries"])
def test_the_database_itself_refuses_to_edit_the_trail(db, attack):
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(attack))


def test_the_old_value_is_known_right_after_a_commit(cast, db):
    db.session.commit()
    cast["wang"].post_title = "监控员"
    audit.record("user.edit", cast["wang"], cast["xi"])
    db.session.commit()
    assert last(db).changes["post_title"] == ["收费员", "监控员"]


def test_naming_a_relation_asks_the_database_nothing(cast, db):
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == cast["wang"].id)).one()
    db.session.expunge(cast["wang"])
    grant.user = cast["wang"]  # the old one is not loaded, and need not be
    db.session.rollback()
