"""The register, issuing, the designs and the public page, as each role sees them."""

from __future__ import annotations

import html
import io
import re
from hashlib import sha256

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from models import certificates
from models.certificates import Certificate, CertificateState, CertificateTemplate
from models.core import attachments, clock
from models.core.audit import AuditEntry
from tests.certificates.makers import make_issued, make_pending
from tests.certificates.test_paper import read

S = CertificateState


@pytest.fixture
def row(cast, db):
    found = make_issued(cast)
    db.session.commit()
    return found


def stored(row) -> bytes:
    return attachments.path_of(row.sha256).read_bytes()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("who", "status"), [("wu", 200), ("ming", 200), ("duo", 200), ("chen", 200), ("wang", 403), ("liu", 403)]
)
def test_who_opens_the_register(as_, cast, row, who, status):
    assert as_(cast[who]).get("/certificates/").status_code == status


def test_the_holder_finds_it_on_the_own_page_and_takes_it_along(as_, cast, row, db):
    wang = as_(cast["wang"])
    assert row.number in wang.get("/certificates/mine").text
    assert wang.get("/certificates/mine/export.xlsx").data[:2] == b"PK"
    assert "SHA-256" in wang.get(row.href).text and "撤销证书" not in wang.get(row.href).text
    (kept,) = db.session.scalars(attachments.of(row)).all()
    taken = wang.get(f"/files/{kept.id}")
    assert sha256(taken.data).hexdigest() == row.sha256 and taken.mimetype == "application/pdf"
    for who in ("zhao", "du"):
        assert as_(cast[who]).get(row.href).status_code == 404
        assert as_(cast[who]).get(f"/files/{kept.id}").status_code == 404


def test_a_certificate_is_prepared_previewed_corrected_and_issued_by_another(as_, cast, db):
    ming, wu = as_(cast["ming"]), as_(cast["wu"])
    make_pending(cast["zhao"], cast["ming"])
    design = db.session.scalars(select(CertificateTemplate.id).where(CertificateTemplate.code == "honour")).one()
    sent = {"template": design, "holder": cast["wang"].id, "award": "服务标兵", "period": "", "citation": ""}
    refused = ming.post("/certificates/new", data=sent)
    assert refused.status_code == 422 and "有期间" in refused.text and 'value="服务标兵"' in refused.text
    assert ming.post("/certificates/new", data=sent | {"period": "2026年11月"}).status_code == 303
    row = db.session.scalars(select(Certificate).order_by(Certificate.id.desc())).first()
    assert "样张" in read(ming.get(f"{row.href}/preview.pdf").data).extract_text()
    assert 'value="2026年11月"' in ming.get(f"{row.href}/edit").text
    words = {"award": "文明服务之星", "period": "2026年11月", "citation": ""}
    assert ming.post(f"{row.href}/edit", data=words).status_code == 303
    assert ming.post(f"{row.href}/issue").status_code == 403
    assert "颁发证书" in wu.get(row.href).text
    assert wu.post(f"{row.href}/issue").status_code == 303
    late = wu.post(f"{row.href}/issue")
    assert late.status_code == 409 and "已于" in late.text
    assert ming.get(f"{row.href}/edit").status_code == 409
    db.session.expire_all()
    assert row.number.endswith("0001") and "文明服务之星" in row.body


def test_a_plaque_of_a_crew_is_seen_by_its_people(as_, cast, units, db):
    ming = as_(cast["ming"])
    make_pending(cast["zhao"], cast["ming"])
    design = db.session.scalars(select(CertificateTemplate.id).where(CertificateTemplate.code == "plaque")).one()
    sent = {"template": design, "holder": units["crew1"].id, "award": "金牌服务班组", "period": "二〇二六年度"}
    assert ming.post("/certificates/new-crew", data=sent).status_code == 303
    row = db.session.scalars(select(Certificate).where(Certificate.crew_id == units["crew1"].id)).one()
    assert "青岚收费站一班" in as_(cast["wu"]).get("/certificates/pending").text
    assert as_(cast["wu"]).post(f"{row.href}/issue").status_code == 303
    assert "金牌服务班组" in as_(cast["huang"]).get("/certificates/mine").text
    assert "金牌服务班组" not in as_(cast["sun"]).get("/certificates/mine").text


def test_those_that_wait_are_issued_together(as_, cast, db):
    rows = [make_pending(cast[who], cast["ming"]) for who in ("wang", "zhao", "sun")]
    db.session.commit()
    wu = as_(cast["wu"])
    assert wu.post("/certificates/pending", data={}).status_code == 422
    page = wu.get("/certificates/pending").text
    assert page.count('type="checkbox"') >= 3 and "00317 王倩 · 青岚收费站一班" in page
    sent = {"rows": [rows[2].id, rows[0].id]}
    assert wu.post("/certificates/pending", data=sent).status_code == 303
    again = wu.post("/certificates/pending", data=sent)
    assert again.status_code == 422 and "请从列表中选择" in again.text
    db.session.expire_all()
    assert [one.state for one in rows] == [S.ISSUED, S.PENDING, S.ISSUED]
    assert rows[0].number < rows[2].number


