"""Real receivers on this machine, and channels that lead to them."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

from models.core import audit, clock
from models.core.db import db
from models.inbox import notify
from models.relays import ChannelKind, RelayChannel, RelayDelivery, Security, setup

FINE, DOWN_500, SILENT, GARBLED = "fine", "500", "accept, then silence", "not JSON"


class Robot:
    """A group's robot that behaves as told; ``heard`` are ``(message id, text)`` in the order of arrival."""

    def __init__(self) -> None:
        self.manner, self.heard, robot = FINE, [], self

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if robot.manner != DOWN_500:
                    robot.heard.append((self.headers["X-Message-Id"], body["text"]["content"].split("\n")[0]))
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
        self.heard, self.answer = [], "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802, the name aiosmtpd calls
        if self.answer.startswith("2"):
            heads = envelope.content.decode().split("\r\n\r\n")[0].split("\r\n")
            ids = [head for head in heads if head.startswith("Message-ID")]
            self.heard.append((envelope.rcpt_tos[0], ids[0]))
        return self.answer


@contextmanager
def mail_server():
    post = Post()
    server = Controller(post, hostname="127.0.0.1", port=free_port())
    server.start()
    post.port = server.port
    yield post
    server.stop()


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
