"""What is kept in a process has a bound, and the oldest makes room."""

from __future__ import annotations

from models.core.kept import Kept


def test_a_thing_is_made_once_and_the_oldest_makes_room():
    kept, made = Kept(2), []

    def get(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key.upper())

    assert [get("a"), get("b"), get("a")] == ["A", "B", "A"] and made == ["a", "b"]
    get("c")
    assert kept.find("a", "gone") == "gone" and kept.find("b", "gone") == "B"
    kept.put("b", "new")
    get("d")
    assert kept.find("c", "gone") == "gone" and kept.find("b", "gone") == "new", "put anew, it is the youngest"
