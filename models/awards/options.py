"""What one house may want different from another about awards. Source: domain §2.13."""

from __future__ import annotations

import re

from models.core.settings import Setting, declare


def _lines_refusal(text: str) -> str | None:
    parts = text.split("/")
    if len(parts) != 5 or not all(re.fullmatch(r"\d{1,4}(\.\d)?", part) for part in parts):
        return "请填写五个分数，用 / 隔开，例如 85/88/91/94/97。"
    return None if sorted(map(float, parts)) == list(map(float, parts)) else "五个分数应从低到高。"


declare(
    Setting("award.notice_days", "评优公示", 3, "awards", "自公示当日起算", "天", 1, 30),
    Setting(
        "award.star_lines",
        "星级分数线",
        "85/88/91/94/97",
        "awards",
        "准星级、二星、三星、四星、五星的最低月得分，年度按各月平均",
        check=_lines_refusal,
    ),
)
