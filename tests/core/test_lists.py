"""Every list can be taken along as a spreadsheet of exactly what it shows. Source: docs/ui.md."""

from __future__ import annotations

import re

import pytest

from models.core import clock
from tests.core.access import one_who_may, routes
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
    "awards.bars": "awards.export_bars",
    "awards.index": "awards.export",
    "awards.payments": "awards.export_payments",
    "awards.star_list": "awards.export_stars",
    "certificates.index": "certificates.export",
    "certificates.mine": "certificates.export_own",
    "closings.index": "closings.export",
    "complaints.channels": "complaints.export_channels",
    "complaints.index": "complaints.export",
    "complaints.praises": "complaints.export_praises",
    "complaints.traffic": "complaints.export_traffic",
    "deadlines.index": "deadlines.export",
    "deadlines.rules": "deadlines.export_rules",
    "footage.index": "footage.export",
    "handover.matters_list": "handover.export_matters",
    "handover.mine": "handover.export_own",
    "handover.missing": "handover.export_missing",
    "handover.records": "handover.export",
    "handover.shortages": "handover.export_shortages",
    "inbox.index": "inbox.export",
    "inspections.answered": "inspections.export_answered",
    "inspections.failed": "inspections.export_failed",
    "inspections.index": "inspections.export",
    "inspections.mine": "inspections.export_own",
    "measures.directives": "measures.export_directives",
    "measures.index": "measures.export",
    "measures.mine": "measures.export_own",
    "measures.talks": "measures.export_talks",
    "meetings.decisions": "meetings.export_decisions",
    "meetings.index": "meetings.export",
    "meetings.mine": "meetings.export_mine",
    "mystery_visits.compare": "mystery_visits.export_comparison",
    "mystery_visits.index": "mystery_visits.export",
    "notices.index": "notices.export",
    "penalties.collection": "penalties.export_ledger",
    "penalties.equity": "penalties.export_equity",
    "penalties.index": "penalties.export",
    "penalties.mine": "penalties.export_own",
    "penalties.violations": "penalties.export_violations",
    "points.deeds_list": "points.export_deeds",
    "points.grievances_list": "points.export_grievances",
    "points.index": "points.export",
    "points.journal": "points.export_journal",
    "points.rules": "points.export_rules",
    "rectifications.campaigns": "rectifications.export_campaigns",
    "rectifications.figures": "rectifications.export_figures",
    "rectifications.index": "rectifications.export",
    "rectifications.processes": "rectifications.export_processes",
    "relays.index": "relays.export",
    "roster.changes": "roster.export_changes",
    "roster.day": "roster.export_day",
    "roster.days_off": "roster.export_days_off",
    "roster.index": "roster.export",
    "roster.openings": "roster.export_openings",
    "roster.overtime": "roster.export_overtime",
    "roster.setup": "roster.export_setup",
    "rulebook.index": "rulebook.export",
    "sampling.agreement": "sampling.export_agreement",
    "sampling.draws": "sampling.export_draws",
    "sampling.index": "sampling.export",
    "sampling.mine": "sampling.export_own",
    "service.appointments": "service.export_appointments",
    "service.calls": "service.export_calls",
    "service.checks": "service.export_checks",
    "service.follow_ups": "service.export_follow_ups",
    "service.gaps": "service.export_gaps",
    "service.records": "service.export_records",
    "service.sheets": "service.export_sheets",
    "service.surveys": "service.export_surveys",
    "training.crew": "training.export_crew",
    "training.questions": "training.export_questions",
    "training.statistics": "training.export_statistics",
}
# lists that need no filter; every other list has its form with role=search
UNFILTERED = {
    "certificates.mine": "one's own few papers",
    "meetings.mine": "one's own few decisions, by what there is to do",
    "measures.mine": "one's own few talks and measures, each kind in a panel of its own",
    "roster.day": "one day of one station: day and station are in its address",
    "roster.index": "the matrix of one month of one station: month and station are in its address",
    "roster.setup": "lanes, hours and patterns of one station, three short tables with an export each",
}
# lists with one order that means something; every other list has a field for it among its filters
ORDERED = {
    "certificates.mine": "one's own few papers, the newest first",
    "meetings.mine": "one's own few decisions, the nearest due first",
    "measures.mine": "one's own few talks and measures, the newest first",
    "approvals.chains": "settings: the editions of each matter's chain, all on one page",
    "deadlines.rules": "settings: the editions of each rule, all on one page",
    "mystery_visits.compare": "figures of a year: a line for each station and month",
    "penalties.collection": "a cash book: receipts stand in the order of their numbers",
    "penalties.equity": "figures of a year, the small samples last",
    "rectifications.figures": "figures: causes, owners and units, the most first",
    "roster.day": "one day: shifts and lanes in their order",
    "roster.index": "a matrix: days down, crews across",
    "roster.setup": "settings of one station in the order that it gave them",
    "sampling.agreement": "figures: the points of the check sheet in its order",
    "sampling.index": "the plan of one month: stations and kinds in their order",
    "training.crew": "one shift: its people in the order of the roster",
    "training.statistics": "the most missed first: that is what it is for",
}
# pages with a table that is no list of rows one would keep: parts of one record, dry runs of imports, paper
NO_LISTS = {
    "admin/people_import.html": "dry run of an import, which has its marked workbook",
    "admin/setting_edit.html": "history of one setting",
    "approvals/chain.html": "steps of one chain",
    "approvals/chain_edit.html": "steps of one chain",
    "approvals/hand_over.html": "choice of cases to hand over",
    "awards/candidate.html": "parts of one candidate",
    "awards/kinds.html": "settings: the dozen kinds of award, changed one by one",
    "closings/close.html": "what stands in the way of one month",
    "complaints/statistics.html": "figures; each leads to its list",
    "deadlines/rule.html": "editions of one rule",
    "deadlines/rule_edit.html": "the ladder of one rule",
    "deadlines/show.html": "one deadline explained",
    "footage/setup.html": "settings: the camera groups of one station",
    "handover/blank.html": "paper",
    "handover/opening.html": "counts of one station, which go in as a sheet",
    "home/overview.html": "figures; each leads to its list",
    "inspections/statistics.html": "figures; each leads to its list",
    "inspections/template.html": "parts of one check sheet",
    "inspections/templates.html": "settings: the check sheets, each opened and printed by itself",
    "meetings/pack.html": "figures; each leads to its list",
    "meetings/show.html": "parts of one meeting; the list of decisions has its export",
    "mystery_visits/plans.html": "an export would leave a trace of a visit that nobody may know of yet",
    "mystery_visits/roots.html": "the public notice of one hash a day, the same for everybody",
    "mystery_visits/slip.html": "paper",
    "mystery_visits/study.html": "the matters of one report",
    "mystery_visits/verify.html": "the proof of one report",
    "notices/kinds.html": "settings: the kinds of notice, changed one by one",
    "points/entry.html": "lines of one entry",
    "points/grievance_print.html": "paper",
    "points/rule.html": "editions of one rule",
    "rectifications/campaign.html": "parts of one campaign",
    "rectifications/plan.html": "the plan of one rectification",
    "rectifications/process.html": "parts of one review",
    "rectifications/process_edit.html": "parts of one review",
    "rectifications/review.html": "parts of one rectification",
    "rectifications/show.html": "parts of one rectification",
    "service/appointment_print.html": "paper",
    "service/check_show.html": "parts of one check",
    "service/follow_up.html": "the sample of one round, called one after another; the list of calls has its export",
    "service/records_print.html": "paper",
    "service/setup.html": "settings: what is offered and what is checked, changed one by one",
    "service/survey_enter.html": "the sheet of one answer",
    "service/survey_print.html": "paper",
    "penalties/import.html": "dry run of an import, which has its marked workbook",
    "penalties/show.html": "parts of one case",
    "rulebook/show.html": "versions of one clause",
    "training/imported.html": "dry run of an import, which has its marked workbook",
}
TEMPLATES = ROOT / "templates"
# every room is held to it
ROOMS = {path.parent.name for path in TEMPLATES.glob("*/*.html")} - {"ui"}


