"""The house rules that a machine can check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Column

from blueprints.admin.roles import AREAS
from blueprints.core import nav
from models.core.audit import Audited
from models.core.db import Base
from models.core.permissions import CATALOGUE
from models.core.wording import UNSAID, UNSAID_OF_DETAILS, act_of, label_of, noun_of

ROOT = Path(__file__).parents[2]
COMMITTERS = {"blueprints/core/respond.py"}  # besides seeds, demonstrations and jobs, which have no request
FUTURE = "from __future__ import annotations"
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


def audited() -> list:
    return [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Audited)]


def recorded_of(mapper) -> set[str]:
    """The columns whose changes the history of a record tells."""
    parent = mapper.class_.audit_parent
    unsaid = UNSAID_OF_DETAILS | {parent[1]} if parent else UNSAID
    return {one.key for one in mapper.column_attrs if isinstance(one.columns[0], Column)} - unsaid


def test_the_history_of_a_record_has_words_for_every_column():
    recorded = [(mapper.local_table.name, name) for mapper in audited() for name in recorded_of(mapper)]
    bare = sorted(f"{table}.{name}" for table, name in recorded if label_of(table, name) == name)
    assert bare == [], 'label("<table>", <column>="<as its page calls it>") in words.py of the room'


def test_the_history_of_a_record_has_a_noun_for_its_details():
    tables = [mapper.local_table.name for mapper in audited() if mapper.class_.audit_parent]
    bare = [table for table in tables if noun_of(table) == table]
    assert bare == [], 'label("<table>", "<what one row is called>", …) in words.py of the room'


NAMES_AN_ACT = re.compile(r"""audit\.(?:record|act)\(\s*([^,]+),|\b(?:action=|ACT = )("[^"]+")""")


def test_the_trail_has_words_for_every_act():
    texts = [path.read_text() for path in sources("blueprints", "models")]
    arguments = [found[1] or found[2] for text in texts for found in NAMES_AN_ACT.finditer(text)]
    acts = {act for argument in arguments for act in re.findall(r'(?<!f)"([a-z_]+\.[a-z_]+)"', argument)}
    bare = sorted(act for act in acts if act_of(act) == act)
    assert acts and bare == [], 'label_acts({"<act>": "<what is done>"}) in words.py of the room'


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


def test_no_sentence_leaves_the_year_out_for_itself():
    """Written without a year, 01-03 is another day as soon as the year has turned."""
    bare = re.compile(r"(?<!%Y-)%m-%d")
    guilty = [p.relative_to(ROOT).as_posix() for p in sources("blueprints", "models") if bare.search(p.read_text())]
    assert guilty == ["models/core/clock.py"], "clock.short_day() on a page, %Y-%m-%d in what is kept"


def test_tables_say_their_types_as_they_are():
    """Types that are text are worked out one by one at each start, a twentieth of it."""
    slow = [str(path) for path in sources("models") if "Mapped[" in (text := path.read_text()) and FUTURE in text]
    assert slow == [], "take the import out and put quotes around the classes that come further down"


def test_no_address_vanishes(app):
    """Stations keep bookmarks, and printed forms carry addresses: a route may be added, never dropped."""
    here = {f"{','.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))} {rule.rule}" for rule in app.url_map.iter_rules()}
    promised = set(ROUTES.read_text(encoding="utf-8").split("\n")) - {""}
    assert promised - here == set(), "lead each to where its page is now"


@pytest.mark.one_engine
@pytest.mark.parametrize("entry", nav.ENTRIES, ids=lambda entry: entry.endpoint)
def test_every_menu_entry_leads_somewhere(app, entry):
    assert entry.endpoint in app.view_functions
    assert not entry.permission or entry.permission in CATALOGUE


NAMED = re.compile(r"`((?:app|blueprints|models|templates|static|tests|bench|docs)/[\w./-]*\w)`")


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "docs").glob("*.md")))
def test_a_page_of_the_docs_names_only_what_exists(name):
    named = NAMED.findall((ROOT / "docs" / name).read_text("utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []
