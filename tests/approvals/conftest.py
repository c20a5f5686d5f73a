"""What the web tests of this room share: a kind of matter, its chain, and cases of two stations."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from models import approvals
from models.accounts import UnitKind
from models.approvals import ApprovalChain, StepPlan, kinds
from models.core import clock

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 10:00 at the station


@pytest.fixture
def matters(monkeypatch):
    """Freeze the clock and let 处罚 stand for any kind: nothing listens to its end."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for name in ("penalty", "matter"):
        monkeypatch.setitem(
            kinds.KINDS, name, kinds.Kind({"penalty": "处罚"}.get(name, "请假"), f"/{name}/{{subject_id}}")
        )


@pytest.fixture
def penalty_of(matters, cast, units, db):
    """``penalty_of("wang", "crew1")`` starts a case about a person, drafted by 明月."""

    def start(person: str = "wang", unit: str = "crew1"):
        approval = approvals.start("penalty", cast[person], units[unit], cast["ming"], NOW, {cast[person].id})
        db.session.commit()
        return approval

    return start


@pytest.fixture
def leave_of(matters, cast, units, db):
    """``leave_of("wang", "crew1")`` starts a case that the 值班站长 of the station decides."""
    step = StepPlan("值班站长审批", "duty_leader", level=UnitKind.STATION, timeout_hours=24)
    approvals.plant(ApprovalChain(kind="matter", name="请假审批", valid_from=date(2026, 1, 1)), [step], None)

    def start(person: str, unit: str):
        approval = approvals.start("matter", cast[person], units[unit], cast[person], NOW)
        db.session.commit()
        return approval

    return start


@pytest.fixture
def read_sheet():
    """``read_sheet(answer)`` gives the cells of the workbook in an answer, row by row."""

    def read(answer) -> list[tuple]:
        assert answer.status_code == 200, answer.status_code
        return list(load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))

    return read
