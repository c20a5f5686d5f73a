"""The book of complaints at 2,000 and 200,000 cases: two filters and a Chinese word, page 1 and a deep page.

``python -m bench.complaints`` builds both on SQLite in a folder of its own, asks in alternating rounds, and writes its
section of ``bench/results.md``. The deep page of the large book must take at most three times that of the small one.
"""

from __future__ import annotations

import os
import platform
import random
import shutil
import sqlite3
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from flask_migrate import upgrade
from sqlalchemy import insert

from app import create_app
from bench import report
from blueprints.core.config import Config
from models.accounts import User, sign_ins
from models.complaints import Channel, Complaint, ComplaintState, ComplaintType
from models.core import clock, search, seeds
from models.core.db import db
from tests import cast

SIZES, ROUNDS, BATCH, MOST = (2_000, 200_000), 30, 5_000, 3.0
WORD = "发票"
KEY = "5f0c6de1a99b4730b2f8e4d61c7a3f95e08b2d4c6f1a7e3955aa10cc77de42b8"
SAID = "出站时,进站口,等了二十分钟,收费员态度生硬,没有抬头,发票打不出来,要求补开发票,绿通查验太慢,ETC 扣费两次".split(
    ","
)
SAID += "找零少了十元,车道没有开足,解释不清楚,孕妇无人协助,要求道歉,希望改进服务,导航提示错误,栏杆落得太快".split(",")
QUERY = f"/complaints/?state=closed&channel=call&text={WORD}"

WORDS = search.Index(Complaint, lambda row: f"{row.number} {row.content}", ())  # as the house indexes them: no digits


def rows(count: int, people: list[User], unit_id: int, dice: random.Random):
    """Yield ``count`` cases as dictionaries, the oldest first."""
    first = clock.now() - timedelta(minutes=2 * count)
    states = [ComplaintState.CLOSED] * 8 + [ComplaintState.INVESTIGATING, ComplaintState.REPLIED]
    for number in range(1, count + 1):
        at, who = first + timedelta(minutes=2 * number), dice.choice(people)
        yield {
            "id": number,
            "number": f"TS-{at:%Y%m%d}-{number:06d}",
            "channel": dice.choice([Channel.CALL, Channel.CALL, Channel.ON_SITE, Channel.ORDER, Channel.ONLINE]),
            "type": dice.choice(list(ComplaintType)),
            "state": dice.choice(states),
            "unit_id": unit_id,
            "phone": f"138{dice.randrange(10**8):08d}",
            "occurred_at": at,
            "hour": at.hour,
            "content": "，".join(dice.sample(SAID, 4)) + "。",
            "first_receiver_id": who.id,
            "responsible_id": who.id,
            "registered_at": at,
        }


class Book:
    """An app on a database of its own with ``count`` cases, and a browser of somebody of the office."""

    def __init__(self, folder: Path, count: int) -> None:
        folder.mkdir()
        url = f"sqlite:///{folder / 'house.db'}"
        self.app = create_app(Config(database_url=url, instance=folder, session_key=KEY, audit_key=KEY, mode="test"))
        with self.app.app_context():
            upgrade()
            seeds.run(seeds.BASE)
            cast.add()
            people = cast.people()
            self._fill(count, people)
            token = sign_ins.start(people["ming"], clock.now(), None)
            db.session.commit()
            db.session.remove()
        self.browser = self.app.test_client()
        with self.browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True

    def _fill(self, count: int, people: dict[str, User]) -> None:
        given = rows(count, [people["duo"], people["liu"]], people["duo"].unit_id, random.Random(count))
        while batch := [row for row, _ in zip(given, range(BATCH), strict=False)]:
            db.session.execute(insert(Complaint), batch)
            search.write(db.session.connection(), WORDS, [SimpleNamespace(**row) for row in batch])
        db.session.commit()
        db.session.execute(db.text("ANALYZE"))
        db.session.commit()

    def ask(self, path: str) -> tuple[float, str]:
        """Return the CPU milliseconds of one answer, database included, and the cursor of the page behind it."""
        begun = time.process_time()
        answer = self.browser.get(path)
        took = (time.process_time() - begun) * 1000
        assert answer.status_code == 200, (path, answer.status_code)
        page = answer.text
        at = page.find("after=")
        return took, page[at + 6 : page.find('"', at)].split("&")[0] if at > 0 else ""

    def deep(self, pages: int) -> str:
        """Return the address of a page far behind the first."""
        path = QUERY
        for _ in range(pages):
            after = self.ask(path)[1]
            if not after:
                break
            path = f"{QUERY}&after={after}"
        return path


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="zw-bench-complaints-"))
    try:
        books = {count: Book(folder / str(count), count) for count in SIZES}
        paths = {
            count: {"第 1 页": QUERY, "深页": book.deep(3 if count == SIZES[0] else 150)}
            for count, book in books.items()
        }
        best = {count: dict.fromkeys(paths[count], float("inf")) for count in SIZES}
        for _round in range(ROUNDS):
            for count, book in books.items():
                for name, path in paths[count].items():
                    best[count][name] = min(best[count][name], book.ask(path)[0])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    write(best)


def write(best: dict[int, dict[str, float]]) -> None:
    small, large = (best[count] for count in SIZES)
    lines = [f"| {name} | {small[name]:.1f} | {large[name]:.1f} | {large[name] / small[name]:.2f} |" for name in small]
    print("\n".join(lines))
    versions = f"Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}"
    head = [
        f"{clock.today():%Y-%m-%d}，{os.cpu_count()} 核，{versions}；状态、来源两个条件加“{WORD}”一词，",
        f"{ROUNDS} 轮交替，取最好的一次，整个请求的 CPU 毫秒数（含数据库和页面）。",
        "深页：2,000 件时第 4 页，200,000 件时第 151 页。",
        f"要求不超过 {MOST:.0f} 倍。重新测量：`python -m bench.complaints`。",
        "",
        "| 页 | 2,000 件 ms | 200,000 件 ms | 倍数 |",
        "|---|--:|--:|--:|",
    ]
    report.put("投诉台账", "\n".join(head + lines))
    worst = max(large[name] / small[name] for name in small)
    assert worst <= MOST, f"{worst:.2f} times as long"


if __name__ == "__main__":
    main()
