"""The paper itself: pure drawing, the same bytes for the same words, no empty boxes. Source: issue 4 §6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from models.certificates import designs, face, paper, setting
from models.certificates.kinds import Holder, Layout, Palette
from models.certificates.paper import Paper
from models.certificates.seed import DESIGNS, PARTS
from models.certificates.tables import TemplateVersion
from models.core.capital import day_in_words
from models.core.errors import RuleBroken

RARE = "喆堃玥珺昇䶮〇𬱟㛃"
PLAIN = Paper(
    layout=Layout.ORNATE,
    palette=Palette.RED,
    title="荣誉证书",
    salutation="王喆堃同志：",
    name="王喆堃",
    body="您在2026年第三季度成绩突出，被评为“服务标兵”，奖金 ¥500.00 元。",
    closing="特发此证，以资鼓励。",
    issuer="昌南收费所",
    dated_on=date(2026, 11, 28),
    number="ZS-2026-0001",
    code="7KQ2-M9XD-4TRB-6WHC-P3VN",
    address="http://192.168.10.20:8000/certificates/check/7KQ2-M9XD-4TRB-6WHC-P3VN",
)


def read(content: bytes):
    """Return the one page of a PDF."""
    (page,) = PdfReader(BytesIO(content)).pages
    return page


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("palette", Palette)
def test_the_same_paper_gives_the_same_bytes_and_another_one_others(layout, palette):
    one = replace(PLAIN, layout=layout, palette=palette, body="二〇二六年度")
    assert paper.render(one) == paper.render(replace(one))
    assert paper.render(one) != paper.render(replace(one, number="ZS-2026-0002"))


def test_it_is_one_a4_page_whose_words_can_be_read_back():
    page = read(paper.render(PLAIN))
    assert [round(side) for side in page.mediabox[2:]] == [842, 595]
    told = page.extract_text()
    for words in ("荣", "王喆堃", "服务标兵", "昌南收费所", "二〇二六年十一月二十八日", PLAIN.number, PLAIN.code):
        assert words in told, words


def test_every_typeface_is_embedded():
    fonts = read(paper.render(PLAIN))["/Resources"]["/Font"]
    assert fonts and all("/FontFile2" in font.get_object()["/FontDescriptor"] for font in fonts.values())


def test_rare_names_have_their_characters():
    assert face.missing(RARE) == []
    assert RARE in read(paper.render(replace(PLAIN, salutation=f"{RARE}同志：", name=RARE))).extract_text()


def test_a_character_that_would_be_an_empty_box_is_refused_by_name():
    with pytest.raises(RuleBroken, match="“☃”、“𠮷”"):
        paper.render(replace(PLAIN, body="获得☃与𠮷，☃"))


def test_a_long_text_is_set_smaller_and_one_beyond_the_sheet_refused():
    assert paper.render(replace(PLAIN, body="坚守岗位、热情服务，" * 18))
    with pytest.raises(RuleBroken, match="放不下"):
        paper.render(replace(PLAIN, body="坚守岗位、热情服务，" * 60))


@pytest.mark.parametrize("layout", Layout)
def test_a_title_or_line_too_wide_is_refused(layout):
    with pytest.raises(RuleBroken, match="放不下"):
        paper.render(replace(PLAIN, layout=layout, title="金牌服务" * 30))


@pytest.mark.parametrize(
    "text", ["在“六个统一”（规范服务）中，零差错、零投诉！", "ZS-2026-0001 号《证书》：一二三四五。"] * 2
)
@pytest.mark.parametrize("signs", range(3, 12))
def test_no_line_begins_or_ends_with_the_wrong_sign(text, signs):
    lines = setting.broken(text, 10, signs * 10 + 1)
    assert "".join(lines) == text
    for before, after in pairwise(lines):
        assert after[0] not in setting.NOT_FIRST or len(before) == 1, lines
        assert before[-1] not in setting.NOT_LAST or len(before) == 1, lines


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 28), "二〇二六年十一月二十八日"),
        (date(2030, 10, 10), "二〇三〇年十月十日"),
        (date(2027, 1, 31), "二〇二七年一月三十一日"),
        (date(2026, 2, 20), "二〇二六年二月二十日"),
    ],
)
def test_days_are_written_in_words(day, words):
    assert day_in_words(day) == words


@pytest.mark.parametrize("row", DESIGNS, ids=lambda row: row[0])
def test_every_design_of_the_house_can_be_printed(row):
    told = dict(zip(PARTS, row, strict=True))
    words = {part: told[part] for part in PARTS[3:]}
    content = designs.sample(TemplateVersion(**words), told["holder"], "昌南收费所", date(2026, 11, 28))
    assert "{" not in read(content).extract_text()
    assert told["holder"] in Holder
