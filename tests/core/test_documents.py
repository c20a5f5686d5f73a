"""Word documents and QR codes, opened again as their reader would."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from docx import Document as Word
from flask import session
from sqlalchemy import select

from blueprints.core.documents import Document, send
from blueprints.core.qr import qr
from models.core.audit import AuditEntry
from models.core.db import open_for

LONG = "司机称在 3 号车道等候超过二十分钟，收费员没有解释原因，要求核实并答复。" * 3


def opened(document: Document):
    return Word(io.BytesIO(document.bytes()))


def a_form() -> Document:
    document = Document("投诉处理登记表", station="青岚收费站", subtitle="2026-11")
    document.facts(
        [("编号", "TS-1"), ("来源", "来电"), ("内容", LONG), ("时间", datetime(2026, 11, 27, 1, tzinfo=UTC))]
    )
    document.heading("处理")
    document.table(["时间", "经办"], [["2026-11-27", "韩雪"], ["2026-11-28", None]])
    document.signatures(["经办人", "审核人"])
    return document


def test_it_says_what_was_put_in():
    word = opened(a_form())
    facts, lists, signs = word.tables
    assert [paragraph.text for paragraph in word.paragraphs[:3]] == ["青岚收费站", "投诉处理登记表", "2026-11"]
    assert [cell.text for cell in facts.rows[0].cells] == ["编号", "TS-1", "来源", "来电"]
    assert facts.rows[1].cells[1].text == LONG and facts.rows[1].cells[1]._tc is facts.rows[1].cells[3]._tc
    assert facts.rows[2].cells[1].text == "2026-11-27 09:00:00"
    assert [cell.text for cell in lists.rows[2].cells] == ["2026-11-28", ""]
    assert [cell.text for cell in signs.rows[0].cells] == ["经办人：", "审核人："]


def test_it_is_an_a4_page_with_numbers_below():
    word = opened(a_form())
    assert (word.sections[0].page_width.mm, word.sections[0].page_height.mm) == pytest.approx((210, 297), abs=0.2)
    assert "NUMPAGES" in word.sections[0].footer._element.xml


def test_characters_that_xml_cannot_hold_do_not_break_the_file():
    document = Document("通\x0b报")
    document.paragraph("一\x00二\n三😀龘")
    document.table(["头"], [])
    word = opened(document)
    assert [p.text for p in word.paragraphs] == ["通报", "一二", "三😀龘"] and word.tables[0].rows[1].cells[
        0
    ].text == "无"


def test_the_download_is_on_record(app, db, cast, as_):
    """Sent from a GET, whose own transaction only reads."""
    han = cast["han"].id
    with as_(cast["han"]).session_transaction() as cookie:
        signed_in = dict(cookie)
    db.session.remove()
    with app.test_request_context("/"):
        session.update(signed_in)
        open_for(False)
        answer = send(a_form(), "登记表/一", action="complaint.export")
    open_for(True)
    db.session.rollback()  # what this request had read is as old as it is
    assert "%E7%99%BB%E8%AE%B0%E8%A1%A8-%E4%B8%80.docx" in answer.headers["Content-Disposition"]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "complaint.export")).one()
    assert (entry.actor_id, entry.note) == (han, "下载 Word：登记表/一")


def test_a_code_is_a_picture_with_a_name_and_no_style():
    drawn = str(qr("http://10.0.0.5:8000/complaints/say/QL", "扫码投诉 <一>"))
    assert drawn.startswith('<svg role="img"') and "扫码投诉 &lt;一&gt;" in drawn and "style=" not in drawn
    with pytest.raises(ValueError, match="too long"):
        qr("x" * 601)
