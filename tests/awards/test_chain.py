"""A penalty and its reversal reach points, ranking, ban, certificate and reward; of two at once one acts."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from functools import partial

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from models import certificates, closings, points
from models.accounts import User
from models.awards import (
    Award,
    AwardCandidate,
    AwardObjection,
    AwardPayment,
    keeping,
    objections,
    papers,
    queries,
    rounds,
)
from models.awards.kinds import Outcome
from models.certificates import Certificate, CertificateState
from models.core import checks, clock, months
from models.core.db import db as database
from models.core.errors import RuleBroken
from models.inbox import todos_of
from models.penalties import AwardBan, Collection, effects
from models.points import PointBalance
from tests.awards import makers
from tests.certificates.makers import use_address
from tests.penalties import makers as cases

S = CertificateState
OPEN = select(AwardObjection).where(AwardObjection.outcome.is_(None)).options(joinedload(AwardObjection.candidate))


def issued(cast, units) -> Award:
    award = makers.make_approved(cast, units)
    rounds.issue(award, by=cast["ming"], at=clock.now())
    return award


def paper_of(person) -> Certificate:
    return database.session.scalars(select(Certificate).where(Certificate.person_id == person.id)).one()


def papers_of(person) -> list[CertificateState]:
    mine = select(Certificate.state).where(Certificate.person_id == person.id)
    return list(database.session.scalars(mine.order_by(Certificate.id)))


def shown(person) -> int:
    rows = select(PointBalance.score).where(PointBalance.holder == f"p{person.id}")
    return database.session.scalars(rows.order_by(PointBalance.month.desc())).first()


def decide(cast, award, outcome=Outcome.UPHELD) -> None:
    row = database.session.scalars(OPEN).one()
    objections.decide(row, award, outcome=outcome, reason="处罚已生效", by=cast["chen"], at=clock.now())


def test_a_collected_penalty_that_falls_gives_everything_back(db, cast, units):
    """Domain §6.1: points, ban, ranking, the certificate that waits; and the way back after the money was taken."""
    award, wang = issued(cast, units), cast["wang"]
    penalty = cases.make_collected(cast)
    assert shown(wang) == 1000 - 10 * penalty.points
    assert paper_of(wang).state is S.CANCELLED
    decide(cast, award)
    assert not makers.candidate(award, "王倩").is_winner
    effects.reverse(penalty, reason="新证据", by=cast["chen"], at=clock.now())
    assert shown(wang) == 1000 and points.invariants.broken() == []
    assert db.session.scalar(select(func.count()).where(AwardBan.lifted_at.is_(None))) == 0
    decide(cast, award)
    assert makers.candidate(award, "王倩").is_winner
    assert papers_of(wang) == [S.CANCELLED, S.PENDING]
    assert [said for _rule, found in checks.run() for said in found] == []


def test_an_issued_certificate_falls_with_the_award_and_a_new_one_waits_after_the_appeal(db, cast, units):
    award, wang = issued(cast, units), cast["wang"]
    paper = paper_of(wang)
    use_address()
    certificates.issue(paper, by=cast["wu"], at=clock.now())
    penalty = cases.make_due(cast)
    assert paper.state is S.ISSUED
    decide(cast, award)
    assert paper.state is S.REVOKED
    effects.reverse(penalty, reason="新证据", by=cast["chen"], at=clock.now())
    decide(cast, award)
    assert papers_of(wang) == [S.REVOKED, S.PENDING]


def test_a_second_ban_goes_on_holding_what_the_first_held(db, cast, units):
    issued(cast, units)
    first, second = cases.make_due(cast), cases.make_due(cast, occurred_at=cases.days_ago(2))
    effects.reverse(first, reason="新证据", by=cast["chen"], at=clock.now())
    assert paper_of(cast["wang"]).state is S.CANCELLED
    effects.reverse(second, reason="新证据", by=cast["chen"], at=clock.now())
    assert paper_of(cast["wang"]).state is S.PENDING


@pytest.mark.one_engine
def test_a_bar_by_decision_holds_back_too_but_not_of_another_year(db, cast, units):
    issued(cast, units)
    year, told = clock.today().year, {"reason": "活动消极", "by": cast["chen"], "at": clock.now()}
    keeping.bar(holder=cast["wang"], year=year - 1, **told)
    assert paper_of(cast["wang"]).state is S.PENDING
    row = keeping.bar(holder=cast["wang"], year=year, **told)
    assert paper_of(cast["wang"]).state is S.CANCELLED
    keeping.lift(row, **told)
    assert paper_of(cast["wang"]).state is S.PENDING


@pytest.mark.one_engine
def test_the_lifting_of_a_ban_closes_the_objection_that_still_waits_for_it(db, cast, units, as_):
    """Nothing was decided and nothing has changed: nobody is asked, neither about the ban nor about its end."""
    award, wang = issued(cast, units), cast["wang"]
    told = {"by": cast["chen"], "at": clock.now()}
    row = keeping.bar(holder=wang, year=clock.today().year, reason="活动消极", **told)
    penalty = cases.make_due(cast)
    assert len(db.session.scalars(OPEN).all()) == 2
    keeping.lift(row, reason="查明属公差", **told)
    assert [one.words for one in db.session.scalars(OPEN)] == [
        f"{penalty.number} 处罚生效，{clock.today().year} 年评先资格取消"
    ]
    effects.reverse(penalty, reason="新证据", **told)
    assert db.session.scalars(OPEN).all() == []
    assert makers.candidate(award, "王倩").is_winner
    db.session.commit()
    said = as_(cast["chen"]).get(f"/awards/{award.id}").text
    assert "查明属公差" in said and "新证据" in said and "待决定" not in said


@pytest.mark.one_engine
def test_the_form_of_a_reward_that_was_paid_says_by_whom_and_when(db, cast, units, as_):
    award = issued(cast, units)
    row = makers.candidate(award, "王倩")
    db.session.commit()
    finance, told = as_(cast["cai"]), {"receipt_no": "JJ-1", "paid_on": clock.today().isoformat()}
    assert finance.post(f"/awards/candidates/{row.id}/pay", data=told).status_code == 303
    again = finance.get(f"/awards/candidates/{row.id}/pay")
    assert again.status_code == 409
    assert f"已于 {clock.today()} 发放，由{cast['cai'].name}登记，凭证号 JJ-1" in again.text


@pytest.mark.one_engine
def test_only_who_won_an_award_that_was_issued_is_paid(cast, units):
    award = makers.make_approved(cast, units)
    told = {"receipt_no": "JJ-1", "paid_on": clock.today(), "by": cast["cai"], "at": clock.now()}
    with pytest.raises(RuleBroken, match="只给已颁发的入选者"):
        keeping.pay(makers.candidate(award, "王倩"), **told)


@pytest.mark.one_engine
def test_a_reward_is_not_paid_into_a_closed_month(db, cast, units):
    award, last = issued(cast, units), months.before(clock.today())
    closings.close(units["qinglan"], month=last, note="", by=cast["chen"], at=clock.now())
    told = {"receipt_no": "JJ-1", "paid_on": months.last_of(last), "by": cast["cai"], "at": clock.now()}
    with pytest.raises(RuleBroken, match="已结账"):
        keeping.pay(makers.candidate(award, "王倩"), **told)


@pytest.mark.one_engine
def test_who_decides_finds_the_objection_of_an_award_that_was_issued(db, cast, units, as_):
    award = issued(cast, units)
    cases.make_due(cast)
    db.session.commit()
    assert [ask.href for ask in todos_of(cast["chen"], clock.now()) if "异议" in ask.title] == ["/awards/?objected=y"]
    assert award.number in as_(cast["chen"]).get("/awards/?objected=y").text


def test_of_several_at_once_one_pays(db, cast, units, at_once):
    award = issued(cast, units)
    wang, cai = makers.candidate(award, "王倩").id, cast["cai"].id

    def pay(number: int) -> None:
        row = database.session.get(AwardCandidate, wang, options=[joinedload(AwardCandidate.award)])
        told = {"receipt_no": f"JJ-{number}", "paid_on": clock.today(), "at": clock.now()}
        keeping.pay(row, by=database.session.get(User, cai), **told)

    answers = at_once(*(partial(pay, number) for number in range(3)))
    assert sorted(bool(answer) for answer in answers) == [False, True, True]
    assert all("这笔奖金已于" in answer for answer in answers if answer)
    assert db.session.scalar(select(func.count(AwardPayment.id))) == 1


def test_of_two_who_decide_an_objection_at_once_one_wins(db, cast, units, at_once):
    award = makers.make_notice(cast, units)
    told = {"candidate": makers.candidate(award, "王倩"), "words": "评分有误", "by": cast["zhao"], "at": clock.now()}
    row = objections.object_to(award, **told)
    db.session.flush()
    row_id = row.id
    award_id, people = award.id, [cast[key].id for key in ("chen", "fu")]

    def settle(person: int, outcome: Outcome) -> None:
        whole, told = [joinedload(AwardObjection.candidate)], {"reason": "经复核", "at": clock.now()}
        row = database.session.get(AwardObjection, row_id, options=whole)
        award = database.session.get(Award, award_id)
        objections.decide(row, award, outcome=outcome, by=database.session.get(User, person), **told)

    answers = at_once(*(partial(settle, *one) for one in zip(people, Outcome, strict=True)))
    assert sorted(answer[:8] for answer in answers) == ["", "这件异议已经决定"]


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "2026年度"),
        (date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        (date(2026, 2, 1), date(2026, 2, 28), "2026年2月"),
        (date(2026, 2, 1), date(2026, 3, 31), "2026年2月1日至2026年3月31日"),
    ],
)
def test_a_period_is_named_as_people_say_it(since, until, words):
    assert papers.spoken(since, until) == words
    assert until - since >= timedelta(days=27)


def test_a_reward_is_held_once_the_certificate_is_revoked(db, cast, units, as_):
    """Issue 4 §1: what falls takes the certificate and the money with it; both pages say so, and nobody can pay."""
    award = issued(cast, units)
    paper, row = paper_of(cast["wang"]), makers.candidate(award, "王倩")
    use_address()
    certificates.issue(paper, by=cast["wu"], at=clock.now())
    db.session.commit()
    finance, pay = as_(cast["cai"]), f"/awards/candidates/{row.id}/pay"
    assert "暂停发放" not in finance.get("/awards/payments").text and pay in finance.get("/awards/payments").text
    asked = as_(cast["wu"]).get(f"/certificates/{paper.id}/revoke").text
    assert "奖金还没有发放" in asked and "财务室不能登记" in asked and award.number in asked
    certificates.revoke(paper, reason="材料不实", by=cast["wu"], at=clock.now())
    db.session.commit()
    shown = finance.get("/awards/payments").text
    assert "暂停发放" in shown and "材料不实" in shown and pay not in shown
    waiting = next(ask.count for ask in todos_of(cast["cai"], clock.now()) if "奖金" in ask.title)
    assert shown.count('/pay"') == waiting == len(db.session.scalars(queries.winners_of(award)).all()) - 1
    opened = finance.get(pay)
    assert opened.status_code == 409 and "证书已撤销，奖金暂停发放：材料不实" in opened.text
    sent = {"receipt_no": "JJ-9", "paid_on": clock.today().isoformat()}
    assert finance.post(pay, data=sent).status_code == 422
    assert db.session.scalar(select(func.count(AwardPayment.id))) == 0
    assert "奖金暂停发放" in as_(cast["wu"]).get(f"/certificates/{paper.id}").text


def test_a_certificate_prepared_anew_lets_the_reward_be_paid(db, cast, units, as_):
    award = issued(cast, units)
    paper, row = paper_of(cast["wang"]), makers.candidate(award, "王倩")
    use_address()
    certificates.issue(paper, by=cast["wu"], at=clock.now())
    db.session.commit()
    office, anew = as_(cast["ming"]), f"/awards/candidates/{row.id}/certificate"
    assert anew not in office.get(f"/awards/candidates/{row.id}").text
    assert office.post(anew).status_code == 409
    certificates.revoke(paper, reason="姓名有误", by=cast["wu"], at=clock.now())
    db.session.commit()
    assert anew in office.get(f"/awards/candidates/{row.id}").text
    assert office.post(anew).status_code == 303
    assert papers_of(cast["wang"]) == [S.REVOKED, S.PENDING]
    assert f"/awards/candidates/{row.id}/pay" in as_(cast["cai"]).get("/awards/payments").text
    assert "暂停发放" not in office.get(f"/certificates/{paper.id}").text


def test_a_reward_paid_before_the_certificate_fell_is_listed_as_to_be_recovered(db, cast, units, as_):
    award = issued(cast, units)
    paper, row = paper_of(cast["wang"]), makers.candidate(award, "王倩")
    use_address()
    certificates.issue(paper, by=cast["wu"], at=clock.now())
    told = {"receipt_no": "JJ-1", "paid_on": clock.today(), "at": clock.now()}
    keeping.pay(
        db.session.get(AwardCandidate, row.id, options=[joinedload(AwardCandidate.award)]), by=cast["cai"], **told
    )
    db.session.commit()
    finance = as_(cast["cai"])
    assert "JJ-1" not in finance.get("/awards/payments?owed=y").text
    assert "列为应追回" in as_(cast["wu"]).get(f"/certificates/{paper.id}/revoke").text
    certificates.revoke(paper, reason="材料不实", by=cast["wu"], at=clock.now())
    db.session.commit()
    listed = finance.get("/awards/payments?owed=y").text
    assert "JJ-1" in listed and "应追回" in listed
    assert "奖金应追回" in as_(cast["wu"]).get(f"/certificates/{paper.id}").text
    assert f"{award.number} 王倩的奖金" in finance.get("/inbox/").text


@pytest.mark.one_engine
def test_an_award_without_money_waits_for_no_payment(db, cast, units, as_):
    award = makers.make_approved(cast, units, amount=0)
    rounds.issue(award, by=cast["ming"], at=clock.now())
    db.session.commit()
    row, finance = makers.candidate(award, "王倩"), as_(cast["cai"])
    assert row.is_winner
    assert "没有待发放的奖金" in finance.get("/awards/payments").text
    assert [ask for ask in todos_of(cast["cai"], clock.now()) if "奖金" in ask.title] == []
    refused = finance.get(f"/awards/candidates/{row.id}/pay")
    assert refused.status_code == 409 and "这个奖项没有奖金" in refused.text


def fallen(cast, units, paid: bool = True):
    """A winner whose certificate was revoked by hand, the reward paid before or not."""
    award = issued(cast, units)
    paper, row = paper_of(cast["wang"]), makers.candidate(award, "王倩")
    use_address()
    certificates.issue(paper, by=cast["wu"], at=clock.now())
    row = database.session.get(AwardCandidate, row.id, options=[joinedload(AwardCandidate.award)])
    if paid:
        keeping.pay(row, receipt_no="JJ-1", paid_on=clock.today(), by=cast["cai"], at=clock.now())
    certificates.revoke(paper, reason="材料不实", by=cast["wu"], at=clock.now())
    database.session.commit()
    return award, row, paper


def told(receipt_no: str, **more) -> dict:
    sent = {"receipt_no": receipt_no, "method": "cash", "collected_on": clock.today().isoformat(), "amount": "500.00"}
    return sent | more


def sum_of_today(browser) -> str:
    page = browser.get("/penalties/collection").text
    return re.search(r"今日实收.*?num\">([\d,.\-]+)", page, re.DOTALL)[1]


def test_a_reward_that_comes_back_is_booked_among_the_receipts_of_the_day(db, cast, units, as_):
    """Source: S0 §8.4, domain §2.3: one book, the sum of a day is the sum of its receipts, only counter entries."""
    award, _row, paper = fallen(cast, units)
    cases.make_collected(cast, receipt_no="SK-0001")
    db.session.commit()
    paid = db.session.scalars(select(AwardPayment)).one()
    finance, here = as_(cast["cai"]), f"/awards/payments/{paid.id}"
    owed = next(ask for ask in todos_of(cast["cai"], clock.now()) if ask.title == "奖金应追回")
    assert owed.count == 1 and f"{here}/recover" in finance.get(owed.href).text
    before, amount = sum_of_today(finance), f"{paid.amount / 100:.2f}"
    wrong = finance.post(f"{here}/recover", data=told("ZH-1", amount="1.00"))
    assert wrong.status_code == 422 and f"应追回的 {amount} 元" in wrong.text
    taken = finance.post(f"{here}/recover", data=told("SK-0001", amount=amount))
    assert taken.status_code == 422 and "已经用过" in taken.text, "one series of receipts for all that comes in"
    early = (clock.today() - timedelta(days=1)).isoformat()
    assert finance.post(f"{here}/recover", data=told("ZH-1", amount=amount, collected_on=early)).status_code == 422
    assert finance.post(f"{here}/recover", data=told("ZH-1", amount=amount)).status_code == 303
    booked = float(sum_of_today(finance).replace(",", "")) - float(before.replace(",", ""))
    assert booked == paid.amount / 100, "the sum of the day is the sum of its receipts"
    ledger = finance.get("/penalties/collection").text
    assert "ZH-1" in ledger and f"{award.number} 王倩的奖金" in ledger
    assert f"追回的奖金 {amount} 元，不计入罚款的对账" in ledger
    printed = finance.get("/penalties/collection/print").text
    assert "ZH-1" in printed and f"追回的奖金 {amount} 元，不计入罚款的对账" in printed
    exported = load_workbook(io.BytesIO(finance.get("/penalties/collection/export.xlsx").data)).active
    assert any("ZH-1" in line and f"{award.number} 王倩的奖金" in line for line in exported.values)
    assert finance.get("/penalties/collection/ledger.docx").status_code == 200
    listed = finance.get("/awards/payments").text
    assert "已追回" in listed and f"{here}/recover" not in listed and "JJ-1" not in finance.get(owed.href).text
    assert all(ask.title != "奖金应追回" for ask in todos_of(cast["cai"], clock.now()))
    again = finance.get(f"{here}/recover")
    assert again.status_code == 409 and "已于" in again.text and 'name="form_key"' not in again.text
    assert "奖金已追回" in as_(cast["wu"]).get(f"/certificates/{paper.id}").text
    assert finance.post(f"{here}/reverse", data={"reason": "收据号写错"}).status_code == 303
    assert sum_of_today(finance) == before and f"{here}/recover" in finance.get(owed.href).text
    assert finance.get(f"{here}/reverse").status_code == 404
    assert finance.post(f"{here}/recover", data=told("ZH-2", amount=amount)).status_code == 303
    kinds = db.session.execute(select(Collection.kind, Collection.amount).where(Collection.cause != "")).all()
    assert [(kind.value, cents) for kind, cents in kinds] == [
        ("receipt", paid.amount),
        ("reversal", -paid.amount),
        ("receipt", paid.amount),
    ]
    assert [said for _rule, found in checks.run() for said in found] == []


def test_a_reward_that_came_back_is_given_out_again_when_another_certificate_stands(db, cast, units, as_):
    """Finance is told, and how: the receipt is reversed today, no second payment is booked."""
    _award, row, _paper = fallen(cast, units)
    paid = db.session.scalars(select(AwardPayment)).one()
    finance, here, before = as_(cast["cai"]), f"/awards/payments/{paid.id}", sum_of_today(as_(cast["cai"]))
    amount = f"{paid.amount / 100:.2f}"
    assert finance.post(f"{here}/recover", data=told("ZH-1", amount=amount)).status_code == 303
    assert "凭收据" not in finance.get("/awards/payments").text
    assert as_(cast["wu"]).post(f"/awards/candidates/{row.id}/certificate").status_code == 303
    ask = next(one for one in todos_of(cast["cai"], clock.now()) if one.title == "追回的奖金应退还")
    listed = finance.get(ask.href).text
    assert ask.count == 1 and "凭收据" in listed and "冲销收据，退还奖金" in listed and "JJ-1" in listed
    assert "今天退还给本人" in finance.get(f"{here}/reverse").text
    assert "登记发放" not in listed.split('id="paid-rows"')[1].split("</table>")[0].replace("不另登记发放", "")
    done = finance.post(f"{here}/reverse", data={"reason": "证书重新拟发"}, follow_redirects=True)
    assert "奖金已退还本人" in done.text and "凭收据" not in done.text and f"{here}/recover" not in done.text
    assert sum_of_today(finance) == before
    assert not {"奖金应追回", "追回的奖金应退还"} & {one.title for one in todos_of(cast["cai"], clock.now())}
    assert [said for _rule, found in checks.run() for said in found] == []


def test_what_is_not_owed_or_ones_own_is_not_recovered(db, cast, units, as_):
    award = issued(cast, units)
    row = makers.candidate(award, "王倩")
    row = db.session.get(AwardCandidate, row.id, options=[joinedload(AwardCandidate.award)])
    keeping.pay(row, receipt_no="JJ-1", paid_on=clock.today(), by=cast["cai"], at=clock.now())
    db.session.commit()
    paid = db.session.scalars(select(AwardPayment)).one()
    refused = as_(cast["cai"]).get(f"/awards/payments/{paid.id}/recover")
    assert refused.status_code == 409 and "不用追回" in refused.text
    assert as_(cast["wu"]).get(f"/awards/payments/{paid.id}/recover").status_code == 403


@pytest.mark.parametrize("who", ["cai", "chen"])
def test_a_reward_that_is_held_for_good_is_closed_with_a_reason(db, cast, units, as_, who):
    _award, row, _paper = fallen(cast, units, paid=False)
    browser, here = as_(cast[who]), f"/awards/candidates/{row.id}"
    assert f"{here}/forgo" in browser.get(here).text
    assert "暂停发放" in as_(cast["cai"]).get("/awards/payments").text
    assert browser.post(f"{here}/forgo", data={"reason": ""}).status_code == 422
    assert browser.post(f"{here}/forgo", data={"reason": "材料不实，奖金收回"}).status_code == 303
    held = as_(cast["cai"]).get("/awards/payments").text
    assert 'id="held"' not in held and "材料不实，奖金收回" in held and cast[who].name in held
    for step in ("forgo", "pay"):
        refused = as_(cast["cai"]).get(f"{here}/{step}")
        assert refused.status_code == 409 and "材料不实，奖金收回" in refused.text
    assert f"{here}/forgo" not in browser.get(here).text and "不再发放" in browser.get(here).text
    assert as_(cast["ming"]).post(f"{here}/certificate").status_code == 303
    assert f"{here}/pay" in as_(cast["cai"]).get("/awards/payments").text, "another certificate opens it again"


def test_a_reward_that_is_due_is_not_closed(db, cast, units, as_):
    row = makers.candidate(issued(cast, units), "王倩")
    db.session.commit()
    refused = as_(cast["chen"]).get(f"/awards/candidates/{row.id}/forgo")
    assert refused.status_code == 409 and "奖金应当发放" in refused.text
    assert as_(cast["wu"]).get(f"/awards/candidates/{row.id}/forgo").status_code == 403
