"""How the server refuses a body that is larger than it takes: with a page of ours, reading no further.

Waitress answers such a request by itself, with one English line, and hangs up while the browser is still sending, which
then shows that the connection broke and not the answer. Here the app answers; what still comes is thrown away for a
moment, so that the answer is read.
"""

from __future__ import annotations

import socket
import time
from io import BytesIO

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, Task, WSGITask
from waitress.utilities import RequestEntityTooLarge

from blueprints.core.access import BODY_REFUSED

LINGER_BYTES, LINGER_SECONDS = 12 * 2**20, 10


class RefusalTask(WSGITask):
    """Lets the app answer a request without its body; the connection ends with the answer."""

    def get_environment(self) -> dict:
        environ = super().get_environment()
        environ.update({BODY_REFUSED: True, "CONTENT_LENGTH": "0", "wsgi.input": BytesIO()})
        return environ

    def execute(self) -> None:
        self.channel.is_refused = True
        self.set_close_on_finish()
        super().execute()


class Channel(HTTPChannel):
    """A connection that, after a refusal, says that it is done and listens a little longer before it hangs up."""

    is_refused = False
    thrown_away = -1  # bytes since the answer left; -1 as long as it has not
    until = 0.0  # on the monotonic clock

    @staticmethod
    def error_task_class(channel: HTTPChannel, request) -> Task:
        kind = RefusalTask if isinstance(request.error, RequestEntityTooLarge) else ErrorTask
        return kind(channel, request)

    def handle_close(self) -> None:
        """Close at once, except the first time after a refusal."""
        if not self.is_refused or self.thrown_away >= 0 or not self._linger():
            super().handle_close()

    def received(self, data: bytes) -> bool:
        """Throw away what comes after a refusal, within bounds; everything else is a request."""
        if self.thrown_away < 0:
            return super().received(data)
        self.thrown_away += len(data)
        if self.thrown_away >= LINGER_BYTES or time.monotonic() >= self.until:
            self.handle_close()
        return False

    def _linger(self) -> bool:
        """Tell the browser that nothing more will come, and go on reading. Return whether it is still there."""
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            return False
        self.will_close = self.close_when_flushed = False
        self.thrown_away, self.until = 0, time.monotonic() + LINGER_SECONDS
        return True
