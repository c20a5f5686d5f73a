"""What a template may not do: each test names the accident it prevents."""

import functools
import re
from pathlib import Path

import pytest
from jinja2 import nodes

from blueprints.core import assets
from models.core.db import Labelled
from tests.core.kit import ROOT, kit_app

TEMPLATES = ROOT / "templates"
FRAMES = {"layout.html", "ui/frame.html", "ui/task_layout.html", "ui/print_layout.html"}
PAGES = sorted(TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    r"\|\s*safe\b": "escapes nothing",
    r"\bMarkup\(": "belongs to charts.py",
    r"\bautoescape\s+false": "escapes nothing",
    r"\sstyle\s*=": "the policy forbids inline styles",
    r"<style\b": "the policy forbids inline styles",
    r"\son[a-z]+\s*=\s*[\"']": "the policy forbids inline handlers",
    r"\bhx-on\b": "needs eval",
    r"[\"']js:": "needs eval",
    r"hx-trigger=\"[^\"]*\[": "a trigger filter needs eval",
    r"<script(?![^>]*\bsrc=)": "scripts live in static/js",
    r"(href|src)=\"(https?:)?//": "the stations have no Internet",
    r"=\{\{": "an attribute without quotes can be broken out of",
    r"\bhx-boost\b": "a page is loaded whole",
}


@pytest.fixture(scope="module")
def env():
    return kit_app().jinja_env


@pytest.fixture(params=PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def path(request) -> Path:
    return request.param


@pytest.fixture
def source(path):
    return path.read_text("utf-8")


@functools.cache
def parsed(env, path: Path) -> nodes.Template:
    """Return the tree of a template, which no test changes: each is read by several."""
    return env.parse(path.read_text("utf-8"))


@pytest.fixture
def tree(env, path):
    return parsed(env, path)


def test_no_block_hides_behind_a_condition(tree):
    """A block can be asked for by name, so an ``{% if may %}`` around it protects nothing."""
    assert [block.name for test in tree.find_all(nodes.If) for block in test.find_all(nodes.Block)] == []


def test_no_page_imports_at_the_top(tree):
    """Top-level imports and sets do not exist when a block is rendered alone."""
    if tree.find(nodes.Extends):
        assert [
            type(n).__name__ for n in tree.body if isinstance(n, (nodes.Import, nodes.FromImport, nodes.Assign))
        ] == []


def test_every_target_has_its_block(tree, source, path):
    """``hx-target="#case-form"`` needs ``{% block case_form %}`` in the same page; a part's page is found by name."""
    targets = {t.replace("-", "_") for t in re.findall(r'hx-target="#([\w-]+)"', source)}
    targets |= {t.replace("-", "_") for t in re.findall(r"filter_bar\([^)]*'#([\w-]+)'", source)}
    blocks = {block.name for block in tree.find_all(nodes.Block)}
    if path.name.startswith("_"):
        blocks |= {
            name
            for page in path.parent.glob("*.html")
            for name in re.findall(r"{% block (\w+)", page.read_text("utf-8"))
        }
    assert targets <= blocks


def test_nothing_forbidden(source):
    code = re.sub(r"{#.*?#}", "", source, flags=re.S)
    assert {why: re.findall(pattern, code) for pattern, why in FORBIDDEN.items() if re.search(pattern, code)} == {}


def test_a_post_form_carries_its_token(source, path):
    """A form that posts has the token: by ``ui.form_head``, or spelled out."""
    forms = re.findall(r'<form[^>]*method="post".*?</form>', source, flags=re.S | re.I)
    tokens = ("ui.form_head", "csrf_token", "{{ head }}", "form.hidden_tag")
    assert path.name.startswith("_patterns") or [f[:90] for f in forms if not any(t in f for t in tokens)] == []


def test_a_page_has_one_heading_and_a_title(tree, source, path):
    """The heading comes from ``ui.page_header``, or is written; the title block says where one is."""
    name = path.relative_to(TEMPLATES).as_posix()
    if not tree.find(nodes.Extends) or name in FRAMES:
        return
    assert "title" in {block.name for block in tree.find_all(nodes.Block)}
    included = [
        TEMPLATES / n.template.value for n in tree.find_all(nodes.Include) if isinstance(n.template, nodes.Const)
    ]
    whole = source + "".join(part.read_text("utf-8") for part in included)
    assert re.search(r"<h1|ui\.page_header", whole)


def test_a_page_stays_short(source, path):
    assert len(source.splitlines()) <= (200 if "macros" in path.name else 120)


def test_every_icon_is_in_the_sprite(source):
    """A name that is not in the sprite shows as an empty square."""
    sprite = set(re.findall(r'id="([\w-]+)"', (assets.FOLDER / "icons.svg").read_text("utf-8")))
    named = set(re.findall(r"ui\.icon\('([\w-]+)'|icon_name='([\w-]+)'", source))
    assert {one or other for one, other in named} <= sprite


def test_every_icon_of_a_state_is_in_the_sprite(app):
    sprite = set(re.findall(r'id="([\w-]+)"', (assets.FOLDER / "icons.svg").read_text("utf-8")))
    kinds = [*Labelled.__subclasses__()]
    named = {f"{kind.__name__}.{one.name}": one.icon for kind in kinds for one in kind if one.icon}
    assert {name: icon for name, icon in named.items() if icon not in sprite} == {}
    assert len(named) > 100


def test_what_takes_a_list_along_follows_its_filters(source):
    """A filter in place leaves the head of the page as it was: the script gives such links the new address."""
    taking = re.findall(r"ui\.btn\([^}]*(?:query_string|\*\*request\.args)[^}]*\}", source)
    assert [link for link in taking if "data-as-shown" not in link] == []


def test_every_macro_exists(env, source):
    """A macro that does not exist fails only when its page is opened."""
    ui = env.globals["ui"]
    assert [name for name in set(re.findall(r"\bui\.(\w+)\(", source)) if not hasattr(ui, name)] == []


def test_the_patterns_page_shows_every_macro():
    """What is not shown there is not looked at when the style changes."""
    files = ("macros", "form_macros", "work_macros")
    defined = {
        m for f in files for m in re.findall(r"{%-? macro (\w+)", (TEMPLATES / f"ui/{f}.html").read_text("utf-8"))
    }
    shown = "".join(p.read_text("utf-8") for p in TEMPLATES.rglob("*.html"))
    assert [m for m in sorted(defined) if not re.search(rf"(?<!macro )\b(ui\.)?{m}\(", shown)] == []


def test_the_patterns_page_is_sound():
    """Every id once, every input labelled, every label and description pointing at something."""
    html = kit_app().test_client().get("/patterns").text
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted({i for i in ids if ids.count(i) > 1}) == []
    assert set(re.findall(r'\sfor="([^"]+)"', html)) <= set(ids)
    assert {
        i for group in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', html) for i in group.split()
    } <= set(ids)
    assert html.count("<h1") == 1


def test_user_text_stays_text():
    app = kit_app()
    with app.test_request_context():
        ui = app.jinja_env.globals["ui"]
        bad = "<script>\"'"
        for out in (
            ui.badge(bad),
            ui.btn(bad, href=bad),
            ui.toast(bad),
            ui.item(bad, bad),
            ui.cell(bad, bad, bad),
            ui.facts([(bad, bad)]),
        ):
            assert "<script" not in out
