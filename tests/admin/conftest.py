"""What the tests of this room share."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from models.accounts import User
from models.core import audit


@pytest.fixture
def read_sheet():
    """``read_sheet(answer)`` gives the cells of the workbook in an answer, row by row."""

    def read(answer) -> list[tuple]:
        assert answer.status_code == 200, answer.status_code
        return list(load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))

    return read


@pytest.fixture
def rename(db):
    def to(person: User, name: str) -> None:
        person.name = name
        audit.record("user.edit", person, None)
        db.session.commit()

    return to
