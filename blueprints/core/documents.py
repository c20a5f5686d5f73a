"""Word documents: one writer for everything that also prints, with the house's type, margins and signature lines.

A room describes what stands on the paper; the file is made in memory, sent, and noted in the audit trail. Templates
that users upload are not an option: they are code (docs/adr/0009).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from flask import send_file
from flask_login import current_user

from blueprints.core.filters import minute
from blueprints.core.sheets.exports import as_text, file_name
from models.core import audit
from models.core.db import Base, own_transaction

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, TITLE, SMALL, RED_HEAD = 11, 18, 9, 30  # points
SONG, HEI = "宋体", "黑体"
BLANK_DATE = "年    月    日"
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Document:
    """One A4 paper: ``station`` and ``title`` above, page numbers below. Methods add from top to bottom.

    ``red_head`` is the red letterhead of an official paper; its number, the ``subtitle``, then stands above the title.
    """

    def __init__(self, title: str, *, station: str = "", landscape: bool = False, subtitle: str = "", **more) -> None:
        from docx import Document as Word  # noqa: PLC0415  (heavy, and only downloads need it)

        self.title = title
        self._word = Word()
        _set_page(self._word.sections[0], landscape)
        _set_type(self._word.styles["Normal"])
        if red_head := more.get("red_head", ""):
            _redden(self._line(red_head, size=RED_HEAD, font=SONG, centred=True))
            self._line(subtitle, size=BODY, font=SONG, centred=True)
            subtitle = ""
        if station:
            self._line(station, size=BODY, font=SONG, centred=True)
        self._line(title, size=TITLE, font=HEI, centred=True)
        if subtitle:
            self._line(subtitle, size=SMALL, font=SONG, centred=True)
        _number_pages(self._word.sections[0].footer.paragraphs[0])

    def heading(self, text: str) -> None:
        """Add a line that begins a part."""
        self._line(text, size=BODY + 1, font=HEI)

    def paragraph(self, text: str, *, indent: bool = True) -> None:
        """Add running text; each line break of the writer begins a paragraph, indented by two characters."""
        for part in clean(text).split("\n"):
            paragraph = self._line(part, size=BODY, font=SONG)
            if indent:
                _indent(paragraph)

    def facts(self, pairs: Iterable[tuple[str, object]], columns: int = 2) -> None:
        """Add a bordered form of ``(label, value)`` with ``columns`` pairs in a row; a long value takes a row alone."""
        rows = _arranged([(label, clean(as_text(value))) for label, value in pairs], columns)
        table = self._table(len(rows), columns * 2)
        for cells, row in zip(table.rows, rows, strict=True):
            _fill_row(cells.cells, row)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[object]], empty: str = "无") -> None:
        """Add a list; its header row repeats on every page."""
        written = [[clean(as_text(value)) for value in row] for row in rows]
        table = self._table(1 + max(1, len(written)), len(heads))
        _repeat(table.rows[0])
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            _write(cell, head, font=HEI)
        if not written:
            _write(table.rows[1].cells[0].merge(table.rows[1].cells[-1]), empty)
        for cells, row in zip(table.rows[1:], written, strict=False):
            for cell, text in zip(cells.cells, row, strict=True):
                _write(cell, text)

    def signatures(self, roles: Sequence[str | tuple[str, str]], date_line: str = BLANK_DATE) -> None:
        """Add a line to sign for each role, in one row, with the date below each.

        What was signed already is given as ``(who, date)``.
        """
        signed = [(f"{one}：", date_line) if isinstance(one, str) else one for one in roles]
        self._line("", size=BODY, font=SONG)
        table = self._word.add_table(rows=2, cols=len(roles))
        for above, below, (who, date) in zip(table.rows[0].cells, table.rows[1].cells, signed, strict=True):
            _write(above, who)
            _write(below, date)

    def closing(self, *lines: str) -> None:
        """Add who issues the paper and when, on the right below the text, as an official paper ends."""
        self._line("", size=BODY, font=SONG)
        for line in lines:
            self._line(line, size=BODY, font=SONG).alignment = 2

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self._word.core_properties.title = clean(self.title)[:255]  # all that the format allows
        self._word.core_properties.author = ""
        self._word.save(out)
        return out.getvalue()

    def _line(self, text: str, *, size: int, font: str, centred: bool = False):
        paragraph = self._word.add_paragraph()
        _run(paragraph, clean(text), size=size, font=font)
        if centred:
            paragraph.alignment = 1
        return paragraph

    def _table(self, rows: int, columns: int):
        table = self._word.add_table(rows=rows, cols=columns)
        table.style = "Table Grid"
        return table


def signed(consents: Sequence, blanks: Sequence[str]) -> list[str | tuple[str, str]]:
    """Return the lines to sign of an approval: who consented and when, and a blank for every step that is open."""
    done = [(f"{one.step}：{one.who}", minute(one.at)) for one in consents]
    return [*done, *blanks[len(done) :]]


def send(document: Document, name: str, *, action: str, subject: Base | None = None, note: str = ""):
    """Send ``document`` as ``name``.docx and note it like an export. For GET views."""
    content = io.BytesIO(document.bytes())
    key = (subject.__tablename__, subject.id) if subject is not None else ("", None)
    given = {"name": name, "unit_id": getattr(subject, "unit_id", None) or current_user.unit_id}
    with own_transaction() as session:
        audit.act(action, key, current_user, note or f"下载 Word：{name}", session=session, **given)
    return send_file(content, DOCX, as_attachment=True, download_name=f"{file_name(name)}.docx")


def clean(text: str) -> str:
    """Return ``text`` without the characters that a Word file may not hold."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _arranged(pairs: list[tuple[str, str]], columns: int) -> list[list[tuple[str, str]]]:
    """Put pairs into rows; what is longer than a narrow cell, or has lines, gets a row of its own."""
    rows: list[list[tuple[str, str]]] = []
    open_row: list[tuple[str, str]] = []
    for pair in pairs:
        if len(pair[1]) > 60 // columns or "\n" in pair[1]:
            rows += [open_row] * bool(open_row) + [[pair]]
            open_row = []
            continue
        open_row.append(pair)
        if len(open_row) == columns:
            rows.append(open_row)
            open_row = []
    return rows + [open_row] * bool(open_row)


