"""What was made with effort and may be made again: kept in this process, the oldest making room."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Kept:
    """At most ``most`` things by key. Sixteen threads serve at once: two may make the same thing, one of them stays."""

    def __init__(self, most: int) -> None:
        self._most, self._things, self._guard = most, {}, Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is kept under ``key``, made now if it is not there."""
        found = self._things.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def of(self, user, key: tuple, make: Callable[[], Any]) -> Any:
        """Return what is kept for the standing of who is signed in; for anybody else it is made each time."""
        return make() if user.standing is None else self.get((user.standing, *key), make)

    def find(self, key: Hashable, otherwise: Any) -> Any:
        return self._things.get(key, otherwise)

    def put(self, key: Hashable, thing: Any) -> None:
        with self._guard:
            self._things.pop(key, None)
            while len(self._things) >= self._most:
                del self._things[next(iter(self._things))]
            self._things[key] = thing
