"""A server that is killed at random moments under writers, and what its users were told before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from random import Random
from threading import Event, Thread

from tests.stories.visitor import Unanswered, Visitor

LEAST, MOST = 0.1, 1.2  # seconds from the first write to the kill
RESTART = 5.0  # seconds a start after a crash may take. Source: security.md, Durability


class Writer(Thread):
    """Repeats ``act`` until it is told to stop or the server no longer answers."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.act, self.enough, self.failure = act, Event(), None

    def run(self) -> None:
        with suppress(Unanswered):
            while not self.enough.is_set():
                try:
                    self.act()
                except Unanswered:
                    raise
                except Exception as error:
                    self.failure = error
                    return


def kill_under(
    server, acts: Iterable[Callable[[], object]], dice: Random, least: float = LEAST, most: float = MOST
) -> float:
    """Let every act be repeated, kill the server after a while, start it again; return the seconds of the start.

    Raises what an act raised, other than Unanswered.
    """
    writers = [Writer(act) for act in acts]
    for writer in writers:
        writer.start()
    time.sleep(dice.uniform(least, most))
    server.kill()
    for writer in writers:
        writer.enough.set()
        writer.join(timeout=60)
    for failure in (writer.failure for writer in writers if writer.failure):
        raise failure
    began = time.monotonic()
    server.start()
    return time.monotonic() - began


def reconnect(browsers: Iterable[Visitor]) -> None:
    """Forget connections to the server that was killed; the sign-ins live on, they are rows."""
    for browser in browsers:
        browser.leave()
