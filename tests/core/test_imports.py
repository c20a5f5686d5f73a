"""Hostile workbooks stay outside, honest ones come in, and what is wrong is said cell by cell."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import time
import zipfile
import zlib
from datetime import date

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from blueprints.core.sheets import files as import_files
from blueprints.core.sheets import imports
from blueprints.core.sheets.imports import Field, Import, marked_copy, read_sheet
from models.accounts import UserState
from models.core import audit
from models.core.errors import RuleBroken

FIELDS = [
    Field("工号", "staff_no", required=True),
    Field("姓名", "name", required=True),
    Field("扣款", "amount", parse=imports.yuan),
    Field("日期", "on", parse=imports.day),
    Field("状态", "state", parse=imports.one_of(UserState)),
]
HEAD = ["工号", "姓名", "扣款", "日期", "状态"]
SHEET = "xl/worksheets/sheet1.xml"


def book(*rows, head=HEAD) -> io.BytesIO:
    made = Workbook()
    for row in (head, *rows):
        made.active.append(list(row))
    made.save(out := io.BytesIO())
    out.seek(0)
    return out


def rebuilt(change=None, extra=(), **replaced) -> io.BytesIO:
    """A good workbook whose parts were changed: ``change(name, content)``, and ``extra`` pairs added."""
    source = zipfile.ZipFile(book(["00317", "王倩"]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(name, content) if change else content)
        for name, content in extra:
            target.writestr(name, content)
    out.seek(0)
    return out


def in_sheet(xml: bytes):
    return rebuilt(lambda name, c: c.replace(b"</sheetData>", xml + b"</sheetData>") if name == SHEET else c)


def in_types(old: bytes, new: bytes):
    return rebuilt(lambda name, c: c.replace(old, new) if name == "[Content_Types].xml" else c)


def with_relation(kind: str, mode: str = ""):
    relation = f'<Relationship Id="rId99" Type="http://x/{kind}" Target="file:///c/x"{mode}/></Relationships>'.encode()
    return rebuilt(
        lambda name, c: c.replace(b"</Relationships>", relation) if name.endswith("workbook.xml.rels") else c
    )


def lying(claimed: int) -> io.BytesIO:
    """A bomb whose directory claims a few bytes, with the checksum of just those."""
    content = b"<x>" + b"A" * 90_000_000 + b"</x>"
    out = rebuilt(extra=[("xl/theme/bomb.xml", content)])
    raw = bytearray(out.getvalue())
    checksum = struct.pack("<I", zlib.crc32(content[:claimed]))
    for at in (raw.rfind(b"PK\x01\x02"), raw.find(b"xl/theme/bomb.xml") - 30):
        shift = 16 if raw[at : at + 4] == b"PK\x01\x02" else 14
        raw[at + shift : at + shift + 4] = checksum
        raw[at + shift + 8 : at + shift + 12] = struct.pack("<I", claimed)
    return io.BytesIO(raw)


def encrypted_flag() -> io.BytesIO:
    raw = bytearray(rebuilt().getvalue())
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    return io.BytesIO(raw)


def twice(name: str) -> io.BytesIO:
    with pytest.warns(UserWarning, match="Duplicate"):
        return rebuilt(extra=[(name, b"<x/>")])


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "AAAAAAAAAA"><!ENTITY b "&a;&a;&a;">]>'

HOSTILE = {
    "zip bomb": lambda: rebuilt(extra=[("xl/theme/x.xml", b"<x>" + b"A" * 110 * 2**20 + b"</x>")]),
    "bomb that lies about its size": lambda: lying(10),
    "entity bomb": lambda: rebuilt(
        lambda name, c: b"<?xml version='1.0'?>" + ENTITIES + b"<x>&b;</x>" if name == SHEET else c
    ),
    "entity bomb in shared strings": lambda: rebuilt(extra=[("xl/strings.xml", ENTITIES + b"<sst>&b;</sst>")]),
    "outside entity": lambda: rebuilt(extra=[("xl/y.xml", b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>")]),
    "macro": lambda: rebuilt(extra=[("xl/vbaProject.bin", b"x")]),
    "macro under another name": lambda: in_types(b"sheet.main+xml", b"sheet.macroEnabled.main+xml"),
    "macro sheet": lambda: rebuilt(extra=[("xl/macrosheets/sheet1.xml", b"<x/>")]),
    "macro sheet under another name": lambda: rebuilt(
        extra=[("xl/worksheets/s2.xml", b'<m:macrosheet xmlns:m="http://m"/>')]
    ),
    "OLE object": lambda: rebuilt(extra=[("xl/embeddings/oleObject1.bin", b"x")]),
    "ActiveX": lambda: rebuilt(extra=[("xl/activeX/activeX1.xml", b"<x/>")]),
    "external link part": lambda: rebuilt(extra=[("xl/externalLinks/externalLink1.xml", b"<x/>")]),
    "external link relation": lambda: with_relation("externalLinkPath", ' TargetMode="External"'),
    "OLE relation": lambda: with_relation("oleObject"),
    "data connection": lambda: rebuilt(extra=[("xl/connections.xml", b"<connections/>")]),
    "unknown part": lambda: rebuilt(extra=[("xl/run.exe", b"MZ")]),
    "encrypted member": encrypted_flag,
    "encrypted workbook": lambda: io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000),
    "two of one name": lambda: twice(SHEET),
    "two of one name but for case": lambda: rebuilt(extra=[(SHEET.upper(), b"<x/>")]),
    "climbing": lambda: rebuilt(extra=[("xl/../../etc/x.xml", b"<x/>")]),
    "absolute": lambda: rebuilt(extra=[("/etc/x.xml", b"<x/>")]),
    "drive": lambda: rebuilt(extra=[("C:/x.xml", b"<x/>")]),
    "backslash": lambda: rebuilt(extra=[("xl\\x.xml", b"<x/>")]),
    "101 members": lambda: rebuilt(extra=[(f"xl/x{n}.xml", b"<x/>") for n in range(95)]),
    "very many members": lambda: rebuilt(extra=[(f"xl/x{n}.xml", b"") for n in range(3000)]),
    "deep nesting": lambda: rebuilt(extra=[("xl/deep.xml", b"<a>" * 200_000)]),
    "one long token": lambda: rebuilt(extra=[("xl/long.xml", b"<a b='" + b"A" * 20_000_000 + b"'/>")]),
    "very many elements": lambda: in_sheet(b"<c/>" * 5_000_000),
    "cell far away": lambda: in_sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "51 columns": lambda: in_sheet(b'<row r="3"><c r="AY3"><v>1</v></c></row>'),
    "nonsense position": lambda: in_sheet(b'<row r="3"><c r="A0"><v>1</v></c></row>'),
    "shared string handed out often": lambda: rebuilt(
        lambda name, c: (
            c.replace(
                b"</sheetData>", b'<row r="9">' + b'<c r="A9" t="s"><v>0</v></c>' * 50_000 + b"</row></sheetData>"
            )
            if name == SHEET
            else c
        ),
        extra=[("xl/more.xml", b"<sst><si><t>" + b"A" * 30_000 + b"</t></si></sst>")],
    ),
    "broken XML": lambda: in_sheet(b"<row>"),
    "truncated file": lambda: io.BytesIO(rebuilt().getvalue()[:-200]),
    "not a workbook": lambda: io.BytesIO(b"\x00\x01\x02" * 100),
    "a document": lambda: in_types(b"spreadsheetml.sheet.main", b"wordprocessingml.document.main"),
    "11 MB": lambda: io.BytesIO(b"PK\x03\x04" + os.urandom(11 * 2**20)),
    "an empty zip": lambda: io.BytesIO(b"PK\x05\x06" + b"\0" * 18),
}


REASONS = {
    "zip bomb": "解压后超过 100 MB",
    "bomb that lies about its size": "大小与目录不符",
    "entity bomb": "DTD",
    "macro under another name": "宏",
    "external link relation": "外部链接",
    "encrypted member": "加密",
    "two of one name": "重名",
    "climbing": "文件名不合规",
    "101 members": "超过 100 个",
    "deep nesting": "内容过多",
    "one long token": "内容过长",
    "shared string handed out often": "文字过多",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_workbook_is_refused_soon_and_with_a_sentence(kind):
    file = HOSTILE[kind]()
    started = time.process_time()
    with pytest.raises(RuleBroken) as refusal:
        read_sheet(file, FIELDS)
    assert time.process_time() - started < 8
    assert refusal.value.field == "file" and str(refusal.value).endswith("。")
    assert REASONS.get(kind, "") in str(refusal.value)


def test_20_000_rows_are_taken_and_one_more_is_not():
    def rows(count: int) -> io.BytesIO:
        made = xlsxwriter.Workbook(out := io.BytesIO(), {"constant_memory": True})
        page = made.add_worksheet()
        page.write_row(0, 0, HEAD[:2])
        for number in range(1, count + 1):
            page.write_row(number, 0, [f"{number:05d}", "王"])
        made.close()
        return out

    assert len(read_sheet(rows(20_000), FIELDS).lines) == 20_000
    with pytest.raises(RuleBroken, match="20000 行"):
        read_sheet(rows(20_001), FIELDS)


def test_formulas_are_refused_with_their_place():
    sheet = read_sheet(book(["00317", "王倩"], ["00318", "=A2"], ["=1+1", "赵"]), FIELDS)
    assert [str(refusal) for refusal in sheet.refusals if "公式" in refusal.sentence] == [
        "第 3 行“姓名”：单元格 B3 是公式，请改为数值或文字。",
        "第 4 行“工号”：单元格 A4 是公式，请改为数值或文字。",
    ]


def test_a_list_of_choices_from_another_sheet_is_no_formula():
    rule = (
        b'<extLst><ext xmlns:x14="http://x14" uri="{1}"><x14:dataValidations><x14:dataValidation><x14:formula1>'
        b'<xm:f xmlns:xm="http://xm">S2!$A$1</xm:f></x14:formula1></x14:dataValidation></x14:dataValidations></ext></extLst>'
    )
    file = rebuilt(lambda name, c: c.replace(b"</worksheet>", rule + b"</worksheet>") if name == SHEET else c)
    assert read_sheet(file, FIELDS).refusals == []


def test_honest_workbooks_of_other_writers_are_taken():
    made = xlsxwriter.Workbook(out := io.BytesIO())
    page = made.add_worksheet("人员")
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, ["00317", "王倩"])
    page.write_url("F2", "mailto:a@b.cn")
    page.write_comment("A2", "核对过")
    page.data_validation("E2:E9", {"validate": "list", "source": ["在职", "借调"]})
    page.insert_image("H2", "p.png", {"image_data": io.BytesIO(png())})
    made.close()
    assert read_sheet(out, FIELDS).lines[0].values["staff_no"] == "00317"


def png() -> bytes:
    from PIL import Image

    Image.new("RGB", (4, 4)).save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def test_numbers_and_dates_become_what_they_look_like():
    sheet = read_sheet(book([3401.0, "王倩", 12.5, date(2026, 10, 27), "借调"], ["00317", " 赵 ", "1,234.50"]), FIELDS)
    first, second = sheet.lines
    assert first.values == {
        "staff_no": "3401",
        "name": "王倩",
        "amount": 1250,
        "on": date(2026, 10, 27),
        "state": UserState.LENT,
    }
    assert (second.values["staff_no"], second.values["name"], second.values["amount"]) == ("00317", "赵", 123450)
    assert second.values["on"] is None


def test_titles_may_stand_in_any_order_below_a_title_line():
    file = book(["姓名*", "备注", "工号 "], ["王倩", "老", "00317"], head=["2026 年名单"])
    sheet = read_sheet(file, FIELDS)
    assert (sheet.lines[0].number, sheet.lines[0].values["staff_no"]) == (3, "00317")
    assert sheet.ignored == ("备注",)


@pytest.mark.parametrize(("head", "said"), [(["姓名"], "没有找到“工号”"), (["工号", "姓名", "工号"], "出现了两次")])
def test_a_wrong_header_is_refused(head, said):
    with pytest.raises(RuleBroken, match=said):
        read_sheet(book(["00317", "王倩", "1"], head=head), FIELDS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_text_files_of_excel_and_wps_are_taken(encoding):
    text = '工号,姓名,扣款\r\n00317,"王,倩",12.50\r\n\r\n00318,赵磊,\r\n'
    lines = read_sheet(io.BytesIO(text.encode(encoding)), FIELDS).lines
    assert [(line.number, line.values["name"]) for line in lines] == [(2, "王,倩"), (4, "赵磊")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("工号,姓名\n".encode() + b"\xff\xfe\xff", "不是 .xlsx 或 .csv"),
        (b"a\0b", "不是 .xlsx 或 .csv"),
        ('工号,姓名\n"未闭合,王\n'.encode(), "引号或分隔符有误"),
        ("工号,姓名\n".encode() + b"1,2\n" * 20_010, "20000 行"),
        (b"," * 60, "50 列"),
        ("工号,姓名\n".encode(), "没有数据"),
    ],
)
def test_a_text_file_that_is_none_is_refused(content, said):
    with pytest.raises(RuleBroken, match=said):
        read_sheet(io.BytesIO(content), FIELDS)


def test_every_refusal_names_row_column_and_remedy():
    sheet = read_sheet(book(["", "王倩", "很多", "2026-13-01", "请假"], ["1", "=x", "1"]), FIELDS)
    said = [str(refusal) for refusal in sheet.refusals if refusal.row_number == 2]
    assert said == [
        "第 2 行“工号”：请填写工号。",
        "第 2 行“扣款”：请填写金额，例如 1234.50。",
        "第 2 行“日期”：请填写日期，例如 2026-10-27。",
        "第 2 行“状态”：请填写在职、借调、离职之一。",
    ]


@pytest.mark.parametrize(
    "original", [book(["", "王倩", "很多"]).getvalue(), "工号,姓名,扣款\n,王倩,很多\n".encode("gbk")]
)
def test_the_table_comes_back_with_its_faults_marked(original):
    refusals = read_sheet(io.BytesIO(original), FIELDS).refusals
    page = load_workbook(io.BytesIO(marked_copy(original, refusals))).active
    assert page["A2"].comment.text == "请填写工号。" and page["C2"].comment.text.startswith("请填写金额")
    assert page["C2"].fill.fgColor.rgb.endswith("FFD9D2") and page["B2"].comment is None
    assert page["B2"].value == "王倩"


def rename(staff_no: str, name: str, by, **_more) -> None:
    """A rule as a form has it: rename a person."""
    from models.accounts import User
    from models.core.db import db

    person = db.session.scalar(db.select(User).where(User.staff_no == staff_no))
    if person is None:
        raise RuleBroken("没有这个工号。", field="staff_no")
    person.name = name
    audit.record("user.edit", person, by)


NAMES = Import("人员改名", FIELDS, rename)


@pytest.fixture
def at_work(app, tmp_path, monkeypatch, cast):
    monkeypatch.setattr(app, "instance_path", str(tmp_path))
    return cast


def test_a_dry_run_changes_nothing_and_finds_what_the_rule_refuses(at_work, db):
    trial = NAMES.trial(book(["00317", "王茜"], ["99999", "无名"]), at_work["xi"])
    db.session.commit()
    db.session.refresh(at_work["wang"])
    assert at_work["wang"].name == "王倩" and not trial.is_clean
    assert [str(refusal) for refusal in trial.refusals] == ["第 3 行“工号”：没有这个工号。"]


def test_one_bad_line_keeps_all_out(at_work, db):
    trial = NAMES.trial(book(["00317", "王茜"], ["99999", "无名"]), at_work["xi"])
    done = NAMES.carry_out(trial.kept, at_work["xi"])
    db.session.commit()
    db.session.refresh(at_work["wang"])
    assert not done.is_clean and at_work["wang"].name == "王倩"


def test_what_was_tried_is_carried_out_without_a_second_upload(at_work, db):
    trial = NAMES.trial(book(["00317", "王茜"], ["00351", "赵雷"]), at_work["xi"])
    assert trial.is_clean and NAMES.carry_out(trial.kept, at_work["xi"]).is_clean
    db.session.commit()
    db.session.refresh(at_work["zhao"])
    assert (at_work["wang"].name, at_work["zhao"].name) == ("王茜", "赵雷")


def test_a_kept_file_belongs_to_its_person_and_lasts_a_day(at_work, tmp_path):
    content = book(["00317", "王茜"]).getvalue()
    kept = NAMES.trial(io.BytesIO(content), at_work["xi"]).kept
    assert kept == hashlib.sha256(content).hexdigest()
    for name, who in ((kept, "an"), ("../../x", "xi"), ("0" * 64, "xi")):
        with pytest.raises(RuleBroken, match="已过期"):
            NAMES.again(name, at_work[who])
    os.utime(tmp_path / "imports" / str(at_work["xi"].id) / kept, (0, 0))
    assert import_files.sweep() == 1
    with pytest.raises(RuleBroken, match="已过期"):
        NAMES.carry_out(kept, at_work["xi"])


def test_the_template_is_an_empty_table_that_reads_back(at_work, app):
    with app.test_request_context():
        answer = NAMES.template()
        answer.direct_passthrough = False
    page = load_workbook(io.BytesIO(answer.data)).active
    assert [cell.value for cell in page[1]] == ["工号*", "姓名*", "扣款", "日期", "状态"]
    page.append(["00317", "王茜"])
    page.parent.save(out := io.BytesIO())
    assert read_sheet(out, FIELDS).lines[0].values["staff_no"] == "00317"
