"""Amounts of money in Chinese capitals (大写金额), as on receipts and penalty notices, and days as on certificates."""

from __future__ import annotations

from datetime import date

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
SECTIONS = ("亿", "万", "")
SMALL = "〇一二三四五六七八九"
LIMIT = 10**14  # cents: one above 玖仟玖佰玖拾玖亿…玖角玖分


def capital(cents: int) -> str:
    """Return ``cents`` in capitals: 140950 → 壹仟肆佰零玖元伍角整.

    整 ends an amount without 分; several zeros in a row are read once; yuan and 分 without 角 are joined by 零.
    Raises ValueError below zero or from ten thousand 亿 yuan on, TypeError for anything but whole cents.
    Source: 支付结算办法 附一《正确填写票据和结算凭证的基本规定》.
    """
    if not isinstance(cents, int) or isinstance(cents, bool):
        raise TypeError("an amount is a whole number of cents")
    if not 0 <= cents < LIMIT:
        raise ValueError("金额超出范围：0 元至 9999 亿元")
    yuan, rest = divmod(cents, 100)
    if not cents:
        return "零元整"
    return _yuan(yuan) + _rest(*divmod(rest, 10), after_yuan=yuan > 0)


def _yuan(yuan: int) -> str:
    """Read ``yuan`` in sections of four digits; a section below one thousand is led by 零 unless it comes first."""
    read = ""
    for section, name in zip(_sections(yuan), SECTIONS, strict=True):
        if not section:
            continue
        gap = "零" if read and (section < 1000 or _skipped(read, name)) else ""
        read += gap + _section(section) + name
    return f"{read}元" if read else ""


def _sections(yuan: int) -> tuple[int, int, int]:
    return yuan // 10**8, yuan // 10**4 % 10**4, yuan % 10**4


def _skipped(read: str, name: str) -> bool:
    """True when the 万 section between 亿 and yuan was all zeros, which is read as one 零."""
    return not name and read.endswith("亿")


def _section(number: int) -> str:
    """Read 1–9999, inner zeros once, without leading or trailing ones."""
    spoken = [DIGITS[int(d)] + place if d != "0" else "零" for d, place in zip(f"{number:04}", PLACES, strict=True)]
    text = "".join(spoken).strip("零")
    return text.replace("零零", "零")


def _rest(jiao: int, fen: int, after_yuan: bool) -> str:
    if not fen:
        return f"{DIGITS[jiao]}角整" if jiao else "整"
    if jiao:
        return f"{DIGITS[jiao]}角{DIGITS[fen]}分"
    return f"{'零' if after_yuan else ''}{DIGITS[fen]}分"


def day_in_words(day: date) -> str:
    """Return a day as certificates write it: 二〇二六年十一月二十八日. Source: GB/T 15835 (汉字数字书写日期)."""
    year = "".join(SMALL[int(digit)] for digit in str(day.year))
    return f"{year}年{_up_to_31(day.month)}月{_up_to_31(day.day)}日"


def _up_to_31(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("", "十", "二十", "三十")[tens] + (SMALL[ones] if ones else "")
