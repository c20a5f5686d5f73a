"""Cut the typeface of the certificates out of Noto Serif SC (OFL), from the npm package of the Expo project.

    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 && tar xf expo-google-fonts-noto-serif-sc-0.4.3.tgz
    pip install fonttools && python static/tools/certificate_font.py \
        package/500Medium/NotoSerifSC_500Medium.ttf models/certificates/fonts/NotoSerifSC-Medium.ttf

Kept are the Han characters of GBK and, for names, what the font has of 通用规范汉字表 beyond it; 14.8 MB
become 10.5 MB.
"""

from __future__ import annotations

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

EXTENSION_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴"
    "䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
SIGNS = "¥〇—–‘’“”…·•‰′″①②③④⑤⑥⑦⑧⑨⑩℃№"
UNUSED = ((0x3040, 0x312F), (0x370, 0x4FF), (0x2500, 0x259F))  # kana, Greek and Cyrillic, box drawing
DROPPED = ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "STAT", "BASE", "DSIG", "gasp"]


def gbk() -> set[int]:
    """Return what GBK can write, without what no certificate needs."""
    pairs = (bytes([high, low]) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    known = {ord(sign) for pair in pairs for sign in pair.decode("gbk", "ignore")}
    return {code for code in known if not any(first <= code <= last for first, last in UNUSED)}


def main(source: str, target: str) -> None:
    font = TTFont(source, recalcTimestamp=False)
    names = {code for code in font.getBestCmap() if code > 0x1FFFF or 0x9FA6 <= code <= 0x9FFF}
    wanted = gbk() | names | set(map(ord, EXTENSION_A + SIGNS)) | set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    options = subset.Options(hinting=False, layout_features=[], drop_tables=DROPPED, notdef_outline=True)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=wanted)
    cut.subset(font)
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
