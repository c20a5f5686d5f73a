"""The two commands of the README, driven from outside: what a station sees when it starts the house."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from manage import ensure_keys
from tests.browser import ROOT, LiveServer, furnished_folder, spent_by_servers, words_of_the_first_start

MOST_CPU = 6.0  # seconds: twice what a quiet machine takes, whose caches nobody else fills
posix = pytest.mark.skipif(os.name != "posix", reason="Windows 没有文件权限位")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demonstration that was started once and stopped; its data stay."""
    return LiveServer(furnished_folder(tmp_path_factory, "demo"))


@pytest.fixture(scope="module")
def running(demo):
    with LiveServer(demo.log.parent) as server:
        yield server


def status(url):
    try:
        return urllib.request.urlopen(url, timeout=10).status
    except urllib.error.HTTPError as refused:
        return refused.code


def refused_start(server, **environment):
    """Start with ``environment`` added and return what was printed; fails when the server runs after all."""
    told = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "run"],
        env=server.environment | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
    )
    assert told.returncode == 1
    assert "Traceback" not in told.stdout
    return told.stdout


def test_the_first_start_prints_the_address_and_the_sign_ins(tmp_path_factory, running):
    words = words_of_the_first_start(tmp_path_factory)
    assert re.search(r"站务通（演示）：http://127\.0\.0\.1:\d+\n", words)
    assert "演示账号" in words
    assert status(f"{running.url}/sign-in") == 200


def test_the_readme_lists_the_same_sign_ins(tmp_path_factory):
    words = words_of_the_first_start(tmp_path_factory)
    printed = re.findall(r"^  (\d{5})  (\S+)", words, re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"\| (\S+) \| [^|]+ \| (\d{5}) \|", readme)
    assert len(printed) > 10
    assert {(number, name) for name, number in listed} == set(printed)


@posix
def test_the_next_start_is_fast_and_keeps_the_data(demo):
    """By the work it takes: other tests share the cores. The seconds that a quiet machine needs are in bench/."""
    database = demo.log.parent / "house.db"
    before = database.stat().st_size
    assert any(cpu_to_start(demo) < MOST_CPU for _ in range(2))
    assert database.stat().st_size >= before


def cpu_to_start(demo) -> float:
    """Return the seconds of CPU that a start and a stop take."""
    before = spent_by_servers()
    with LiveServer(demo.log.parent):
        pass
    return spent_by_servers() - before


def test_it_stops_in_good_order(demo):
    server = LiveServer(demo.log.parent).start()
    process = server.process
    server.stop()
    assert process.returncode == 0


def test_production_starts_empty_and_asks_for_administrators(tmp_path):
    with LiveServer(tmp_path, mode=None, DEMO="0") as server:
        assert "站务通（正式）" in server.printed()
        assert f"{server.url}/" in server.printed().split("站务通（正式）")[1].split("\n", 1)[1]  # the one-time address
        assert "密码" not in server.printed()


def test_production_refuses_demonstration_data(demo):
    assert "里是演示数据" in refused_start(demo, ZW_MODE="production")


def test_a_second_start_on_the_same_port_is_refused(running):
    assert f"无法监听 {running.bind}" in refused_start(running)


def test_a_misspelt_variable_is_refused(demo):
    assert "不认识的环境变量：ZW_MOOD" in refused_start(demo, ZW_MOOD="demo")


def test_a_well_known_key_is_refused(tmp_path):
    ensure_keys(tmp_path)
    (tmp_path / "keys" / "session.key").write_text("secret" * 12)
    assert "众所周知" in refused_start(LiveServer(tmp_path))


@posix
def test_a_key_that_others_can_read_is_refused(tmp_path):
    ensure_keys(tmp_path)
    (tmp_path / "keys" / "audit.key").chmod(0o644)
    assert "chmod 600" in refused_start(LiveServer(tmp_path))


def test_debug_tools_are_out_of_reach(running):
    assert status(f"{running.url}/console") in {302, 404}
    assert status(f"{running.url}/?__debugger__=yes&cmd=resource&f=style.css") != 500
