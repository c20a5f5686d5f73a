from __future__ import annotations

import pytest

from tests.conftest import WORKER
from tests.stories import house as houses
from tests.stories import visitor


@pytest.fixture(autouse=True)
def _hang_up():
    yield
    visitor.hang_up()


@pytest.fixture(scope="session")
def common(tmp_path_factory):
    """A folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own if WORKER == "main" else own.parent


@pytest.fixture
def house(engine, tmp_path, common):
    """Four stations on duty at this moment, on a database of their own; nobody serves it yet."""
    with houses.opened(engine, tmp_path, common) as house:
        yield house


@pytest.fixture
def server(house):
    """The house's server, running."""
    with house.server() as running:
        yield running


@pytest.fixture(scope="module")
def hall(engine, tmp_path_factory, common):
    """A house and its running server for all stories of a file that leave each other's rows alone; sound at the end."""
    with houses.opened(engine, tmp_path_factory.mktemp("hall"), common, "hall") as house:
        with house.server() as server:
            yield house, server
        assert house.is_sound() == ""
