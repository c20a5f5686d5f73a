"""Clauses as versioned data: an edit is a new edition, the old one keeps its words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.core import clock
from models.core.errors import Overtaken, RuleBroken
from models.rulebook import Book, RuleClause, Severity, queries, rules

WORDS = {"severity": Severity.ORDINARY, "source": "本所规定", "is_example": False}


def clause(db, code="5.1", book=Book.SERVICE) -> RuleClause:
    here = (RuleClause.book == book, RuleClause.code == code, RuleClause.is_latest)
    return db.session.scalars(select(RuleClause).where(*here)).one()


def edit(row, cast, **told):
    given = {"text": "新条文", "base_amount": 300_00, "base_points": 3, "valid_from": clock.today()} | WORDS | told
    return rules.edit(row, by=cast["ming"], **given)


def test_the_seed_has_both_books_marked_as_examples(db, cast):
    counted = select(RuleClause.book, func.count()).group_by(RuleClause.book)
    assert dict(db.session.execute(counted).all()) == {Book.SERVICE: 10, Book.TEN: 10}
    assert all(row.is_example for row in db.session.scalars(select(RuleClause)))
    assert clause(db).base_amount == 200_00
    assert clause(db, "03", Book.TEN).base_amount is None


def test_an_edit_makes_an_edition_and_keeps_the_old_words(db, cast):
    old = clause(db)
    text = old.text
    fresh = edit(old, cast)
    assert (old.text, old.is_latest, old.valid_to) == (text, False, clock.today() - timedelta(days=1))
    assert (fresh.edition, fresh.text, fresh.base_amount) == (2, "新条文", 300_00)
    today = {(c.code, c.edition) for c in db.session.scalars(queries.in_force(clock.today(), Book.SERVICE))}
    assert ("5.1", 2) in today and ("5.1", 1) not in today


def test_an_old_edition_cannot_be_edited(db, cast):
    old = clause(db)
    edit(old, cast)
    with pytest.raises(Overtaken):
        edit(old, cast, text="又改")


@pytest.mark.parametrize(
    ("told", "field"), [({"base_amount": 10_001_00}, "base_amount"), ({"base_points": 101}, "base_points")]
)
def test_amounts_have_limits(db, cast, told, field):
    with pytest.raises(RuleBroken) as refusal:
        edit(clause(db), cast, **told)
    assert refusal.value.field == field


def test_an_edit_that_changes_nothing_is_refused(db, cast):
    old = clause(db)
    same = {name: getattr(old, name) for name in rules.WORDS}
    with pytest.raises(RuleBroken, match="没有变化"):
        rules.edit(old, valid_from=clock.today(), by=cast["ming"], **same)


def test_a_code_is_given_once(db, cast):
    with pytest.raises(RuleBroken) as refusal:
        rules.create(book=Book.SERVICE, code="5.1", valid_from=clock.today(), by=cast["ming"], text="重复", **WORDS)
    assert refusal.value.field == "code"


def test_a_retired_clause_is_not_offered_any_more(db, cast):
    row = clause(db)
    rules.retire(row, valid_to=clock.today() - timedelta(days=1), by=cast["wu"])
    assert row not in db.session.scalars(queries.in_force(clock.today())).all()


def test_pages_forms_and_export(db, cast, as_):
    row = clause(db)
    office = as_(cast["ming"])
    for address in ("/rulebook/", "/rulebook/new", f"/rulebook/{row.id}", f"/rulebook/{row.id}/edit"):
        assert office.get(address).status_code == 200
    assert office.get("/rulebook/export.xlsx?book=ten").data[:2] == b"PK"
    sent = {
        "text": "<b>新</b>",
        "base_amount": "300",
        "base_points": "3",
        "severity": "ordinary",
        "version": row.version,
    }
    answer = office.post(f"/rulebook/{row.id}/edit", data=sent | {"valid_from": clock.today().isoformat()})
    assert answer.status_code == 303, answer.text
    text = office.get("/rulebook/").text
    assert "&lt;b&gt;新" in text and "<b>新" not in text
    assert as_(cast["wu"]).get(f"/rulebook/{row.id + 1}/retire").status_code == 200


def test_two_editors_see_both_texts(db, cast, as_):
    row = clause(db)
    sent = {"text": "我的说法", "base_points": "3", "severity": "ordinary", "valid_from": clock.today().isoformat()}
    answer = as_(cast["ming"]).post(f"/rulebook/{row.id}/edit", data=sent | {"version": "99"})
    assert answer.status_code == 409 and "我的说法" in answer.text and row.text in answer.text


@pytest.mark.parametrize(("key", "code"), [("wang", 403), ("chen", 403), ("xi", 403), ("ming", 200)])
def test_only_the_office_edits(db, cast, as_, key, code):
    assert as_(cast[key]).get(f"/rulebook/{clause(db).id}/edit").status_code == code


def test_everybody_at_the_stations_reads(cast, as_):
    assert as_(cast["wang"]).get("/rulebook/").status_code == 200
    assert as_(cast["xi"]).get("/rulebook/").status_code == 403


def test_the_list_asks_the_same_for_few_and_many(cast, as_, count_queries):
    browser, asked = as_(cast["ming"]), []
    browser.get("/rulebook/")
    for address in ("/rulebook/?text=5.1", "/rulebook/"):
        with count_queries() as seen:
            assert browser.get(address).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]
