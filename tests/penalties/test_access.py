"""The routes of penalties and rulebook by the roles that reach them, as the trade says it. Source: security.md 1.

``tests/core/test_access_table.py`` asks the app; here the approved table is held against the rules of the domain.
"""

from __future__ import annotations

from tests.cast import PEOPLE
from tests.core.access import approved, routes

ROLE_OF = {row[4]: key for key, row in reversed(PEOPLE.items())}
ALL = set(ROLE_OF)
DRAFTERS = {"office", "office_head", "inspector"}
STAFF = ALL - {"mystery", "hq", "admin", "security", "auditor"}
LIST = DRAFTERS | {"leader", "deputy", "hq", "finance", "shift_leader", "duty_leader"}
EXPORT = DRAFTERS | {"leader", "deputy", "finance"}
APPROVERS = {"shift_leader", "duty_leader", "office_head", "leader", "deputy"}
WHO = {
    "penalties": {
        "index violations": LIST,
        "export export_violations": EXPORT,
        "show show_violation print_decision decision_document": ALL,
        "create edit_violation add_evidence": DRAFTERS | {"duty_leader"},
        "confirm dismiss draft edit joint submit withdraw": DRAFTERS,
        "decide": APPROVERS,
        "overlap reverse": {"leader"},
        "serve refuse": DRAFTERS | {"shift_leader", "duty_leader"},
        "mine export_own statement sign waive appeal": STAFF,
        "decide_appeal": {"leader", "deputy"},
        "collect collection export_ledger ledger_document print_ledger refund reverse_receipt": {"finance"},
        "equity export_equity": {"office_head", "leader", "deputy", "hq"},
        "archive": {"office", "office_head"},
        "import_earlier take_earlier marked_earlier earlier_template": {"office_head"},
    },
    "rulebook": {
        "index show": STAFF | {"hq"},
        "create edit": {"office", "office_head"},
        "retire": {"office_head"},
        "export": DRAFTERS | {"leader", "deputy"},
    },
}
TABLE = {
    f"{room}.{name}": roles for room, rows in WHO.items() for names, roles in rows.items() for name in names.split()
}


def test_the_table_names_every_route(app):
    mine = {endpoint for endpoint, _method, _address in routes(app) if endpoint.split(".")[0] in WHO}
    assert mine == set(TABLE)


def test_the_approved_table_says_the_same():
    listed = {
        endpoint: ALL if roles == {"*"} else roles
        for (endpoint, _method), roles in approved().items()
        if endpoint.split(".")[0] in WHO
    }
    assert listed == TABLE
