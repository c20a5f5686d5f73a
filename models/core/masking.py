"""Phones, plates and identity numbers: what they look like, whether one is well formed, and how it is hidden.

Pure. The only place that knows their shapes. ``phone``, ``plate`` and ``id_no`` mask the value of a column,
``scrub`` masks whatever is found in running text. Source: security.md 28 (京A***45, 138****5678, 110***…88).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

STAR = "*"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
NOT_A_PHONE = "请填写 11 位手机号，或者座机号，例如 0791-88123456。"
NOT_A_PLATE = "请填写完整的车牌号，例如 赣C12345，新能源车 8 位。"

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SEPARATORS = r"[\s\-‐‑‒–—―−·•.．・_]"
_SEP = f"{_SEPARATORS}?"
_LETTER, _SIGN = "[A-HJ-Z]", "[A-HJ-NP-Z0-9]"

_MOBILE = r"1[3-9]\d{9}"
_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_LOCAL = r"[2-9]\d{6,7}"
_BUSINESS = r"[48]00\d{7}"
_PHONE = re.compile(rf"(?:{_MOBILE}|(?:{_AREA})?{_LOCAL}(?:-\d{{1,6}})?|{_BUSINESS})")
_HYPHENS = "-‐‑‒–—―−"
_EXTENSION = re.compile(
    rf"(?<=\d{{7}})(?:转|分机|EXT|X|(?<=[{_HYPHENS}]\d{{7}})[{_HYPHENS}]|(?<=[{_HYPHENS}]\d{{8}})[{_HYPHENS}])"
    r"(?P<digits>\d{1,6})$"
)
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1[3-9]\d{9}$|0?\d{9,11}$)")

_CIVIL = rf"[{PROVINCES}]{_LETTER}(?:{_SIGN}{{5,6}}|{_SIGN}{{4}}[挂学警港澳领试超]|{_SIGN}{{4}}应急)"
_EMBASSY = r"使\d{6}"
_ARMED_POLICE = rf"WJ(?:[{PROVINCES}]|\d\d)?[A-Z0-9]{{5}}"
_ARMY = r"[VZKHNSBEGLJC][A-HJ-Y]\d{5}"
_PLATE = re.compile(f"(?:{_CIVIL}|{_EMBASSY}|{_ARMED_POLICE}|{_ARMY})")

_BIRTH = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID_NO = re.compile(rf"[1-9]\d{{5}}(?:(?:18|19|20){_BIRTH}\d{{3}}[\dX]|{_BIRTH}\d{{3}})")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def phone(text: str | None) -> str:
    """``138****5678``; a landline keeps its area code and two digits, ``0791-******56``; short numbers keep two."""
    plain = normalise_phone(text)
    if not plain or _is_masked(text):
        return (text or "").strip()
    number = plain.partition("-")[0]
    if re.fullmatch(_MOBILE, number):
        return f"{number[:3]}****{number[-4:]}"
    if found := re.fullmatch(rf"({_AREA})({_LOCAL})", number):
        return f"{found[1]}-{_tail(found[2], 2)}"
    if re.fullmatch(_BUSINESS, number):
        return number[:3] + _tail(number[3:], 2)
    return "****" + (number[-2:] if number.isdigit() and len(number) >= 4 else "")


def plate(text: str | None) -> str:
    """``京A***45``: the first two signs and the last two; what is too short for that shows nothing."""
    plain = normalise_plate(text)
    if not plain or _is_masked(text):
        return (text or "").strip()
    return plain[:2] + _tail(plain[2:], 2) if len(plain) >= 7 else STAR * 3


def id_no(text: str | None) -> str:
    """``110*************88``: the first three signs and the last two of an identity number, of others the last two."""
    plain = _squeezed(text)
    if not plain or _is_masked(text):
        return (text or "").strip()
    if len(plain) in (15, 18):
        return plain[:3] + _tail(plain[3:], 2)
    return _tail(plain, 2) if len(plain) >= 7 else STAR * 3


def name(text: str | None) -> str:
    """``王**``: the first sign of a person's name, two for a compound one of four signs or more."""
    plain = (text or "").strip()
    if not plain or _is_masked(plain):
        return plain
    kept = 2 if len(plain) >= 4 else 1
    return plain[:kept] + STAR * max(2, min(len(plain) - kept, 3))


def address(text: str | None) -> str:
    """``青岚镇红光****``: at most six signs and never more than half of an address."""
    plain = (text or "").strip()
    return f"{plain[: min(6, len(plain) // 2)]}****" if plain and not plain.endswith("****") else plain


def scrub(text: str | None) -> str:
    """Return running text with every phone, plate and identity number in it masked, all else as it was."""
    shown = text or ""
    for pattern, mask in _IN_TEXT:
        shown = "".join(_masked(shown, pattern, mask))
    return shown


def normalise_phone(text: str | None) -> str:
    """Return the digits that were meant: half-width, no spaces, dots, brackets or +86; an extension after ``-``."""
    plain = unicodedata.normalize("NFKC", text or "").upper()
    plain = re.sub(r"[\s()\[\].·•/_]", "", plain)
    extension = _EXTENSION.search(plain)
    number = _COUNTRY.sub("", re.sub(f"[{_HYPHENS}]", "", plain[: extension.start()] if extension else plain))
    return f"{number}-{extension['digits']}" if extension else number