@pytest.mark.one_engine
def test_every_list_has_filters_which_it_and_its_export_obey(app, cast, as_):
    """A list is narrowed and ordered by a form on its page, or is named above with the reason; all may be set at once.

    The quiz of a crew is taken along by the crew's id, which this house does not have.
    """
    addresses = {endpoint: address for endpoint, method, address in routes(app) if method == "GET"}
    browsers, bare = {}, []
    for listed in sorted(EXPORTS.keys() - UNFILTERED.keys()):
        who = one_who_may(app, EXPORTS[listed], cast)
        browser = browsers.setdefault(who, as_(cast[who]))
        page = browser.get(addresses[listed]).text
        bare += [] if 'role="search"' in page else [listed]
        bare += [] if listed in ORDERED or 'name="sort"' in page else [f"{listed} has no order"]
        bare += [f"{listed} sends a one-time key"] if 'name="form_key"' in filters_of(page) else []
        given = filled_in(page)
        for address in {addresses[listed], addresses[EXPORTS[listed]]} - {addresses["training.export_crew"]}:
            answer = browser.get(address, query_string=given, buffered=True)
            assert answer.status_code == 200, (listed, who, given, answer.status_code)
    assert bare == [], "give each a filter bar (UNFILTERED) and an OrderField (ORDERED), or the reason up there"


def filters_of(page: str) -> str:
    return re.search(r'<form class="filters".*?</form>|$', page, re.S).group()


def filled_in(page: str) -> dict[str, str]:
    """Return a value for every field of the list's filters: a word nobody wrote, today, the last choice."""
    bar = filters_of(page)
    given = dict.fromkeys(names_of(bar, "search"), "没有这个词")
    given |= {name: clock.today().isoformat() for name in names_of(bar, "date")}
    given |= {name: f"{clock.today():%Y-%m}" for name in names_of(bar, "month")}
    given |= {name: str(clock.today().year) for name in names_of(bar, "number")}
    for choices in re.findall(r"<select.*?</select>", bar, re.S):
        values = re.findall(r'<option[^>]* value="([^"]*)"', choices)
        given[re.search(r'name="([^"]+)"', choices).group(1)] = values[-1]
    return given


def names_of(bar: str, kind: str) -> list[str]:
    inputs = [one for one in re.findall(r"<input[^>]*>", bar) if f'type="{kind}"' in one]
    return [re.search(r'name="([^"]+)"', one).group(1) for one in inputs]


@pytest.mark.one_engine
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
    assert missing == [], "link their export (ui.export_link), or give the reason in NO_LISTS"


def test_every_spreadsheet_belongs_to_a_list(app):
    """Only what is named above is walked: the list has filters, an order, and an export that obeys them."""
    every = app.url_map.iter_rules()
    taken = {rule.endpoint for rule in every if rule.rule.endswith("/export.xlsx") and not rule.arguments}
    assert taken - set(EXPORTS.values()) == set(), "name list and export in EXPORTS"


def test_no_exception_outlives_its_page():
    assert [name for name in NO_LISTS if not (TEMPLATES / name).exists()] == []
    assert (UNFILTERED.keys() | ORDERED.keys()) - EXPORTS.keys() == set()
