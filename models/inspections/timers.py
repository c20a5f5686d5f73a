"""The clock of the inspected: how long they have to agree or dispute. Source: domain §2.2 (待当事人确认, 24 h)."""

from __future__ import annotations

from models.deadlines import TimeUnit, declare_kind, default_rule
from models.inspections.tables import Inspection

CONFIRM = "inspection.confirm"

declare_kind(CONFIRM, "当事人确认", "/inspections/{owner_id}", owner=Inspection)
default_rule(CONFIRM, amount=24, unit=TimeUnit.HOURS, source="领域说明 2.2：待当事人确认 24 小时，逾期视为认可")
