"""The furnished house: rows of every room at both stations, made once per file of tests and copied for each test."""

from __future__ import annotations

import shutil
from copy import deepcopy

import pytest

from models.core.db import db as house
from tests import cast as _cast
from tests.conftest import workplace
from tests.security import makers

KEPT: dict[str, dict] = {}  # by file of tests, as each may have an hour of its own: what was made


@pytest.fixture
def furnished(app, engine, request) -> dict[str, dict]:
    """Return the rows of both stations by argument, those of the house in both."""
    name = request.module.__name__
    kept, file = workplace() / f"{name}.db", workplace() / "house.db"
    if engine == "sqlite" and name in KEPT:
        shutil.copyfile(kept, file)
        return deepcopy(KEPT[name])
    with app.app_context():
        made = _furnish()
        house.session.commit()
        house.session.remove()
        house.engine.dispose()  # SQLite then puts everything into the one file
    if engine == "sqlite":
        shutil.copyfile(file, kept)
        KEPT[name] = deepcopy(made)
    return made


def _furnish() -> dict[str, dict]:
    cast, units = _cast.people(), _cast.units()
    common = makers.make_house(cast, units)
    return {
        station: common | makers.make_all(cast, units, station) | makers.make_services(cast, units, station)
        for station in makers.STATIONS
    }


@pytest.fixture
def made(furnished):
    return furnished


@pytest.fixture
def cast(request, db):
    """The people, read when the house is furnished, if the test asks for that at all."""
    return _after_furnishing(request, _cast.people)


@pytest.fixture
def units(request, db):
    return _after_furnishing(request, _cast.units)


def _after_furnishing(request, read) -> dict:
    if "made" in request.fixturenames:
        request.getfixturevalue("furnished")
    return read()