def _fill_row(cells, row: list[tuple[str, str]]) -> None:
    """Write the pairs of one row; the last value takes what is left of it."""
    for index, (label, value) in enumerate(row):
        _write(cells[index * 2], label, font=HEI)
        is_last = index == len(row) - 1
        _write(cells[index * 2 + 1].merge(cells[-1]) if is_last else cells[index * 2 + 1], value)


def _write(cell, text: str, font: str = SONG) -> None:
    lines = text.split("\n")
    _run(cell.paragraphs[0], lines[0], size=BODY, font=font)
    for line in lines[1:]:
        _run(cell.add_paragraph(), line, size=BODY, font=font)


def _run(paragraph, text: str, *, size: int, font: str) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = Pt(3)


def _redden(paragraph) -> None:
    from docx.shared import RGBColor  # noqa: PLC0415

    for run in paragraph.runs:
        run.font.color.rgb, run.font.bold = RGBColor(0xC0, 0, 0), True


def _indent(paragraph) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    paragraph.paragraph_format.first_line_indent = Pt(BODY * 2)


def _set_page(section, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    short, long = Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)


def _set_type(style) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    style.font.name, style.font.size = SONG, Pt(BODY)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), SONG)


def _number_pages(paragraph) -> None:
    """Write 第 x 页 共 y 页; Word counts."""
    paragraph.alignment = 1
    for text, code in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", "")):
        _run(paragraph, text, size=SMALL, font=SONG)
        if code:
            _field(paragraph, code)


def _field(paragraph, code: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _repeat(row) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
