"""A certificate as a PDF: what it says, and how each layout sets it. The same paper gives the same bytes.

Everything is drawn: no picture, no form, no date of making. Sizes are points (1/72 inch) on A4.
Source: issue 4 §6, docs/adr/0026.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby
from types import SimpleNamespace

from models.certificates import face, ornament
from models.certificates.kinds import Layout, Palette
from models.certificates.setting import Block, fit
from models.core.capital import day_in_words
from models.core.errors import RuleBroken

A4 = (595.28, 841.89)
SAMPLE = "样张"
SMALLEST = 12
INKS = {
    Palette.RED: SimpleNamespace(title="#a81e1e", frame="#b8892f", text="#221a14", soft="#f3e8cf", small="#6b5a3c"),
    Palette.GREEN: SimpleNamespace(title="#00573e", frame="#a98a3a", text="#14201b", soft="#e6efe6", small="#4c5d55"),
    Palette.INK: SimpleNamespace(title="#1d2733", frame="#5d6a78", text="#1a1f26", soft="#e9edf1", small="#56616d"),
}
TOO_LONG = "文字太多，一张纸放不下，请删减正文或事由。"


@dataclass(frozen=True, slots=True)
class Paper:
    """All that a certificate says. ``address`` is what its QR code opens; ``code`` the same to be typed."""

    layout: Layout
    palette: Palette
    title: str
    salutation: str
    name: str  # within the salutation, set larger
    body: str
    closing: str
    issuer: str
    dated_on: date
    number: str
    code: str
    address: str
    is_sample: bool = False

    @property
    def words(self) -> str:
        """Everything a typeface must have."""
        return "".join((self.title, self.salutation, self.body, self.closing, self.issuer, self.number))


def render(paper: Paper) -> bytes:
    """Return the PDF. Raises RuleBroken: the text does not fit, or has a character that the typeface lacks."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  (heavy, and only certificates need it)

    require_glyphs(paper.words)
    size = A4 if paper.layout is Layout.PLAIN else A4[::-1]
    canvas = Canvas(out := BytesIO(), pagesize=size, invariant=1, pageCompression=1, initialFontName=face.use())
    canvas.setTitle(f"{paper.title} {paper.number}")
    canvas.setAuthor(paper.issuer)
    canvas.setSubject(paper.code)
    canvas.setCreator("站务通")
    _LAYOUTS[paper.layout](_Sheet(canvas, size, _inks(paper.palette), paper))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def require_glyphs(text: str, field: str | None = None) -> None:
    """Raises RuleBroken: ``text`` has a character that would print as an empty box."""
    if lacking := face.missing(text):
        shown = "、".join(f"“{sign}”" for sign in lacking)
        raise RuleBroken(f"证书字体里没有{shown}，印出来会是空框，请改用通行的写法。", field)


def _inks(palette: Palette):
    from reportlab.lib.colors import HexColor  # noqa: PLC0415

    return SimpleNamespace(**{name: HexColor(value) for name, value in vars(INKS[palette]).items()})


