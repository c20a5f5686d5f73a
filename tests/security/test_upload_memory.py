"""Hostile uploads at a real server: refused in ten seconds, memory grows by 400 MB at most. Source: security.md."""

from __future__ import annotations

import io
import re
import socket
import struct
import time
import urllib.error
import urllib.request
import zlib
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest
from PIL import Image

from models.accounts.demo import PASSWORD
from tests import browser as kit
from tests.core.test_imports import HOSTILE

SECONDS, GROWTH_MB = 10, 400
EDGE = "----upload"
pytestmark = [
    pytest.mark.browser,  # drives the real program
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is read from Linux's /proc"),
]


class Visitor:
    """Somebody who has signed in, without a browser."""

    def __init__(self, url: str, staff_no: str) -> None:
        self.url, cookies = url, urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies, urllib.request.ProxyHandler({}))
        token = self.token("/sign-in")
        sent = urlencode({"csrf_token": token, "staff_no": staff_no, "password": PASSWORD}).encode()
        self.opener.open(f"{url}/sign-in", sent).read()

    def get(self, path: str) -> str:
        with self.opener.open(self.url + path) as answer:
            return answer.read().decode()

    def token(self, path: str) -> str:
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path))[1]

    def upload(self, path: str, page: str, field: str, content: bytes, **more: str) -> tuple[int, str]:
        """Send a file and the fields ``more`` as the form on ``page`` does; return the status and the answer."""
        fields = {"csrf_token": self.token(page)} | more
        named = [f'name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
        named.append(f'name="{field}"; filename="a.bin"\r\n\r\n')
        body = b"".join(f"--{EDGE}\r\nContent-Disposition: form-data; {part}".encode() for part in named) + content
        kind = {"Content-Type": f"multipart/form-data; boundary={EDGE}"}
        asked = urllib.request.Request(self.url + path, body + f"\r\n--{EDGE}--\r\n".encode(), kind)
        try:
            with self.opener.open(asked, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()


def announce(url: str, path: str, size: int) -> tuple[int, str]:
    """Say that ``size`` bytes will come and return the answer, before any has."""
    with _wire(url, path, f"Content-Length: {size}") as wire:
        return answer_on(wire)


def answer_on(wire: socket.socket) -> tuple[int, str]:
    """Return status and page of an answer that the server ends by saying that it is done."""
    with wire.makefile("rb") as lines:
        head, _blank, body = lines.read().partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


def pour(url: str, path: str, size: int) -> int:
    """Send ``size`` bytes whatever the server says, until it hangs up; return how many it let come."""
    sent = 0
    with _wire(url, path, f"Content-Length: {size}") as wire, suppress(ConnectionError):
        while sent < size:
            sent += wire.send(bytes(64 * 2**10))
    return sent


def unmeasured(url: str, path: str, size: int) -> tuple[int, str]:
    """Send ``size`` bytes without having said how many, in chunks of 64 KB, and return the answer."""
    chunk = bytes(64 * 2**10)
    with _wire(url, path, "Transfer-Encoding: chunked") as wire:
        for _chunk in range(size // len(chunk)):
            wire.sendall(b"10000\r\n" + chunk + b"\r\n")
        return answer_on(wire)


def _wire(url: str, path: str, length: str) -> socket.socket:
    host, _colon, port = url.removeprefix("http://").partition(":")
    wire = socket.create_connection((host, int(port)), timeout=30)
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\n{length}\r\n"
    wire.sendall(f"{head}Content-Type: multipart/form-data; boundary={EDGE}\r\n\r\n".encode())
    return wire


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with kit.furnished(tmp_path_factory, "uploads") as live:
        yield live


@pytest.fixture(scope="module")
def office(server):
    return Visitor(server.url, "00021")


@pytest.fixture(scope="module")
def admin(server):
    return Visitor(server.url, "00011")


def memory_mb(pid: int, name: str) -> float:
    """Return a figure of the process in MB: ``VmRSS`` is what it holds, ``VmHWM`` the most it held since the reset."""
    return int(re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def cost_of(server, act) -> tuple:
    """Return the answer of ``act``, its seconds, and by how many MB the server's memory stood higher than before."""
    pid = server.process.pid
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    before, began = memory_mb(pid, "VmRSS"), time.monotonic()
    answer = act()
    return answer, time.monotonic() - began, memory_mb(pid, "VmHWM") - before


def within_limits(server, act):
    answer, seconds, growth = cost_of(server, act)
    assert seconds <= SECONDS and growth <= GROWTH_MB, (seconds, growth)
    return answer


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few hundred kilobytes that unfolds to ``width`` times ``height`` black pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packed, line = zlib.compressobj(9), bytes(1 + width * 3)
    data = b"".join(packed.compress(line) for _ in range(height)) + packed.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def largest() -> bytes:
    """The largest picture that is taken: 25 million pixels."""
    Image.new("RGB", (5000, 5000), (40, 90, 60)).save(out := io.BytesIO(), "JPEG", quality=90)
    return out.getvalue()


def violation(office: Visitor) -> str:
    """Return the page of a violation that takes evidence."""
    return re.search(r'href="(/penalties/violations/\d+)"', office.get("/penalties/violations"))[1]


@pytest.mark.one_engine
def test_a_picture_bomb_is_refused_before_it_unfolds(server, office):
    page = violation(office)
    bomb = claiming(9000, 9000)
    assert len(bomb) < 10 * 2**20
    status, told = within_limits(server, lambda: office.upload(f"{page}/evidence", page, "photo", bomb, caption="照片"))
    assert status in (409, 422) and "2500 万像素" in told


@pytest.mark.one_engine
def test_the_largest_picture_that_is_taken_keeps_to_the_limits_too(server, office):
    page = violation(office)
    status, _told = within_limits(
        server, lambda: office.upload(f"{page}/evidence", page, "photo", largest(), caption="照片")
    )
    assert status == 200  # after the redirect


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", ["zip bomb", "bomb that lies about its size", "entity bomb"])
def test_a_workbook_bomb_is_refused_before_it_unfolds(server, admin, kind):
    content, page = HOSTILE[kind]().getvalue(), "/admin/people/import"
    status, told = within_limits(server, lambda: admin.upload(page, page, "file", content))
    assert status == 422 and "error-summary" in told


@pytest.mark.one_engine
@pytest.mark.parametrize("path", ["/admin/people/import", "/certificates/check"])
def test_sixty_megabytes_are_refused_before_they_have_come(server, path):
    """Whoever sends them, and whether or not the page asks for a sign-in: with a page of ours that says what to do."""
    status, told = within_limits(server, lambda: announce(server.url, path, 60 * 2**20))
    assert status == 413 and "文件太大" in told and "分几次上传" in told and told.endswith("</html>")
    assert within_limits(server, lambda: pour(server.url, path, 60 * 2**20)) < 20 * 2**20


@pytest.mark.one_engine
def test_a_body_that_does_not_say_how_large_it_is_gets_the_same_page(server):
    status, told = within_limits(server, lambda: unmeasured(server.url, "/certificates/check", 18 * 2**20))
    assert status == 413 and "文件太大" in told and told.endswith("</html>")


@pytest.mark.one_engine
def test_after_a_refusal_the_server_goes_on_answering(server):
    """What was thrown away is never taken for a request, and the connection ends."""
    smuggled = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with _wire(server.url, "/certificates/check", f"Content-Length: {60 * 2**20}") as wire:
        wire.sendall(smuggled * 3)
        _status, told = answer_on(wire)
    assert "HTTP/1.1" not in told
    assert urllib.request.urlopen(f"{server.url}/sign-in", timeout=30).status == 200


@pytest.mark.one_engine
@pytest.mark.parametrize("has_script", [True, False])
def test_a_browser_says_that_a_file_is_too_large(server, tmp_path, has_script):
    """With script before anything is sent, without by the page of the refusal; nothing is lost on the form's page."""
    large = tmp_path / "large.xlsx"
    large.write_bytes(bytes(24 * 2**20))
    with kit.launched() as browser, kit.visit(browser, java_script_enabled=has_script) as page:
        kit.sign_in(page, server, "00011")
        page.goto(f"{server.url}/admin/people/import")
        page.set_input_files("input[type=file]", large)
        page.click("main form [type=submit]")
        page.get_by_text("分几次上传").wait_for()
        assert page.url.endswith("/admin/people/import")


@pytest.mark.one_engine
def test_what_is_little_beyond_the_limit_is_refused_in_words(server, admin):
    page = "/admin/people/import"
    status, told = within_limits(server, lambda: admin.upload(page, page, "file", bytes(16 * 2**20 + 1)))
    assert status == 413 and "文件太大" in told
