"""Statements, bytes and CPU of the main pages beside ``plain``, in alternating rounds: ``python -m bench.pages``.

Builds the four stations of the stories in a folder of its own, serves them both ways, writes ``bench/results.md``.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median
from types import SimpleNamespace

from bench import report
from models.core import clock
from tests.browser import ROOT, LiveServer, free_port
from tests.stories import house as houses
from tests.stories.quiz import Taker
from tests.stories.visitor import Visitor

ROUNDS, REQUESTS = 5, 100  # the clock of a process ticks a hundred times a second
TICKS = os.sysconf("SC_CLK_TCK")
PAGES = [("班长", "/"), ("收费员", "/training/today"), ("班长", "/handover/"), ("征费室", "/penalties/")]
PAGES += [("征费室", "/training/questions"), ("征费室", "/training/questions/7"), ("收费员", "/inbox/")]
PEOPLE = {"收费员": "111", "班长": "110", "征费室": "900"}
PLAIN = {"/training/today", "/training/questions", "/training/questions/7"}


def cpu(pid: int) -> float:
    """Seconds of CPU that a process and its ended children have used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def milliseconds(pid: int, visitor: Visitor, path: str) -> float:
    """CPU of one request, over ``REQUESTS`` of them."""
    before = cpu(pid)
    for _ in range(REQUESTS):
        answer = visitor.get(path)
        assert answer.status == 200, (path, answer.status)
    return (cpu(pid) - before) / REQUESTS * 1000


def size(server, visitor: Visitor, path: str, coding: str) -> tuple[int, str]:
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    request = urllib.request.Request(
        f"http://{server.bind}{path}", headers={"Accept-Encoding": coding, "Cookie": cookies}
    )
    with urllib.request.urlopen(request) as answer:
        return len(answer.read()), answer.headers.get("X-Bench-SQL", "")


def await_answer(port: int, patience: float = 60) -> None:
    """Return when ``plain`` answers. Raises URLError: it did not within ``patience`` seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
            return
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def measure(ours, pid: int, plain, plain_pid: int) -> list[str]:
    people = {who: Visitor(ours).sign_in(no) for who, no in PEOPLE.items()}
    Taker(people["收费员"], "111").open()
    people["班长"].get("/handover/")
    people["班长"].post("/handover/open")
    strangers = {who: Visitor(plain).sign_in(PEOPLE[who]) for who, path in PAGES if path in PLAIN}
    lines = []
    for who, path in PAGES:
        mine, theirs = [], []
        for _round in range(ROUNDS):
            mine.append(milliseconds(pid, people[who], path))
            theirs += [milliseconds(plain_pid, strangers[who], path)] if path in PLAIN else []
        (raw, sql), (gz, _), (br, _) = (size(ours, people[who], path, one) for one in ("identity", "gzip", "br"))
        beside = f"{median(theirs):.1f} | {median(mine) / median(theirs):.2f}" if theirs else "– | –"
        lines.append(f"| `{path}` | {who} | {sql} | {raw} | {gz} | {br} | {median(mine):.1f} | {beside} |")
        print(lines[-1], flush=True)
    return lines


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="zw-bench-"))
    houses.lay_keys(folder)
    url = f"sqlite:///{folder / 'house.db'}"
    houses.fill(folder, url)
    port = free_port()
    environment = os.environ | {"DATABASE_URL": url}
    with LiveServer(folder, "production", DATABASE_URL=url, ZW_BENCH="1") as ours:
        other = subprocess.Popen([sys.executable, "-m", "bench.plain", str(port)], cwd=ROOT, env=environment)
        try:
            await_answer(port)
            lines = measure(ours, ours.process.pid, SimpleNamespace(bind=f"127.0.0.1:{port}"), other.pid)
        finally:
            other.terminate()
    versions = f"Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}"
    head = f"""{clock.today():%Y-%m-%d}，{os.cpu_count()} 核，{versions}；
每页 {ROUNDS} 轮、每轮 {REQUESTS} 次，取中位数。四个站的数据。
CPU 为服务进程每次请求的毫秒数，“plain”是只用 Flask 及其扩展和手写 SQL 的同一页（`bench/plain.py`），交替测量。
重新测量：`make bench`。

| 页面 | 身份 | 语句 | 字节 | gzip | br | CPU ms | plain ms | 倍数 |
|---|---|--:|--:|--:|--:|--:|--:|--:|
"""
    report.put("页面的开销", head + "\n".join(lines))


if __name__ == "__main__":
    main()
