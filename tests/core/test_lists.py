"""Every list can be taken along as a spreadsheet of exactly what it shows. Source: docs/ui.md."""

from __future__ import annotations

import re

import pytest

from tests.core.kit import ROOT

# the list → what exports it; written and reviewed by people
EXPORTS = {
    "admin.audit_log": "admin.export_audit",
    "admin.bodies": "admin.export_bodies",
    "admin.grants": "admin.export_grants",
    "admin.holidays": "admin.export_holidays",
    "admin.jobs": "admin.export_jobs",
    "admin.people": "admin.export_people",
    "admin.requests": "admin.export_requests",
    "admin.roles": "admin.export_roles",
    "admin.settings": "admin.export_settings",
    "admin.terminals": "admin.export_terminals",
    "admin.units": "admin.export_units",
    "approvals.chains": "approvals.export_chains",
    "approvals.decided": "approvals.export_decided",
    "approvals.index": "approvals.export",
    "certificates.index": "certificates.export",
    "closings.index": "closings.export",
    "handover.matters_list": "handover.export_matters",
    "handover.mine": "handover.export_own",
    "handover.records": "handover.export",
    "handover.shortages": "handover.export_shortages",
    "inbox.index": "inbox.export",
    "measures.directives": "measures.export_directives",
    "measures.index": "measures.export",
    "measures.talks": "measures.export_talks",
    "penalties.collection": "penalties.export_ledger",
    "penalties.equity": "penalties.export_equity",
    "penalties.index": "penalties.export",
    "penalties.mine": "penalties.export_own",
    "penalties.violations": "penalties.export_violations",
    "roster.changes": "roster.export_changes",
    "roster.day": "roster.export_day",
    "roster.days_off": "roster.export_days_off",
    "roster.index": "roster.export",
    "roster.openings": "roster.export_openings",
    "roster.overtime": "roster.export_overtime",
    "roster.setup": "roster.export_setup",
    "rulebook.index": "rulebook.export",
    "training.crew": "training.export_crew",
    "training.questions": "training.export_questions",
    "training.statistics": "training.export_statistics",
}
# pages with a table that is no list of rows one would keep: parts of one record, dry runs of imports, paper
NO_LISTS = {
    "admin/people_import.html": "dry run of an import, which has its marked workbook",
    "admin/setting_edit.html": "history of one setting",
    "approvals/chain.html": "steps of one chain",
    "approvals/chain_edit.html": "steps of one chain",
    "approvals/hand_over.html": "choice of cases to hand over",
    "closings/close.html": "what stands in the way of one month",
    "handover/blank.html": "paper",
    "handover/opening.html": "counts of one station, which go in as a sheet",
    "home/overview.html": "figures; each leads to its list",
    "penalties/import.html": "dry run of an import, which has its marked workbook",
    "penalties/show.html": "parts of one case",
    "rulebook/show.html": "versions of one clause",
    "training/imported.html": "dry run of an import, which has its marked workbook",
}
# rooms whose every page is held to it; a new room joins when its lists are whole
ROOMS = set("admin approvals certificates closings handover home inbox penalties roster rulebook training".split())
TEMPLATES = ROOT / "templates"


@pytest.mark.parametrize("listed", EXPORTS)
def test_a_list_has_its_export_behind_the_same_door(app, listed):
    """Whoever may read the list or take it along: the export never asks for less than the list."""
    exported = EXPORTS[listed]
    shown, taken = (app.view_functions[name].permission for name in (listed, exported))
    assert taken == shown or taken.endswith(".export")


def test_every_page_with_a_table_is_a_list_with_an_export_or_says_why_not():
    """A page that shows a table links to its export, or is named above with the reason."""
    missing = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        name, source = path.relative_to(TEMPLATES).as_posix(), path.read_text("utf-8")
        is_page = not path.name.startswith(("_", "print")) and path.parent.name in ROOMS
        if is_page and re.search(r"ui\.table\(|<table", source) and name not in NO_LISTS:
            missing += [] if re.search(r"\bexport(_\w+)?['\"]", source) else [name]
    assert missing == []


def test_no_exception_outlives_its_page():
    assert [name for name in NO_LISTS if not (TEMPLATES / name).exists()] == []
