import threading

from models.core.db import db as handle
from models.core.numbering import next_number


def test_numbers_count_up_by_series(db):
    assert [next_number("CF", 2026), next_number("CF", 2026), next_number("JB", "20261122", 2)] == [
        "CF-2026-0001",
        "CF-2026-0002",
        "JB-20261122-01",
    ]


def test_a_rollback_gives_the_number_back(db):
    next_number("CF", 2026)
    db.session.rollback()
    assert next_number("CF", 2026) == "CF-2026-0001"


def test_sixteen_at_once_get_sixteen_numbers_without_a_gap(app, db):
    given: list[str] = []

    def take() -> None:
        with app.app_context():
            number = next_number("CF", 2026)
            handle.session.commit()
            given.append(number)

    threads = [threading.Thread(target=take) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [f"CF-2026-{n:04d}" for n in range(1, 17)]
