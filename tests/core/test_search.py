"""Chinese words are found on both engines, exactly, newest first, and the index keeps in step."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Text, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.core import search
from models.core.db import pk
from models.core.search import grams, matching


class Apart(DeclarativeBase):
    """A model of its own, so that the house's schema has no table for tests."""


class Note(Apart):
    __tablename__ = "search_notes"
    id: Mapped[pk]
    number: Mapped[str]
    content: Mapped[str] = mapped_column(Text)


TEXTS = [
    "收费员态度生硬，没有解释绿通政策",
    "ETC 扣费失败，要求退费",
    "绿色通道查验太慢",
    "收费站的费用计算，收到两次",
    "赣A12345 在 X03 车道等候",
    "100% 合格_不合格",
    "𠮷野家门口排队",
]


@pytest.fixture
def notes(db, monkeypatch):
    monkeypatch.setattr(search, "_INDEXES", {})
    search.searchable(Note, "number", "content")
    Apart.metadata.create_all(db.session.connection())
    rows = [Note(number=f"TS-{n:03d}", content=content) for n, content in enumerate(TEXTS, 1)]
    db.session.add_all(rows)
    db.session.flush()
    yield rows
    db.session.rollback()


def found(db, typed: str) -> list[int]:
    return [row.id for row in db.session.scalars(matching(select(Note), Note, typed).order_by(Note.id))]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("绿通", [1]),
        ("收费", [1, 4]),
        ("收费站", [4]),
        ("费", [1, 2, 4]),
        ("收费 退费", []),
        ("扣费 退费", [2]),
        ("etc", [2]),
        ("ET", [2]),
        ("赣A12345", [5]),
        ("x03", [5]),
        ("TS-003", [3]),
        ("𠮷野", [7]),
        ("没有这句", []),
        ("", [1, 2, 3, 4, 5, 6, 7]),
        ("，。 ！", [1, 2, 3, 4, 5, 6, 7]),
        ("100%", [6]),
        ("'\" OR 1=1 *", []),
        ("费收", []),
        ("费用计算收", []),
    ],
)
def test_what_is_typed_is_found_and_nothing_else(db, notes, typed, ids):
    assert found(db, typed) == ids


def test_an_edit_is_found_by_its_new_words_only(db, notes):
    notes[0].content = "已更正为现金找零"
    db.session.flush()
    assert found(db, "绿通") == [] and found(db, "找零") == [1]


def test_the_index_is_built_again_from_the_rows(db, notes):
    db.session.execute(Note.__table__.insert().values(id=99, number="TS-099", content="绕过会话写入的绿通记录"))
    assert found(db, "绿通") == [1]
    assert list(search.unindexed()) != []
    search.rebuild(db.session())
    assert found(db, "绿通") == [1, 99] and list(search.unindexed()) == []


def test_what_is_left_out_is_not_found(db, notes, monkeypatch):
    search.searchable(Note, "content", words=lambda row: row.content.replace("12345", "***45"))
    search.rebuild(db.session())
    assert found(db, "12345") == [] and found(db, "车道等候") == [5]


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("收费站绿通A1 ，", max_size=12), st.text("收费站绿通A1", min_size=1, max_size=4))
def test_it_finds_what_a_plain_comparison_finds(db, notes, content, typed):
    notes[0].content = content
    db.session.flush()
    runs = search.RUN.findall(typed.lower())
    plain = all(
        any(word.startswith(run) for word in search.RUN.findall(content.lower()))
        if run[0].isascii()
        else run in content
        for run in runs
    )
    assert (1 in found(db, typed)) == plain


def test_pieces_are_pairs_of_han_and_whole_words():
    assert grams("收费站 etc12") == sorted(["收费", "费站", "站", "etc12"])


def test_indexes_are_no_business_of_migrations():
    assert [search.is_index(n) for n in ("complaints_fts", "complaints_fts_data", "complaints", None)] == [
        True,
        True,
        False,
        False,
    ]
