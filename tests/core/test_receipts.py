"""A form key is carried out once."""

from __future__ import annotations

from models.core import receipts


def test_the_first_arrival_claims_the_key_and_the_second_is_shown_its_result(db, cast):
    assert receipts.claim("a" * 32, cast["han"].id)
    receipts.settle("a" * 32, "/penalties/1", "已提交")
    assert not receipts.claim("a" * 32, cast["han"].id)
    assert receipts.result_of("a" * 32, cast["han"].id).location == "/penalties/1"
    assert receipts.result_of("a" * 32, cast["liu"].id) is None


def test_a_failed_attempt_gives_the_key_back(db, cast):
    receipts.claim("a" * 32, cast["han"].id)
    db.session.rollback()
    assert receipts.claim("a" * 32, cast["han"].id)