class _Sheet:
    """A page being drawn; y grows upwards."""

    def __init__(self, canvas, size: tuple[float, float], inks, paper: Paper) -> None:
        self.canvas, self.inks, self.paper = canvas, inks, paper
        self.wide, self.high = size
        self.middle, self.font = size[0] / 2, face.use()

    def centred(self, text: str, y: float, size: float, ink, *, spaced: float = 0, bold: float = 0) -> None:
        """Write ``text`` about the middle; ``spaced`` between its characters, ``bold`` as a stroke of that width."""
        wide = face.width(text, size) + spaced * (len(text) - 1)
        self.write(text, self.middle - wide / 2, y, size, ink, spaced=spaced, bold=bold)

    def right(self, text: str, x: float, y: float, size: float, ink, *, spaced: float = 0) -> None:
        wide = face.width(text, size) + spaced * (len(text) - 1)
        self.write(text, x - wide, y, size, ink, spaced=spaced)

    def write(self, text: str, x: float, y: float, size: float, ink, *, spaced: float = 0, bold: float = 0) -> None:
        words = self.canvas.beginText(x, y)
        words.setFont(self.font, size)
        words.setFillColor(ink)
        words.setCharSpace(spaced)
        if bold:
            self.canvas.setStrokeColor(ink)
            self.canvas.setLineWidth(bold)
            self.canvas.setLineJoin(1)
            words.setTextRenderMode(2)
        words.textOut(text)
        self.canvas.saveState()
        self.canvas.drawText(words)
        self.canvas.restoreState()

    def lines(self, block: Block, x: float, top: float, ink) -> float:
        """Write a block; return the y below it."""
        for index, line in enumerate(block.lines):
            self.write(line, x, top - block.size - index * block.leading, block.size, ink)
        return top - block.height

    def salute(self, x: float, y: float, size: float) -> None:
        """Write the salutation with the name larger and on a line, as certificates do."""
        before, name, after = self.paper.salutation.partition(self.paper.name)
        self.write(before, x, y, size, self.inks.text)
        x += face.width(before, size)
        large = size * 1.22
        wide = face.width(name, large)
        self.write(name, x + 10, y, large, self.inks.text, bold=0.25)
        self.canvas.setStrokeColor(self.inks.frame)
        self.canvas.setLineWidth(0.8)
        self.canvas.line(x, y - size * 0.38, x + wide + 20, y - size * 0.38)
        self.write(after, x + wide + 26, y, size, self.inks.text)

    def proof(self, x: float, y: float, side: float) -> None:
        """Draw the QR code, its code in letters, and the number, from the lower left corner."""
        _qr(self.canvas, self.paper.address, x, y, side)
        notes = (f"编号　{self.paper.number}", f"核验　{self.paper.code}", "手机扫码或在站务通“证书核验”页输入核验码")
        for index, note in enumerate(notes):
            self.write(note, x + side + 8, y + side - 14 - index * 13.5, 8.4 if index < 2 else 7.2, self.inks.small)

    def sign(self, x: float, y: float, size: float = 17) -> None:
        """Write who issues and when, centred about ``x``; the stamp goes over both."""
        for text, below, each in ((self.paper.issuer, 0, size), (day_in_words(self.paper.dated_on), 30, size * 0.9)):
            self.write(text, x - face.width(text, each) / 2, y - below, each, self.inks.text)

    def mark_sample(self) -> None:
        if self.paper.is_sample:
            self.canvas.saveState()
            self.canvas.translate(self.middle, self.high / 2)
            self.canvas.rotate(28)
            self.canvas.setFillAlpha(0.12)
            wide = face.width(SAMPLE, 190)
            self.write(SAMPLE, -wide / 2, -60, 190, self.inks.title)
            self.canvas.restoreState()

    def body(self, *, wide: float, high: float, sizes: tuple[float, ...], leading: float = 1.95) -> Block:
        block = fit([self.paper.body, *_given(self.paper.closing)], wide=wide, high=high, sizes=sizes, leading=leading)
        if block is None:
            raise RuleBroken(TOO_LONG, "citation")
        return block

    def title_size(self, most: float, wide: float, spaced: float) -> float:
        """Return the size at which the title fits ``wide`` with ``spaced`` (a share of the size) between signs."""
        one = face.width(self.paper.title, 1) + spaced * (len(self.paper.title) - 1)
        if wide / one < SMALLEST:
            raise RuleBroken(TOO_LONG, "award")
        return min(most, wide / one)


def _ornate(sheet: _Sheet) -> None:
    """荣誉证书、奖状: a bordered sheet, the title in colour, the text in the middle."""
    inks, wide, high = sheet.inks, sheet.wide, sheet.high
    ornament.rosette(sheet.canvas, sheet.middle, high / 2 - 22, 205, inks.soft)
    ornament.border(sheet.canvas, (26, 26, wide - 52, high - 52), inks)
    size = sheet.title_size(58, wide - 300, 0.42)
    sheet.centred(sheet.paper.title, high - 142, size, inks.title, spaced=size * 0.42, bold=size * 0.022)
    ornament.rule(sheet.canvas, sheet.middle, high - 171, 150, inks.frame)
    left, top, column = 118, high - 222, wide - 236
    sheet.salute(left, top, 21)
    block = sheet.body(wide=column, high=172, sizes=(21, 20, 19, 18, 17, 16, 15, 14))
    sheet.lines(block, left, top - 24, inks.text)
    sheet.proof(86, 84, 68)
    sheet.sign(wide - 232, 132)
    sheet.mark_sample()


