"""Real receivers on this machine, and channels that lead to them."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

from models.core import audit, clock
from models.core.db import db
from models.inbox import notify
from models.relays import ChannelKind, RelayChannel, RelayDelivery, Security, setup
from tests.missing import skip_or_fail

FINE, DOWN_500, SILENT, GARBLED, SLOW = "fine", "500", "accept, then silence", "not JSON", "accept, then think"
THINKS = 1.0  # seconds of a slow receiver, more than the sender waits in the tests


class Robot:
    """A group's robot that behaves as told; ``heard`` are ``(message id, text)`` in the order of arrival."""

    def __init__(self) -> None:
        self.manner, self.heard, self.reached, robot = FINE, [], threading.Event(), self

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if robot.manner != DOWN_500:
                    robot.heard.append((self.headers["X-Message-Id"], body["text"]["content"].split("\n")[0]))
                robot.reached.set()
                if robot.manner == SLOW:
                    time.sleep(THINKS)
                if robot.manner == SILENT:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(500 if robot.manner == DOWN_500 else 200)
                self.end_headers()
                self.wfile.write(b"?" if robot.manner == GARBLED else b'{"errcode": 0}')

            def log_message(self, *_args) -> None:
                return None

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/robot/send?key=TOP-SECRET-KEY"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Post:
    """What a mail server does with a letter."""

    def __init__(self) -> None:
        self.heard, self.answer, self.manner, self.reached = [], "250 OK", FINE, threading.Event()
        self.full: set[str] = set()

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if address in self.full:
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802, the name aiosmtpd calls
        self.reached.set()
        if self.answer.startswith("2"):
            heads = envelope.content.decode().split("\r\n\r\n")[0].split("\r\n")
            ids = [head for head in heads if head.startswith("Message-ID")]
            self.heard.append((envelope.rcpt_tos[0], ids[0]))
        if self.manner == SLOW:
            await asyncio.sleep(THINKS)
        return self.answer


@contextmanager
def mail_server(certificate=None):
    """A mail server; with a ``certificate``, a file of key and certificate, it speaks TLS from the first byte."""
    post, tls = Post(), None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    server = Controller(post, hostname="127.0.0.1", port=free_port(), ssl_context=tls)
    server.start()
    post.port = server.port
    yield post
    server.stop()


def self_signed(folder):
    """Return a file with a key and a certificate that nobody vouches for."""
    if shutil.which("openssl") is None:
        skip_or_fail("openssl 未安装：apt-get install openssl 后再跑")
    key, cert, both = folder / "key.pem", folder / "cert.pem", folder / "both.pem"
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(["openssl", *asked.split(), "-keyout", key, "-out", cert], check=True, capture_output=True)
    both.write_text(key.read_text() + cert.read_text())
    return both


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_channel(cast, unit, kind: ChannelKind, **more) -> RelayChannel:
    given = {"name": kind.label, "security": Security.PLAIN, "host": "", "port": 0, "sender": "", "username": ""}
    given |= {"secret": "", "kinds": [], "is_on": True} | more
    channel = RelayChannel()
    setup.save(channel, kind=kind, unit=unit, by=cast["xi"], **given)
    db.session.commit()
    return channel


def make_robot(cast, unit, robot: Robot) -> RelayChannel:
    return make_channel(cast, unit, ChannelKind.WECOM, secret=robot.address)


def outbox_audit(channel: RelayChannel, by) -> None:
    """Name a change that a test makes to a channel."""
    audit.record("relay.edit", channel, by)
    db.session.commit()


def say(people, *titles: str, urgent: bool = True, at=None) -> None:
    """Put messages into inboxes; urgent ones, so that the hour of the test does not matter."""
    for title in titles:
        ids = [person.id for person in people]
        notify(ids, "notice", title, "/notices/1", key=f"test-{title}", at=at or clock.now(), urgent=urgent)
    db.session.commit()


def rows() -> list[RelayDelivery]:
    db.session.expire_all()
    found = db.session.scalars(db.select(RelayDelivery).order_by(RelayDelivery.id)).all()
    db.session.rollback()
    return list(found)