def normalise_plate(text: str | None) -> str:
    """Return the plate as it is stored: half-width capitals without spaces, dots and hyphens."""
    return _squeezed(text)


def is_phone(text: str | None) -> str | None:
    """Return the refusal of what is no phone number, else None: mobile, landline with or without area code, 400."""
    return None if _PHONE.fullmatch(normalise_phone(text)) else NOT_A_PHONE


def is_plate(text: str | None) -> str | None:
    """Return the refusal of what is no number plate, else None: civil, new energy, police, embassy, army, trailer."""
    return None if _PLATE.fullmatch(normalise_plate(text)) else NOT_A_PLATE


def is_id_no(text: str | None) -> str | None:
    """Return the refusal of what is no identity number, else None. Source: GB 11643 (check digit)."""
    plain = _squeezed(text)
    if not _ID_NO.fullmatch(plain):
        return "请填写 18 位身份证号。"
    if len(plain) == 18 and _check_digit(plain) != plain[17]:
        return "身份证号的最后一位不符，请逐位核对。"
    return None


def _check_digit(number: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11]


def _squeezed(text: str | None) -> str:
    return re.sub(_SEPARATORS, "", unicodedata.normalize("NFKC", text or "")).upper()


def _tail(signs: str, shown: int) -> str:
    return STAR * (len(signs) - shown) + signs[-shown:]


def _is_masked(text: str | None) -> bool:
    """Whether no more than seven signs are left beside at least three stars: ours already, or somebody's."""
    plain = re.sub(_SEPARATORS, "", text or "")
    return re.fullmatch(r"[^*]{0,4}\*{3,}[^*]{0,4}", plain) is not None and len(plain.replace(STAR, "")) <= 7


_SPACED_ID = re.compile(rf"(?<![A-Za-z0-9])[1-9](?:{_SEP}\d){{13,16}}{_SEP}[\dXx](?![A-Za-z0-9])")
_SPACED_MOBILE = re.compile(rf"(?<!\d)(?:\+?86{_SEP})?1{_SEP}[3-9](?:{_SEP}\d){{9}}(?!\d)")
_SPACED_LAND = re.compile(rf"(?<!\d)[(]?{_AREA}[)]?{_SEP}[2-9]\d{{2,3}}{_SEP}\d{{4}}(?:(?:转|-)\d{{1,6}})?(?!\d)")
_SPACED_BUSINESS = re.compile(rf"(?<!\d)[48]00{_SEP}\d{{3,4}}{_SEP}\d{{3,4}}(?!\d)")
_NAMED_NUMBER = re.compile(rf"(?<=话|机|号|式)[:：\s是为]{{0,3}}({_LOCAL})(?!\d)")
_SPACED_PLATE = re.compile(
    rf"(?:[{PROVINCES}]{_SEP}[A-HJ-Za-hj-z](?:{_SEP}[A-HJ-NP-Za-hj-np-z0-9]){{4}}"
    rf"(?:{_SEP}[A-HJ-NP-Za-hj-np-z0-9]){{0,2}}(?:{_SEP}(?:[挂学警港澳领试超]|应急))?(?![A-Za-z0-9])"
    rf"|使{_SEP}\d{{3}}{_SEP}\d{{3}}(?!\d)"
    rf"|(?<![A-Za-z0-9])[Ww][Jj]{_SEP}(?:[{PROVINCES}]|\d\d)?{_SEP}[A-Za-z0-9]{{5}}(?![A-Za-z0-9])"
    rf"|(?<![A-Za-z0-9])[VZKHNSBEGLJCvzkhnsbegljc][A-HJ-Ya-hj-y]·?\d{{5}}(?![A-Za-z0-9]))"
)


def _masked(text: str, pattern: re.Pattern, mask: Callable[[str], str | None]) -> Iterator[str]:
    """Yield ``text`` in pieces, what ``pattern`` finds replaced; full-width signs are read as half-width ones."""
    last = 0
    for found in pattern.finditer(text.translate(_WIDE)):
        first, end = found.span(found.lastindex or 0)
        if hidden := mask(found[found.lastindex or 0]):
            yield text[last:first] + hidden
            last = end
    yield text[last:]


def _id_in_text(found: str) -> str | None:
    return id_no(found) if _ID_NO.fullmatch(_squeezed(found)) else None


def _mobile_in_text(found: str) -> str | None:
    """Digits that stand apart one by one more than thrice are a list of figures, not a number."""
    return phone(found) if len(re.findall(_SEPARATORS, found)) <= 4 else None


_IN_TEXT: tuple[tuple[re.Pattern, Callable[[str], str | None]], ...] = (
    (_SPACED_PLATE, plate),
    (_SPACED_ID, _id_in_text),
    (_SPACED_MOBILE, _mobile_in_text),
    (_SPACED_LAND, phone),
    (_SPACED_BUSINESS, phone),
    (_NAMED_NUMBER, phone),
)