def _plaque(sheet: _Sheet) -> None:
    """荣誉匾牌: the words as the plaque maker cuts them, the honour as large as it goes."""
    inks, wide, high, paper = sheet.inks, sheet.wide, sheet.high, sheet.paper
    sheet.canvas.setFillColor(inks.soft)
    sheet.canvas.rect(26, 26, wide - 52, high - 52, stroke=0, fill=1)
    ornament.border(sheet.canvas, (26, 26, wide - 52, high - 52), inks)
    sheet.centred(paper.salutation, high - 150, _within(25, paper.salutation, wide - 240), inks.text, spaced=2)
    size = sheet.title_size(92, wide - 220, 0.12)
    y = high / 2 - size * 0.3
    sheet.centred(paper.title, y, size, inks.title, spaced=size * 0.12, bold=size * 0.024)
    ornament.rule(sheet.canvas, sheet.middle, y - 50, 190, inks.frame)
    sheet.centred(paper.body, y - 84, _within(18, paper.body, wide - 240), inks.text)
    sheet.proof(86, 84, 60)
    sheet.sign(wide - 232, 128)
    sheet.mark_sample()


def _within(size: float, text: str, wide: float) -> float:
    """Return ``size``, or less where a single line would be too wide. Raises RuleBroken: too small to be read."""
    fitting = min(size, wide / max(1, face.width(text, 1)))
    if fitting < SMALLEST:
        raise RuleBroken(TOO_LONG, "citation")
    return fitting


def _plain(sheet: _Sheet) -> None:
    """聘书、证明: upright, two lines around, no ornament."""
    inks, wide, high = sheet.inks, sheet.wide, sheet.high
    sheet.canvas.setStrokeColor(inks.frame)
    for inset, line in ((40, 1.6), (46, 0.5)):
        sheet.canvas.setLineWidth(line)
        sheet.canvas.rect(inset, inset, wide - 2 * inset, high - 2 * inset)
    size = sheet.title_size(50, wide - 200, 0.5)
    sheet.centred(sheet.paper.title, high - 178, size, inks.title, spaced=size * 0.5, bold=size * 0.02)
    ornament.rule(sheet.canvas, sheet.middle, high - 208, 110, inks.frame)
    left, top = 92, high - 292
    sheet.salute(left, top, 19)
    sheet.lines(
        sheet.body(wide=wide - 184, high=290, sizes=(19, 18, 17, 16, 15, 14), leading=2.05), left, top - 24, inks.text
    )
    sheet.proof(76, 76, 64)
    sheet.sign(wide - 190, 206, 16)
    sheet.mark_sample()


_LAYOUTS: dict[Layout, Callable[[_Sheet], None]] = {
    Layout.ORNATE: _ornate,
    Layout.PLAQUE: _plaque,
    Layout.PLAIN: _plain,
}


def _given(text: str) -> list[str]:
    return [text] if text else []


def _qr(canvas, address: str, x: float, y: float, side: float) -> None:
    """Draw ``address`` as squares on white, the quiet zone included."""
    from reportlab.lib.colors import black, white  # noqa: PLC0415
    from segno import make_qr  # noqa: PLC0415

    rows = list(make_qr(address, error="m").matrix_iter(border=3))
    module = side / len(rows)
    canvas.setFillColor(white)
    canvas.rect(x, y, side, side, stroke=0, fill=1)
    canvas.setFillColor(black)
    path = canvas.beginPath()
    for line, row in enumerate(rows):
        start = 0
        for dark, run in groupby(row):
            long = len(list(run))
            if dark:
                path.rect(x + start * module, y + side - (line + 1) * module, long * module, module * 1.02)
            start += long
    canvas.drawPath(path, stroke=0, fill=1)
