"""Looks at a picture or a PDF that came in and makes of it what the house keeps. Source: security.md 13.

The content decides what it is, never its name. Pictures are measured before they are decoded and always drawn anew:
what is kept holds no EXIF, no position, no trailer.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import IO

from models.core.errors import RuleBroken

MOST_BYTES, MOST_PIXELS = 10 * 2**20, 25_000_000
SIDE, SMALL_SIDE, SMALL_BYTES = 1600, 480, 40 * 2**10
QUALITY, SMALL_QUALITIES = 82, (75, 60, 45, 30, 15)
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
TOO_LARGE = "照片超过 2500 万像素，请调低相机的分辨率后再上传。"
PDF_POWERS = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What will be kept: a JPEG with its thumbnail, or a PDF as it came (``small`` empty, no size)."""

    content: bytes
    small: bytes
    media_type: str
    width: int | None = None
    height: int | None = None


def prepare(stream: IO[bytes], field: str = "photo") -> Prepared:
    """Read, check and redraw an upload; slow, so call it before the rule. Raises RuleBroken at ``field``."""
    content = stream.read(MOST_BYTES + 1)
    try:
        return _prepare(content)
    except RuleBroken as refusal:
        raise RuleBroken(str(refusal), field) from None


def _prepare(content: bytes) -> Prepared:
    if not content:
        raise RuleBroken("文件是空的，请重新选择。")
    if len(content) > MOST_BYTES:
        raise RuleBroken("文件超过 10 MB，请压缩后再上传。")
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if kind := _picture_kind(content):
        return _redraw(content, kind)
    raise RuleBroken("只能上传照片（JPEG、PNG、HEIC）或 PDF。")


def _picture_kind(content: bytes) -> str | None:
    """Return Pillow's name of the format that the first bytes show."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    return "HEIF" if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS else None


def _pdf(content: bytes) -> Prepared:
    """A PDF stays as it is; one that can do more than be read is refused."""
    if b"%%EOF" not in content[-1024:] or any(power in content for power in PDF_POWERS):
        raise RuleBroken("PDF 不完整，或含有脚本和嵌入文件，请重新打印成 PDF 后再上传。")
    return Prepared(content, b"", "application/pdf")


def _redraw(content: bytes, kind: str) -> Prepared:
    try:
        picture = _decoded(content, kind)
        small = picture.copy()
        small.thumbnail((SMALL_SIDE, SMALL_SIDE))
        return Prepared(_jpeg(picture, QUALITY), _small_jpeg(small), "image/jpeg", *picture.size)
    except RuleBroken:
        raise
    except Exception:  # a decoder of hostile bytes may fail in any way; none of them is an error of ours
        raise RuleBroken("照片已损坏，不能打开，请重新拍照或另存后再上传。") from None


def _decoded(content: bytes, kind: str):
    """Return the picture upright, opaque, at most 1600 px long, free of everything but its pixels."""
    from PIL import Image, ImageOps  # noqa: PLC0415  (heavy, and only uploads need it)

    if kind == "HEIF":
        from pillow_heif import register_heif_opener  # noqa: PLC0415

        register_heif_opener(thumbnails=False)
    with _measured(content, kind, Image) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((SIDE, SIDE))
        return _opaque(upright, Image)


def _measured(content: bytes, kind: str, image):
    """Open the picture by its head alone and refuse one that is too large to decode."""
    try:
        picture = image.open(BytesIO(content), formats=(kind,))
    except (image.DecompressionBombError, image.DecompressionBombWarning):
        raise RuleBroken(TOO_LARGE) from None
    if picture.width * picture.height > MOST_PIXELS:
        picture.close()
        raise RuleBroken(TOO_LARGE)
    return picture


def _opaque(picture, image):
    """Return the pixels alone, on white where they were transparent."""
    if picture.mode.startswith("I"):  # 16 bits per pixel
        picture = picture.point(lambda level: level / 256).convert("L")
    if "transparency" in picture.info or picture.mode in ("LA", "PA", "RGBa"):
        picture = picture.convert("RGBA")
    sheet = image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    return sheet


def _jpeg(picture, quality: int) -> bytes:
    picture.save(out := BytesIO(), "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _small_jpeg(picture) -> bytes:
    """Return the thumbnail in the best quality that fits 40 KB."""
    for quality in SMALL_QUALITIES:
        if len(found := _jpeg(picture, quality)) <= SMALL_BYTES:
            break
    return found
