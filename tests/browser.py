"""Driving the real program from outside: a server in its own process, a headless Chromium, and three meters.

The server is started the way a station starts it (``manage.py run``), with its own instance folder and port.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from models.accounts.demo import PASSWORD
from tests.missing import skip_or_fail

if TYPE_CHECKING:
    import pytest
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
MISSING = "Chromium 未安装：apt-get install chromium fonts-noto-cjk 后再跑"
QUIET = [
    "--no-sandbox",  # CI runs as root, where Chromium has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESK = {"width": 1366, "height": 768}  # pixels: the station PC of ui.md
PHONE = {"width": 390, "height": 844}


def chromium() -> str | None:
    """Path of the installed Chromium; ``CHROME`` in the environment wins."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROME") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium; the test is skipped (in CI: fails) where none is installed."""
    path = chromium()
    if path is None:
        skip_or_fail(MISSING)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=QUIET, headless=True)
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, viewport: Mapping[str, int] = DESK, **options) -> Iterator[Page]:
    """A page of a fresh visitor without cookies, in China; ``options`` go to ``new_context``."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=dict(viewport), **options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


class LiveServer:
    """``manage.py run`` as a child process on a free port; ``environment`` wins over what is inherited.

    ``mode`` None leaves the choice to ``manage.py`` (``DEMO=0`` in the environment means production).
    """

    def __init__(self, instance: Path, mode: str | None = "demo", **environment: str):
        self.bind = f"127.0.0.1:{free_port()}"
        self.url = f"http://{self.bind}"
        self.log = Path(instance) / "server.log"
        settings = {"ZW_INSTANCE": str(instance), "ZW_BIND": self.bind, **({"ZW_MODE": mode} if mode else {})}
        inherited = {
            key: value for key, value in os.environ.items() if not key.startswith(("ZW_", "DATABASE_URL", "DEMO"))
        }
        self.environment = inherited | settings | environment
        self.process: subprocess.Popen | None = None

    def start(self, patience: float = 120) -> LiveServer:
        """Return when ``/healthz`` answers; ``patience`` in seconds, the first start loads the demonstration."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "run"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait(time.monotonic() + patience)
        return self

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End at once, as a power cut does to the process."""
        self._end(getattr(signal, "SIGKILL", signal.SIGTERM))

    def printed(self) -> str:
        """What this run has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def __enter__(self) -> LiveServer:
        return self.start()

    def __exit__(self, *_) -> None:
        self.stop()

    def _wait(self, until: float) -> None:
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise RuntimeError(f"the server did not start:\n{self.printed()[-4000:]}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _end(self, how: int) -> None:
        """Signal the whole process group: where ``manage.py`` cannot become the server, the server is its child."""
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, how) if hasattr(os, "killpg") else self.process.terminate()
            self.process.wait(timeout=20)
        self.process = None


@contextmanager
def furnished(factory: pytest.TempPathFactory, name: str) -> Iterator[LiveServer]:
    """A server on a copy of the demonstration house: it takes half a minute to fill, so a run of tests fills one."""
    with LiveServer(furnished_folder(factory, name)) as live:
        yield live


def furnished_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """Return a copy of the instance folder that a first start leaves behind; nobody serves it yet."""
    instance = factory.mktemp(name) / "instance"
    shutil.copytree(_model_house(factory), instance)
    return instance


def words_of_the_first_start(factory: pytest.TempPathFactory) -> str:
    """Return what the first start of a demonstration printed, the one that ``furnished`` houses are copies of."""
    return (_model_house(factory) / "server.log").read_text(encoding="utf-8")


def _model_house(factory: pytest.TempPathFactory, patience: float = 300) -> Path:
    """Return the folder that copies are made of; the first process to ask fills it, the others wait for it."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    model, filled = shared / "demo-house", shared / "demo-house-filled"
    try:
        model.mkdir()
    except FileExistsError:
        until = time.monotonic() + patience
        while not filled.exists():
            if time.monotonic() > until:
                raise RuntimeError("no other process has filled the demonstration house") from None
            time.sleep(0.2)
        return model
    LiveServer(model).start(patience).stop()
    filled.touch()
    return model


def spent_by_servers() -> float:
    """Return the seconds of CPU that the child processes which have ended took. Not on Windows."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def sign_in(page: Page, server: LiveServer, staff_no: str) -> None:
    """Sign a person of the demonstration in with the password that all of them have."""
    page.goto(f"{server.url}/sign-in?password=1")
    page.fill("[name=staff_no]", staff_no)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)


def violations(page: Page) -> list[str]:
    """What axe-core finds on ``page``, one line each: rule, gravity, first offending element."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}" for one in found]


def complaints(page: Page) -> list[str]:
    """A list that fills with console errors, script errors and failed requests of ``page`` from now on.

    A draft that was being saved when its form was sent is cut off by the next page: what it held is in the form.
    """
    heard: list[str] = []

    def note_failure(request) -> None:
        if "/drafts?" not in request.url or request.failure != "net::ERR_ABORTED":
            heard.append(f"{request.url}: {request.failure}")

    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", note_failure)
    return heard


class WireMeter:
    """Bytes that reached ``page`` over the network, compressed and with headers; caches are emptied first."""

    def __init__(self, page: Page):
        self.total = 0
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.clearBrowserCache")
        devtools.on("Network.loadingFinished", self._count)

    def _count(self, event: dict) -> None:
        self.total += int(event["encodedDataLength"])


def outsiders(context: BrowserContext, own: str) -> list[str]:
    """A list that fills with addresses asked for outside of ``own``; it stays empty, a station has no Internet."""
    asked: list[str] = []
    context.on("request", lambda request: None if _is_own(request.url, own) else asked.append(request.url))
    return asked


def _is_own(url: str, own: str) -> bool:
    return url.startswith((own, "data:", "blob:", "about:"))