@pytest.mark.parametrize(("step", "who", "state"), [("cancel", "ming", S.CANCELLED), ("revoke", "wu", S.REVOKED)])
def test_a_step_back_asks_for_its_reason(as_, cast, db, step, who, state):
    row = make_pending(cast["wang"], cast["ming"]) if step == "cancel" else make_issued(cast)
    db.session.commit()
    browser = as_(cast[who])
    assert browser.post(f"{row.href}/{step}", data={"reason": ""}).status_code == 422
    assert browser.post(f"{row.href}/{step}", data={"reason": "名单有误"}).status_code == 303
    assert browser.get(f"{row.href}/{step}").status_code == 409
    db.session.expire_all()
    assert row.state is state and "名单有误" in browser.get(row.href).text
    assert browser.post(f"{row.href}/restore").status_code == (303 if step == "cancel" else 409)


def test_the_list_is_narrowed_and_taken_along_as_shown(as_, cast, units, db, row):
    make_pending(cast["zhao"], cast["ming"], award="文明服务之星")
    make_issued(cast, units["crew1"], award="金牌服务班组")
    db.session.commit()
    wu = as_(cast["wu"])
    assert row.number in wu.get("/certificates/?text=00317").text
    assert row.number not in wu.get("/certificates/?state=pending").text
    assert wu.get("/certificates/?since=gestern").status_code == 422
    book = load_workbook(io.BytesIO(wu.get("/certificates/export.xlsx?sort=award&text=服务").data)).active
    rows = list(book.iter_rows(values_only=True))
    assert [one[4] for one in rows[1:]] == sorted(one[4] for one in rows[1:]) and len(rows) == 4
    assert ("青岚收费站一班" in str(rows)) and row.sha256 in str(rows)


def test_the_printer_gets_the_very_pages_of_the_store(as_, cast, units, db, row):
    make_issued(cast, units["crew1"], award="金牌服务班组")
    revoked = make_issued(cast, cast["zhao"])
    certificates.revoke(revoked, reason="有误", by=cast["wu"], at=clock.now())
    db.session.commit()
    wu = as_(cast["wu"])
    pages = PdfReader(io.BytesIO(wu.get("/certificates/batch.pdf").data)).pages
    assert ["王倩" in page.extract_text() for page in pages] == [True, False] and len(pages) == 2
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "certificate.print")).one().note[:2] == "2 "
    assert "合并打印" in wu.get("/certificates/").text and "合并打印" in wu.get("/certificates/?state=issued").text
    assert "合并打印" not in wu.get("/certificates/?state=revoked").text
    assert "合并打印" not in wu.get(f"/certificates/?text={cast['zhao'].staff_no}").text, "the only one is taken back"
    nothing = wu.get("/certificates/batch.pdf?state=pending")
    assert nothing.status_code == 409 and "没有可以打印的证书" in nothing.text


@pytest.mark.one_engine
def test_the_register_asks_the_same_for_one_and_for_many(as_, cast, units, db, row, count_queries):
    make_issued(cast, units["crew1"], award="金牌服务班组")
    wu = as_(cast["wu"])
    counted = []
    for more in (["zhao"], ["wang", "zhao", "sun", "zhou", "huang"]):
        for who in more:
            make_pending(cast[who], cast["ming"])
        db.session.commit()
        for address in ("/certificates/", "/certificates/pending", "/certificates/mine"):
            wu.get(address)
            with count_queries() as asked:
                wu.get(address)
            counted.append(len(asked))
    assert counted[:3] == counted[3:]


def test_the_designs(as_, cast, db):
    ming = as_(cast["ming"])
    page = ming.get("/certificates/designs").text
    assert "荣誉匾牌" in page and "第 1 版" in page
    design = db.session.scalars(select(CertificateTemplate).where(CertificateTemplate.code == "honour")).one()
    assert "样张" in read(ming.get(f"/certificates/designs/{design.id}/sample.pdf").data).extract_text()
    words = {
        "name": "荣誉证书",
        "layout": "ornate",
        "palette": "green",
        "title": "荣誉证书",
        "salutation": "{姓名}同志：",
    }
    sent = words | {"body": "您被评为“{奖项}”。", "closing": "特此鼓励。", "is_open": "y", "version": design.version}
    edit = f"/certificates/designs/{design.id}/edit"
    refused = ming.post(edit, data=sent | {"body": "{薪水}"})
    assert refused.status_code == 422 and "不认识“{薪水}”" in refused.text
    assert ming.post(edit, data=sent).status_code == 303
    assert ming.post(edit, data=sent).status_code == 409
    assert ming.post("/certificates/designs/new", data=sent | {"name": "自制", "holder": "person"}).status_code == 303
    assert "自制" in ming.get("/certificates/designs").text and "第 2 版" in ming.get("/certificates/designs").text


