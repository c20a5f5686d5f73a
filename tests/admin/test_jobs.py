"""What the page of the scheduled jobs says, and that nothing on it changes anything."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from models.core import clock, jobs

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 10:00 at the station


def test_every_job_says_when_it_ran_and_runs_and_what_went_wrong(as_, cast, monkeypatch):
    def fail(_due_at):
        raise RuntimeError("磁盘 <已满>")

    monkeypatch.setattr(clock, "now", lambda: NOW)
    minutes = {"every": timedelta(minutes=10), "daily_at": None, "all_missed": False}
    kept = {
        "well": jobs.Job("well", "按时完成的", lambda _due_at: None, **minutes),
        "ill": jobs.Job("ill", "出错的", fail, **minutes),
        "night": jobs.Job("night", "夜间的", lambda _due_at: None, None, time(3, 0), False),
    }
    monkeypatch.setattr(jobs, "JOBS", kept)
    browser = as_(cast["xi"])
    assert browser.get("/admin/jobs").text.count("尚未执行") == 3
    jobs.run_due(NOW, "test")
    text = browser.get("/admin/jobs").text
    rows = {
        label: row
        for row in re.findall(r"<tr>.*?</tr>", text, re.S)
        for label in ("按时", "出错", "夜间")
        if label in row
    }
    assert "每 10 分钟" in rows["按时"] and "11-20 10:00" in rows["按时"] and "11-20 10:10" in rows["按时"]
    assert (
        "失败 1 次" in rows["出错"] and "RuntimeError: 磁盘 &lt;已满&gt;" in rows["出错"] and "尚未执行" in rows["出错"]
    )
    assert "每天 03:00" in rows["夜间"] and "11-21 03:00" in rows["夜间"]
    assert "1 项有失败" in text


def test_nothing_can_be_set_off_by_hand(as_, cast):
    page = as_(cast["xi"]).get("/admin/jobs").text
    main = page.split("<main")[1].split("</main>")[0]
    assert 'method="post"' not in main and "hx-post" not in main
    assert as_(cast["xi"]).post("/admin/jobs").status_code == 405


def test_every_registered_job_is_listed(as_, cast):
    page = as_(cast["xi"]).get("/admin/jobs").text
    assert [one.name for one in jobs.JOBS.values() if one.label not in page] == []
