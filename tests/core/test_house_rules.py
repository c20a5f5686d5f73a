"""The house rules that a machine can check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from blueprints.admin.roles import AREAS
from blueprints.core import nav
from models.core.permissions import CATALOGUE

ROOT = Path(__file__).parents[2]
COMMITTERS = {"blueprints/core/respond.py"}  # besides seeds, demonstrations and jobs, which have no request
ROUTES = ROOT / "tests" / "routes.txt"


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def views(app) -> dict:
    return {endpoint: view for endpoint, view in app.view_functions.items() if endpoint != "static"}


def test_every_route_names_its_permission(app):
    bare = [endpoint for endpoint, view in views(app).items() if not hasattr(view, "permission")]
    assert bare == [], "put @requires below the route of each"


def test_every_permission_of_a_route_is_in_the_catalogue(app):
    named = {view.permission for view in views(app).values() if getattr(view, "permission", None)}
    assert named - set(CATALOGUE) == set(), "declare them in permissions.py of the room, which its __init__ imports"


def test_every_permission_of_the_catalogue_is_asked_for_somewhere(app):
    """A permission that no code asks for would be an empty promise on the page where roles are edited."""
    text = "\n".join(path.read_text() for path in sources("blueprints", "models") if path.name != "permissions.py")
    templates = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    idle = [name for name in CATALOGUE if f'"{name}"' not in text and name not in templates]
    assert idle == [], "ask for each with @requires, or do not declare it"


def test_every_area_of_the_catalogue_has_its_chinese_name():
    unnamed = {one.area for one in CATALOGUE.values()} - AREAS.keys()
    assert unnamed == set(), "give each a name in AREAS of blueprints/admin/roles.py"


def test_only_the_answer_commits():
    guilty = []
    for path in sources("blueprints", "models"):
        where = path.relative_to(ROOT).as_posix()
        alone = path.stem in {"seed", "demo"} or path.stem.startswith(("demo_", "cli_"))
        if where in COMMITTERS or alone or path.parent.name == "commands":
            continue
        if re.search(r"session\.commit\(", path.read_text()) and "base_data" not in path.read_text():
            guilty.append(where)
    assert guilty == [], "a view answers with saved(), which commits; rules do not"


def test_no_view_writes_sql():
    guilty = [p.name for p in sources("blueprints") if p.stem == "views" and re.search(r"\bselect\(", p.read_text())]
    assert guilty == [], "move the statement into queries.py of the room"


def test_the_domain_reads_the_clock_in_one_place():
    calls = re.compile(r"(datetime\.now|date\.today|datetime\.utcnow|time\.time)\(")
    guilty = [p.relative_to(ROOT).as_posix() for p in sources("blueprints", "models") if calls.search(p.read_text())]
    assert guilty == ["models/core/clock.py"], "take the time from clock.now() and clock.today()"


def test_no_address_vanishes(app):
    """Stations keep bookmarks, and printed forms carry addresses: a route may be added, never dropped."""
    here = {f"{','.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))} {rule.rule}" for rule in app.url_map.iter_rules()}
    promised = set(ROUTES.read_text(encoding="utf-8").split("\n")) - {""}
    assert promised - here == set(), "lead each to where its page is now"


@pytest.mark.parametrize("entry", nav.ENTRIES, ids=lambda entry: entry.endpoint)
def test_every_menu_entry_leads_somewhere(app, entry):
    assert entry.endpoint in app.view_functions
    assert not entry.permission or entry.permission in CATALOGUE


NAMED = re.compile(r"`((?:app|blueprints|models|templates|static|tests|bench|docs)/[\w./-]*\w)`")


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "docs").glob("*.md")))
def test_a_page_of_the_docs_names_only_what_exists(name):
    named = NAMED.findall((ROOT / "docs" / name).read_text("utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []
