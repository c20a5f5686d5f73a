"""One person at a PC, over plain HTTP: a kept-alive connection, cookies, and the forms of the page opened last."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from tests.stories import pages
from tests.stories.people import PASSWORD

OPEN: set[HTTPConnection] = set()  # for hanging up when a story ends


class Unanswered(Exception):
    """The connection broke before an answer came: what was sent may or may not have been carried out."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    text: str
    seconds: float
    length: int  # bytes of the body as they came
    statements: int = 0  # where the server counts them (ZW_BENCH)

    @property
    def is_done(self) -> bool:
        """Whether the server said that it was carried out: a page of success, or on to the next."""
        return self.status in (200, 204, 303)


class Visitor:
    """``server`` is anything with ``bind`` ("host:port"). Raises Unanswered where a browser would show its own page."""

    def __init__(self, server, patience: float = 60):
        self.server, self.patience = server, patience
        self.cookies: dict[str, str] = {}
        self.forms: list[pages.Form] = []
        self._line: HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        answer = self._ask("GET", path, None, headers)
        if answer.status == 200:
            self.forms = pages.forms(answer.text)
        return answer

    def post(self, path: str, changes: dict | None = None, **headers: str) -> Answer:
        """Send the form of the page opened last that goes to ``path``, with ``changes``; None leaves a field out.

        Without such a form only the token of the page goes along.
        """
        body = {name: value for name, value in (self.form(path) | (changes or {})).items() if value is not None}
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        answer = self._ask("POST", path, urlencode(body, doseq=True).encode(), headers)
        if answer.status in (200, 422):
            self.forms = pages.forms(answer.text)
        return answer

    def form(self, path: str) -> dict:
        """Return what the form that goes to ``path`` would send untouched."""
        for form in self.forms:
            if form.action == path:
                return dict(form.fields)
        tokens = [form.fields["csrf_token"] for form in self.forms if "csrf_token" in form.fields]
        return {"csrf_token": tokens[0]} if tokens else {}

    def follow(self, answer: Answer) -> Answer:
        return self.get(answer.location) if answer.location else answer

    def sign_in(self, staff_no: str, password: str = PASSWORD) -> Visitor:
        self.get("/sign-in")
        answer = self.post("/sign-in", {"staff_no": staff_no, "password": password, "next": ""})
        if answer.status != 303:
            raise AssertionError(f"{staff_no} was not let in: {answer.status} {answer.text[:500]}")
        self.forms = []
        return self

    def tab(self) -> Visitor:
        """Return another browser under the same sign-in."""
        other = Visitor(self.server, self.patience)
        other.cookies = dict(self.cookies)
        return other

    def leave(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        began = time.perf_counter()
        try:
            response = self._send(method, path, body, headers)
            content = response.read()
        except (OSError, HTTPException) as error:
            self.leave()
            raise Unanswered(f"{method} {path}: {error!r}") from error
        self._keep(response)
        if response.will_close:
            self.leave()
        where = urlsplit(response.headers.get("Location") or response.headers.get("HX-Redirect") or "")
        location = where.path + (f"?{where.query}" if where.query else "")
        is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
        text = "" if is_file else content.decode("utf-8", "replace")
        return Answer(
            response.status,
            location,
            text,
            time.perf_counter() - began,
            len(content),
            int(response.headers.get("X-Bench-SQL", 0)),
        )

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]):
        if self._line is None:
            self._line = HTTPConnection(self.server.bind, timeout=self.patience)
            OPEN.add(self._line)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Cookie": kept} if kept else {}
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self._line.request(method, path, body, own | names)
        return self._line.getresponse()

    def _keep(self, response) -> None:
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()


def hang_up() -> None:
    """Close every connection that a story left open."""
    while OPEN:
        OPEN.pop().close()
