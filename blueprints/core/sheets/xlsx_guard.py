"""Looks into a workbook before any reader does, in bounded time and memory. Source: security.md 14.

Nothing that the archive says about itself is believed: every part is inflated and counted here, every XML part is
walked once without DTDs, and only then may a reader have the file. A refusal is a RuleBroken at the field ``file``.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from models.core.errors import RuleBroken

PACKED, UNPACKED = 10 * 2**20, 100 * 2**20
MEMBERS, ROWS, COLUMNS = 100, 20_000, 50
HEAD_ROWS = 5  # rows above the data that a title and a header may take
DIRECTORY = 64 * 2**10  # bytes of a central directory with MEMBERS entries of any honest name
ELEMENTS, DEPTH, TOKEN = 4_000_000, 64, 2**20
CHARACTERS = 64_000_000  # of cell text after shared strings are handed out
CHUNK = 64 * 2**10
FORMULAS_SHOWN = 50

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_DRIVE = re.compile(r"^[A-Za-z]:")
_FORBIDDEN_PARTS = re.compile(
    r"vbaproject|vbadata|macrosheets/|dialogsheets/|activex|embeddings/|externallinks/|oleobject|connections\.xml"
    r"|querytables/|encryptedpackage",
    re.IGNORECASE,
)
_FORBIDDEN_TYPES = re.compile(r"macro|vba|oleobject|activex|externallink|/package$|attachedtemplate", re.IGNORECASE)
_BINARY_PARTS = re.compile(
    r"(xl/media/[^/]+\.(png|jpe?g|gif|bmp|tiff?|emf|wmf)|docProps/thumbnail\.\w+"
    r"|xl/printerSettings/[^/]+\.bin|xl/drawings/[^/]+\.vml)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Formula:
    """A cell that holds a formula: row as the sheet counts it, column letters."""

    row: int
    column: str


@dataclass(slots=True)
class Totals:
    """What all parts together have used up so far."""

    bytes: int = 0
    elements: int = 0
    shared_cells: int = 0
    longest_shared: int = 0
    formulas: list[Formula] = field(default_factory=list)


def check(file: IO[bytes]) -> list[Formula]:
    """Return the formula cells of a workbook that is safe to read. Raises RuleBroken: it is not."""
    _check_packing(file)
    totals = Totals()
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_names(parts)
            for part in parts:
                _check_storage(part)
                _check_part(archive, part, totals)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise refused("文件已损坏，或不是 .xlsx 工作簿。请用 Excel 或 WPS 另存为 .xlsx 后再上传。") from None
    if totals.shared_cells * totals.longest_shared > CHARACTERS:
        raise refused("表格里的文字过多，请拆成几份上传。")
    file.seek(0)
    return totals.formulas


def refused(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field="file")


def _check_packing(file: IO[bytes]) -> None:
    """Look at the two ends of the file before a library reads its directory into memory."""
    size = file.seek(0, 2)
    if size > PACKED:
        raise refused("文件超过 10 MB，请拆成几份上传。")
    file.seek(0)
    start = file.read(8)
    if start == _OLE:
        raise refused("这是加密的或旧版 .xls 文件。请去掉密码，另存为 .xlsx 后再上传。")
    if start[:4] != b"PK\x03\x04":
        raise refused("这不是 .xlsx 工作簿。请用 Excel 或 WPS 另存为 .xlsx 后再上传。")
    file.seek(max(0, size - 65_557))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) < at + 22 or int.from_bytes(end[at + 12 : at + 16], "little") > DIRECTORY:
        raise refused("文件已损坏，或内部文件过多。请用 Excel 或 WPS 另存为 .xlsx 后再上传。")


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse too many parts, twins, names that climb, and parts that a plain table never has."""
    names = [part.orig_filename for part in parts]
    if len(parts) > MEMBERS:
        raise refused(f"工作簿内部文件超过 {MEMBERS} 个，请只保留要导入的一张表。")
    if len({name.casefold() for name in names}) < len(names):
        raise refused("工作簿内部有重名文件，不能导入。")
    if any(_climbs(name) for name in names):
        raise refused("工作簿内部的文件名不合规，不能导入。")
    if forbidden := [name for name in names if _FORBIDDEN_PARTS.search(name)]:
        raise refused(f"工作簿含有宏、嵌入对象或外部链接（{forbidden[0][:60]}），请另存为普通 .xlsx 后再上传。")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refused("这不是 .xlsx 工作簿。请用 Excel 或 WPS 另存为 .xlsx 后再上传。")


def _check_storage(part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 0x2041:
        raise refused("工作簿已加密，请去掉密码后再上传。")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused("工作簿的压缩方式不常见，请用 Excel 或 WPS 另存为 .xlsx 后再上传。")


def _climbs(name: str) -> bool:
    absolute = name.startswith("/") or _DRIVE.match(name)
    return bool(absolute or "\\" in name or "\0" in name or ".." in name.split("/"))


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, totals: Totals) -> None:
    name, content = part.orig_filename, _inflated(archive, part, totals)
    if name.lower().endswith((".xml", ".rels")):
        _Walk(totals).over(content)
    elif part.is_dir() or _BINARY_PARTS.fullmatch(name):
        for _chunk in content:
            continue
    else:
        raise refused(f"工作簿含有不能识别的部件（{name[:60]}），请另存为普通 .xlsx 后再上传。")


