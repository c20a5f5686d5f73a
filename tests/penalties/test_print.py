"""The decision and the proof of its delivery fit one sheet; the ledger adds up."""

from __future__ import annotations

from models.core.capital import capital
from tests.penalties import makers


def test_the_decision_says_all_that_counts(cast, as_):
    penalty = makers.make_served(cast, clauses=makers.clauses("5.1", "6.1"))
    text = as_(cast["wang"]).get(f"/penalties/{penalty.id}/print").text
    for said in ("处罚决定书", penalty.number, "00317", capital(400_00), "送达回证", "本人签收", "评先资格"):
        assert said in text


def test_before_approval_it_is_no_decision(cast, as_):
    penalty = makers.make_submitted(cast)
    text = as_(cast["ming"]).get(f"/penalties/{penalty.id}/print").text
    assert "处罚拟办单" in text and "处罚决定书</h1>" not in text
