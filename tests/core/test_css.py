"""The floor is Chromium 80, the wire is thin: what a style or a script may not use, and how much it may weigh."""

import gzip
import re
from itertools import chain

import pytest

from blueprints.core import assets

STYLES = sorted((assets.FOLDER / "css").rglob("*.css"))
SCRIPTS = sorted((assets.FOLDER / "js").glob("*.js"))
NEWER_STYLE = {  # what: the Chromium that brought it
    r":has\(": 105,
    r":is\(": 88,
    r":where\(": 88,
    r"@layer\b": 99,
    r"@container\b": 105,
    r"@property\b": 85,
    r"@scope\b": 118,
    r"color-mix\(": 111,
    r"\bokl(ch|ab)\(": 111,
    r"light-dark\(": 123,
    r"(?<![-\w])inset\s*:": 87,
    r"aspect-ratio\s*:": 88,
    r"(margin|padding)-(inline|block)\s*:": 87,
    r"@media\s*\([^)]*[<>]": 104,
    r"(^|[{;}])\s*&": 120,
    r"\bsubgrid\b": 117,
    r"@page\s+[\w-]+": 85,
}
NEWER_SCRIPT = {
    r"\?\?=": 85,
    r"\|\|=": 85,
    r"&&=": 85,
    r"\.at\(": 92,
    r"structuredClone": 98,
    r"\.replaceChildren\(": 86,
    r"\.replaceAll\(": 85,
    r"#\w+\(": 84,
    r"\.showPopover": 114,
    r"Object\.hasOwn": 93,
}
BUDGET = {"zw.css": 12, "zw.js": 4, "htmx.js": 17, "icons.svg": 7, "zw-latin.woff2": 16}  # KB of 1024 bytes, gzip


def code_of(path) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*$", "", path.read_text("utf-8"), flags=re.S | re.M)


def name(path) -> str:
    return path.relative_to(assets.FOLDER).as_posix()


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_a_style_stays_on_the_floor(path):
    found = {pattern: since for pattern, since in NEWER_STYLE.items() if re.search(pattern, code_of(path), re.M)}
    assert found == {}


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_gap_is_for_grids(path):
    """``gap`` in a flex box came with Chromium 84: without it everything sticks together."""
    boxes = re.findall(r"([^{}]+)\{([^{}]*)\}", code_of(path))
    assert [
        who.strip()
        for who, rules in boxes
        if re.search(r"display:\s*(inline-)?flex", rules) and re.search(r"(?<![-\w])gap:", rules)
    ] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_stays_on_the_floor(path):
    found = {pattern: since for pattern, since in NEWER_SCRIPT.items() if re.search(pattern, code_of(path))}
    assert found == {}


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_evaluates_nothing(path):
    assert re.findall(r"\beval\(|new Function|\.style\b|https?://", code_of(path)) == []


def test_every_part_is_bundled():
    """A style or script that nobody lists would be written and never seen."""
    listed = {f"css/{part}.css" for part in [*assets.STYLES, *chain(*assets.SHEETS.values())]}
    listed |= {f"js/{part}.js" for part in [*assets.SETTINGS, *assets.SCRIPTS]}
    assert {name(path) for path in STYLES + SCRIPTS} == listed


@pytest.mark.parametrize(("asset", "budget"), BUDGET.items())
def test_it_fits_the_budget(asset, budget):
    assert len(gzip.compress(assets.collect()[asset].body, 9)) <= budget * 1024


def test_minifying_keeps_what_counts():
    assert assets.small_style('/* a */ .a > .b ,\n .c { width: calc(100% - 2px); content: " · "; }') == (
        '.a>.b,.c{width:calc(100% - 2px);content:" · "}'
    )
    assert assets.small_script('// gone\nconst a = "http://x"; // stays\n') == (
        "(function(){'use strict';\nconst a = \"http://x\"; // stays\n})();\n"
    )


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        full = colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])
        parts = (int(full[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def palettes() -> list[dict[str, str]]:
    css = code_of(assets.FOLDER / "css/tokens.css")
    blocks = [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", block)) for block in re.findall(r"\{([^{}]*)\}", css)
    ]
    return [block for block in blocks if "bg" in block]


@pytest.mark.parametrize("ground", ["bg", "surface", "sunken"])
@pytest.mark.parametrize("ink", ["text", "text-2", "text-3", "accent", "info", "ok", "warn", "danger"])
def test_text_can_be_read_by_day_and_by_night(ink, ground):
    assert len(palettes()) == 3  # light, dark by choice, dark by system
    assert min(contrast(p[ink], p[ground]) for p in palettes()) >= 4.5


@pytest.mark.parametrize("tone", ["info", "ok", "warn", "danger", "accent"])
def test_a_state_can_be_read_on_its_own_ground(tone):
    assert min(contrast(p[tone], p[f"{tone}-soft"]) for p in palettes()) >= 4.5


def test_night_is_the_same_by_choice_and_by_system():
    assert palettes()[1] == palettes()[2]


def test_the_conditions_of_a_list_fold_on_a_phone():
    """Opened, they would fill a phone's screen before the first row."""
    style = code_of(assets.FOLDER / "css" / "components" / "filters.css")
    folded = re.search(r"([^{}]*:not\(:checked\)[^{}]*){([^{}]*)}", style.partition("@media")[2])
    parts = {one.split()[-1] for one in folded[1].split(",")}
    assert parts == {".filter", ".check", "details"} and "display: none" in folded[2]