# Without a sign-in


def test_anybody_reads_what_the_paper_must_say_and_no_more(client, cast, db, row):
    cast["wang"].phone, cast["wang"].name = "13800001111", "王茜"
    certificates.issuing.audit.record("user.edit", cast["wang"], cast["xi"])
    db.session.commit()
    told = client.get(f"/certificates/check/{row.shown_code}").text
    for words in (row.number, "王倩", "服务标兵", "昌南收费所", row.sha256, "这张证书有效", "存档与颁发时一致"):
        assert words in told, words
    for words in ("王茜", "00317", "13800001111", "吴静", "明月"):
        assert words not in told, words


def test_a_revoked_paper_says_so_but_not_why(client, cast, db, row):
    certificates.revoke(row, reason="受到违规处罚", by=cast["wu"], at=clock.now())
    db.session.commit()
    told = client.get(f"/certificates/check/{row.code.lower()}").text
    assert "昌南收费所于二〇" in told.split("已撤销，不再有效")[1].split("撤销。")[0]
    assert "已撤销，不再有效" in told and "王倩" in told and "违规处罚" not in told


def test_a_file_or_its_hash_is_compared(client, row):
    address = f"/certificates/check/{row.shown_code}"
    for sent, said in (
        ({"file": (io.BytesIO(stored(row)), "证书.pdf")}, "文件一致"),
        ({"file": (io.BytesIO(stored(row) + b" "), "证书.pdf")}, "文件不一致"),
        ({"sha256": row.sha256.upper()}, "文件一致"),
        ({"sha256": "0" * 64}, "文件不一致"),
    ):
        assert said in client.post(address, data=sent).text
    for sent, said in (
        ({}, "请选择要核对的"),
        ({"sha256": "短"}, "64 位"),
        ({"file": (io.BytesIO(b""), "x.pdf")}, "文件是空的"),
    ):
        refused = client.post(address, data=sent)
        assert refused.status_code == 422 and said in refused.text


def test_the_code_is_typed_where_there_is_no_telephone(client, row):
    found = client.post("/certificates/check", data={"code": f" {row.shown_code.lower()} "})
    assert found.status_code == 303 and found.location.endswith(row.shown_code)
    missed = client.post("/certificates/check", data={"code": "2222-2222-2222-2222-2222"})
    assert missed.status_code == 422 and "没有这个核验码" in missed.text


def test_who_guesses_is_asked_to_wait_and_the_genuine_paper_still_opens(client, row):
    answers = [client.get(f"/certificates/check/{code:020}").status_code for code in range(22)]
    assert answers == [404] * 20 + [429] * 2
    assert client.get(f"/certificates/check/{row.shown_code}").status_code == 200
    typed = [client.post("/certificates/check", data={"code": "x"}).text for _ in range(21)]
    assert "过于频繁" in typed[-1] and "过于频繁" not in typed[-2]


def test_a_waiting_certificate_has_no_page_for_strangers(client, cast, db):
    row = make_pending(cast["wang"], cast["ming"])
    db.session.commit()
    assert row.code is None
    assert client.get(row.href).status_code == 303


def test_people_are_offered_with_the_station_of_their_crew(as_, cast, count_queries):
    """Every station has a 一班; the names of the stations are asked for once, however many people there are."""
    browser = as_(cast["ming"])
    with count_queries() as seen:
        offered = browser.get("/certificates/new").text
    assert "00317 王倩 · 青岚收费站一班" in offered and "00417 梅芳 · 梅岭一班" in offered
    assert sum("units.kind" in one and "users" not in one for one in seen) <= 2


def test_each_figure_above_the_register_opens_what_it_counts(as_, cast, units, db, row):
    make_pending(cast["zhao"], cast["wu"], award="文明服务之星")
    make_issued(cast, units["crew1"], award="金牌服务班组")
    db.session.commit()
    wu = as_(cast["wu"])
    strip = wu.get("/certificates/?text=00317").text.partition('id="certificate-rows"')[0]
    found = re.findall(r'class="stat" href="([^"]+)".*?stat-value num">(\d+)<', strip, re.S)
    assert [int(number) for _href, number in found] == [1, 2, 2, 0]
    for href, number in found:
        shown = re.search(r"共 (\d+) 条", wu.get(html.unescape(href)).text)
        assert int(shown[1] if shown else 0) == int(number), href
