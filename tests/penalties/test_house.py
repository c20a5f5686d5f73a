"""Import, invariants, todos, demonstration."""

from __future__ import annotations

import io
from datetime import timedelta

from openpyxl import Workbook
from sqlalchemy import select

from models.core import checks, clock
from models.inbox import todos_of
from models.penalties import AwardBan, Penalty, PenaltyState, Violation, demo
from tests.penalties import makers

HEAD = ["工号", "发生日期", "规则", "条款号", "金额", "事实", "地点", "原编号"]


def workbook(*rows) -> dict:
    book, out = Workbook(), io.BytesIO()
    for row in (HEAD, *rows):
        book.active.append(row)
    book.save(out)
    out.seek(0)
    return {"file": (out, "以往处罚.xlsx")}


def line(staff_no="00317", days=100, code="5.1", **more):
    day = clock.today() - timedelta(days=days)
    return [staff_no, day.isoformat(), "服务准则", code, "200", more.get("facts", "未用文明用语"), "X01 车道", "旧-1"]


def broken() -> list[str]:
    return [sentence for _rule, found in checks.run() for sentence in found]


def test_earlier_penalties_come_in_marked_and_count(db, cast, as_):
    head = as_(cast["wu"])
    answer = head.post("/penalties/import", data=workbook(line(), line("00351", code="6.1")))
    assert "可以导入" in answer.text
    assert db.session.scalars(select(Penalty)).all() == []
    take = answer.text.split('action="/penalties/import/')[1].split('"')[0]
    assert head.post(f"/penalties/import/{take}").status_code == 303
    found = db.session.scalars(select(Penalty)).all()
    assert [(one.is_imported, one.state) for one in found] == [(True, PenaltyState.ARCHIVED)] * 2
    assert makers.make_draft(cast, ten_clause=makers.ten()).repeat_no == 2
    assert broken() == []


def test_a_faulty_table_is_refused_cell_by_cell_and_wholly(db, cast, as_):
    head = as_(cast["wu"])
    answer = head.post("/penalties/import", data=workbook(line(), line("77777"), line(code="99.9"), line(days=-3)))
    assert answer.status_code == 422
    for said in ("没有工号 77777", "99.9", "早于今天"):
        assert said in answer.text
    assert db.session.scalars(select(Violation)).all() == []


def test_the_same_line_is_not_taken_twice(db, cast, as_):
    head = as_(cast["wu"])
    answer = head.post("/penalties/import", data=workbook(line(), line()))
    assert answer.status_code == 422 and "已经导入过" in answer.text


def test_the_invariants_hold_and_can_break(db, cast):
    penalty = makers.make_collected(cast)
    assert broken() == []
    ban = db.session.scalars(select(AwardBan)).one()
    db.session.execute(AwardBan.__table__.update().values(lifted_at=clock.now()))
    assert [one for one in broken() if penalty.number in one] != []
    db.session.execute(AwardBan.__table__.update().values(lifted_at=None).where(AwardBan.id == ban.id))
    db.session.execute(Penalty.__table__.update().values(state=PenaltyState.DUE))
    assert [one for one in broken() if "有收据" in one] != []


def test_each_desk_is_told_what_waits(db, cast):
    def waits(key: str) -> str:
        person = cast[key]
        person.__dict__.pop("held", None)
        return " ".join(one.title for one in todos_of(person, clock.now()))

    makers.make_due(cast, "zhao")
    assert "待收缴" in waits("cai")
    served = makers.make_served(cast, "wang")
    assert f"{served.number} 可以申诉" in waits("wang")
    makers.make_appealed(cast, "sun")
    assert "申诉待决定" in waits("fu")
    makers.make_violation(cast, "zhou", confirmed=False)
    assert "违规待核实" in waits("min")


def test_the_demonstration_stays_away_from_other_houses(db, cast):
    demo.fill()
    assert db.session.scalars(select(Penalty)).all() == []
