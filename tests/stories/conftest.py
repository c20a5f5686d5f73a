from __future__ import annotations

import pytest

from tests.stories import house as houses
from tests.stories import visitor


@pytest.fixture(autouse=True)
def _hang_up():
    yield
    visitor.hang_up()


@pytest.fixture
def house(engine, tmp_path):
    """Four stations on duty at this moment, on a database of their own; nobody serves it yet."""
    with houses.opened(engine, tmp_path) as house:
        yield house


@pytest.fixture
def server(house):
    """The house's server, running."""
    with house.server() as running:
        yield running
