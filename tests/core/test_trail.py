"""Every kind of tampering is noticed, and the first broken entry is named. Source: security.md 24."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text

from models.accounts import Reach, RoleGrant, UserState
from models.core import audit, clock, settings, trail
from models.core.audit import AuditEntry
from models.core.db import db as _db

DROP = {
    "sqlite": ["DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete"],
    "postgresql": ["ALTER TABLE audit_entries DISABLE TRIGGER USER"],
}


@pytest.fixture
def chain(cast, db, tmp_path):
    """A trail of some entries whose exported heads go to a folder of this test; returns their number."""
    trail.use_folder(tmp_path)
    for post in ("监控员", "票管员", "班长"):
        cast["wang"].post_title = post
        audit.record("user.edit", cast["wang"], cast["xi"], note="转岗")
        db.session.commit()
    return db.session.scalar(text("SELECT count FROM audit_heads"))


def tamper(*statements: str) -> None:
    """Do what only the owner of the database can: lift the triggers and write."""
    for statement in (*DROP[_db.engine.dialect.name], *statements):
        _db.session.execute(text(statement))
    _db.session.commit()


def test_an_untouched_trail_is_whole(chain):
    verdict = trail.verify()
    assert verdict.is_whole and verdict.entries == chain


def test_a_moment_read_from_the_wall_clock_keeps_the_trail_whole(chain, cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 12, 0, tzinfo=clock.ZONE))
    cast["wang"].post_title = "收费员"
    audit.record("user.edit", cast["wang"], cast["xi"])
    _db.session.commit()
    verdict = trail.verify()
    assert verdict.is_whole and verdict.entries == chain + 1


@pytest.mark.parametrize("column", ["actor_name", "action", "note", "subject_name", "origin", "subject_type"])
def test_an_edited_text_is_noticed(chain, column):
    tamper(f"UPDATE audit_entries SET {column} = 'x' WHERE id = 3")
    assert trail.verify().broken == 3
    assert trail.verify().sentence.startswith("第 3 条的内容被改动")


@pytest.mark.parametrize(
    "change",
    [
        "at = '2020-01-01 00:00:00'",
        "actor_id = 1000",
        "subject_id = 1000",
        "unit_id = 1000",
        """changes = '{"post_title": ["收费员", "所长"]}'""",
    ],
)
def test_an_edited_value_is_noticed(chain, change):
    tamper(f"UPDATE audit_entries SET {change} WHERE id = {chain}")
    assert trail.verify().broken == chain


def test_a_removed_entry_is_noticed(chain):
    tamper("DELETE FROM audit_entries WHERE id = 5")
    assert (trail.verify().broken, trail.verify().sentence) == (5, "缺少第 5 条")


def test_a_removed_entry_whose_place_was_closed_is_noticed(chain):
    tamper(
        "DELETE FROM audit_entries WHERE id = 5",
        f"UPDATE audit_entries SET id = 5 WHERE id = {chain}",
        f"UPDATE audit_heads SET count = {chain - 1}",
    )
    assert trail.verify().broken == 5


def test_swapped_entries_are_noticed(chain):
    tamper(
        "UPDATE audit_entries SET id = -3 WHERE id = 3",
        "UPDATE audit_entries SET id = 3 WHERE id = 4",
        "UPDATE audit_entries SET id = 4 WHERE id = -3",
    )
    assert trail.verify().broken == 3


def test_entries_before_the_first_are_noticed(chain):
    tamper("UPDATE audit_entries SET id = 0 WHERE id = 1")
    assert trail.verify().broken == 0


def test_a_truncated_tail_is_noticed(chain):
    tamper(f"DELETE FROM audit_entries WHERE id > {chain - 2}")
    verdict = trail.verify()
    assert verdict.broken == chain - 1 and "末尾被截断" in verdict.sentence


def test_a_truncated_tail_with_a_mended_head_is_noticed_by_the_exported_head(chain):
    trail.export_head()
    cut_and_mend(chain - 2)
    verdict = trail.verify()
    assert verdict.broken == chain - 1 and "此前导出的链头" in verdict.sentence


def test_a_tail_rewritten_with_the_key_is_noticed_by_the_exported_head(chain, cast):
    trail.export_head()
    cut_and_mend(chain - 1)
    cast["wang"].post_title = "所长"
    audit.record("user.edit", cast["wang"], cast["xi"], note="改写")
    _db.session.commit()
    verdict = trail.verify()
    assert verdict.broken == chain and "与此前导出的链头不符" in verdict.sentence


def cut_and_mend(upto: int) -> None:
    last = _db.session.scalar(text(f"SELECT hash FROM audit_entries WHERE id = {upto}"))
    tamper(
        f"DELETE FROM audit_entries WHERE id > {upto}",
        f"UPDATE audit_heads SET count = {upto}, hash = '{last}'",
    )


@pytest.mark.parametrize("change", ["count = count + 1", "count = count - 1", "hash = 'x'", "hash = ''"])
def test_an_edited_head_is_noticed(chain, change):
    tamper(f"UPDATE audit_heads SET {change}")
    assert not trail.verify().is_whole


def test_a_missing_head_is_noticed(chain):
    tamper("DELETE FROM audit_heads")
    assert trail.verify().sentence == "链头缺失"


def test_an_emptied_trail_is_noticed(chain):
    tamper("DELETE FROM audit_entries")
    assert trail.verify().broken == 1


def test_entries_written_under_another_key_are_noticed(chain, cast, monkeypatch):
    monkeypatch.setattr(audit, "_key", b"another key of thirty-two bytes!")
    assert trail.verify().broken == 1
    assert "密钥" in trail.verify().sentence


def test_an_edited_export_of_heads_is_noticed(chain, tmp_path):
    trail.export_head()
    file = tmp_path / trail.HEADS
    line = json.loads(file.read_text())
    file.write_text(json.dumps(line | {"count": 1}) + "\n")
    assert trail.verify().sentence == "导出的链头第 1 行被改动"


def test_heads_gather_in_the_file_and_agree_with_a_growing_trail(chain, cast, tmp_path):
    trail.export_head()
    cast["wang"].post_title = "收费员"
    audit.record("user.edit", cast["wang"], cast["xi"])
    _db.session.commit()
    trail.export_head()
    assert len((tmp_path / trail.HEADS).read_text().splitlines()) == 2
    assert trail.verify().is_whole


def test_the_command_says_whole_or_where_it_breaks(chain, app):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    tamper("UPDATE audit_entries SET note = '没有的事' WHERE id = 2")
    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 1 and "第 2 条" in result.output


def test_an_entry_reads_in_the_words_of_the_pages(cast, db):
    trail.label("users", post_title="岗位", state="在职状态", unit_id="单位", joined_on="入职日期", left_on="离职日期")
    wang = cast["wang"]
    wang.post_title, wang.state, wang.unit_id = "监控员", UserState.LENT, cast["duo"].unit_id
    wang.joined_on = date(2026, 5, 4)
    wang.password_hash = "secret"
    audit.record("user.edit", wang, cast["xi"], note="借调")
    db.session.commit()
    said = trail.in_words(db.session.scalars(trail.history_of(wang)).first())
    assert said[:2] == ["修改人员资料：王倩", "说明：借调"]
    assert {"岗位：收费员 → 监控员", "在职状态：在职 → 借调", "单位：一班 → 青岚收费站"} <= set(said)
    assert "入职日期：2026-05-04" in said
    assert not any("secret" in line or "version" in line for line in said)


def test_moments_and_settings_are_said_on_the_stations_clock(cast, db):
    row = settings.change("house.name", "青岚", valid_from=date(2026, 1, 1), unit_id=None, by=cast["xi"])
    row.set_at = datetime(2026, 1, 1, 16, 30, tzinfo=UTC)
    db.session.add(row)
    audit.record("setting.edit", row, cast["xi"])
    db.session.commit()
    said = trail.in_words(db.session.scalars(trail.history_of(row)).first())
    assert "修改时间：2026-01-02 00:30:00" in said and "值：青岚" in said


def test_a_detail_row_is_told_in_one_sentence(cast, db):
    wang = cast["wang"]
    rows = {
        7: {"handover_id": [None, 9], "sort": [None, 1], "user_id": [None, wang.id], "note": [None, ""]},
        8: {"handover_id": [9, None], "user_id": [wang.id, None]},
        9: {"attendance": ["present", "leave"]},
    }
    changes = {f"handover_members#{row}.{name}": pair for row, found in rows.items() for name, pair in found.items()}
    entry = AuditEntry(action="handover.hand_over", subject_type="handovers", subject_name="", note="", changes=changes)
    told = ["当班人员：人员 王倩", "删除当班人员：人员 王倩", "当班人员：出勤 在岗 → 请假"]
    assert trail.in_words(entry) == ["交班签认", *told]


def test_codes_lists_and_pointers_are_told_as_words(cast, db):
    crew = cast["wang"].unit
    changes = {"crew_ids": [None, [crew.id, 0]], "since": [None, "2026-01-01"], "reason": [None, ""]}
    entry = AuditEntry(action="roster.generate", subject_type="roster_plans", subject_name="", note="", changes=changes)
    assert trail.in_words(entry)[1:] == ["班组顺序：一班、已撤销的班组", "编排起始工班日：2026-01-01"]
    changes = {"owner_type": [None, "violations"], "owner_id": [None, 0], "size": [None, 12]}
    entry = AuditEntry(action="attachment.keep", subject_type="attachments", subject_name="", note="", changes=changes)
    assert trail.in_words(entry)[1:] == ["所属业务：违规", "所属记录：0", "字节数：12"]


def test_history_is_newest_first(chain, cast, db):
    found = db.session.scalars(trail.history_of(cast["wang"])).all()
    assert [entry.id for entry in found] == sorted((entry.id for entry in found), reverse=True)
    assert isinstance(found[0], AuditEntry) and found[0].changes["post_title"] == ["票管员", "班长"]


def test_a_page_of_entries_looks_up_what_they_name_once_for_each_table(cast, db, count_queries):
    for key in ("wang", "zhao", "sun", "mei"):
        grant = RoleGrant(user_id=cast[key].id, role_id=1, unit_id=cast[key].unit_id, reach=Reach.UNIT)
        db.session.add(grant)
        audit.record("grant.give", grant, cast["xi"])
        db.session.commit()
    rows = select(AuditEntry).where(AuditEntry.action == "grant.give").order_by(AuditEntry.id.desc()).limit(4)
    entries = db.session.scalars(rows).all()
    db.session.expunge_all()
    with count_queries() as seen:
        named = trail.look_up(entries)
        told = " ".join(line for entry in entries for line in trail.in_words(entry))
    assert [name for name in ("王倩", "赵磊", "孙晓梅", "梅芳") if name not in told] == []
    assert len([one for one in seen if "FROM users" in one]) == 1 and named