def _inflated(archive: zipfile.ZipFile, part: zipfile.ZipInfo, totals: Totals) -> Iterator[bytes]:
    """Yield the part's real content in chunks. ``zipfile`` itself would stop at the size that the directory claims."""
    archive.open(part).close()  # compares the two headers
    inflate = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    size = checksum = 0
    for packed in _packed(archive, part):
        while packed:
            chunk = inflate.decompress(packed, CHUNK) if inflate else packed
            packed = inflate.unconsumed_tail if inflate else b""
            size, checksum, totals.bytes = size + len(chunk), zlib.crc32(chunk, checksum), totals.bytes + len(chunk)
            if totals.bytes > UNPACKED:
                raise refused("工作簿解压后超过 100 MB，不能导入。")
            yield chunk
    if size != part.file_size or checksum != part.CRC or (inflate and (not inflate.eof or inflate.unused_data)):
        raise refused("工作簿内部文件的大小与目录不符，不能导入。")


def _packed(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    file = archive.fp
    file.seek(part.header_offset)
    header = file.read(30)
    file.seek(sum(struct.unpack("<HH", header[26:30])), 1)
    left, at = part.compress_size, file.tell()
    while left:
        file.seek(at)
        chunk = file.read(min(CHUNK, left))
        if not chunk:
            raise EOFError
        left, at = left - len(chunk), at + len(chunk)
        yield chunk


class _Walk:
    """One walk over an XML part: no DTD, bounded depth, tokens and elements; cells counted, formulas noted.

    What a part is, its root element says: its name may lie.
    """

    def __init__(self, totals: Totals) -> None:
        self.totals = totals
        self.root = self.cell = ""
        self.depth = self.row = self.column = self.text = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def over(self, content: Iterator[bytes]) -> None:
        """Feed the part. Raises RuleBroken: DTD, macro, link, too large; broken XML."""
        fed = 0
        try:
            for chunk in content:
                self.parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - self.parser.CurrentByteIndex > TOKEN + CHUNK:
                    raise refused("工作簿内部的内容过长，不能导入。")
            self.parser.Parse(b"", True)
        except expat.ExpatError:
            raise refused("工作簿内部的内容已损坏。请用 Excel 或 WPS 另存为 .xlsx 后再上传。") from None

    def _doctype(self, *_declared) -> None:
        raise refused("工作簿含有不允许的文档类型声明（DTD），不能导入。")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.totals.elements += 1
        if self.depth > DEPTH or self.totals.elements > ELEMENTS:
            raise refused("工作簿内容过多，请只保留要导入的一张表，再拆成几份上传。")
        name = name.rpartition(":")[2]
        if not self.root:
            self._open(name)
        elif self.root == "worksheet":
            self._in_sheet(name, attributes)
        elif self.root in ("Types", "Relationships"):
            self._in_package(attributes)
        elif name == "si":
            self.text = 0

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _open(self, root: str) -> None:
        if root in ("macrosheet", "dialogsheet", "externalLink", "encryption"):
            raise refused("工作簿含有宏、外部链接或加密内容，请另存为普通 .xlsx 后再上传。")
        self.root = root
        if root == "sst":
            self.parser.CharacterDataHandler = self._shared_text

    def _in_package(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType") or attributes.get("Type") or ""
        is_link = attributes.get("TargetMode") == "External" and not kind.endswith("/hyperlink")
        if is_link or _FORBIDDEN_TYPES.search(kind):
            raise refused("工作簿含有宏、嵌入对象或外部链接，请另存为普通 .xlsx 后再上传。")
        if attributes.get("PartName") == "/xl/workbook.xml" and kind != _MAIN:
            raise refused("这不是普通的 .xlsx 工作簿，请另存为 .xlsx 后再上传。")

    def _in_sheet(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place(attributes.get("r"))
            self.totals.shared_cells += attributes.get("t") == "s"
        elif name in ("v", "is"):
            self._check_place()
        elif name == "f" and self.cell:
            self._formula()
        elif name == "row":
            self.row, self.column = _whole(attributes.get("r"), self.row + 1), 0
            self.cell = ""
        elif name not in ("t", "r", "rPr"):
            self.cell = ""  # an <f> further down belongs to a rule of the sheet, not to a cell

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            self.cell = f"{self.column}"
            return
        found = _REFERENCE.fullmatch(reference)
        if not found:
            raise refused("工作簿内部的单元格位置有误，不能导入。")
        self.cell, self.row, self.column = found[1], int(found[2]), column_number(found[1])

    def _check_place(self) -> None:
        if self.row > ROWS + HEAD_ROWS:
            raise refused(f"表格超过 {ROWS} 行，请拆成几份上传。")
        if self.column > COLUMNS:
            raise refused(f"表格超过 {COLUMNS} 列，请删去多余的列。")

    def _formula(self) -> None:
        if len(self.totals.formulas) < FORMULAS_SHOWN:
            self.totals.formulas.append(Formula(self.row, self.cell))

    def _shared_text(self, text: str) -> None:
        self.text += len(text)
        self.totals.longest_shared = max(self.totals.longest_shared, self.text)


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _whole(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise refused("工作簿内部的行号有误，不能导入。")
    return int(text)
