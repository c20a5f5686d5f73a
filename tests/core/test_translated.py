"""Translated templates are kept, and never stand in the way of a page."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from blueprints.core.translated import Kept


def page(folder, source: str = "早班 {{ 1 + 1 }}") -> str:
    env = Environment(loader=DictLoader({"a.html": source}), bytecode_cache=Kept(str(folder)), autoescape=True)
    return env.get_template("a.html").render()


def test_a_changed_source_is_translated_anew(tmp_path):
    assert page(tmp_path) == page(tmp_path) == "早班 2"
    assert page(tmp_path, "中班") == "中班"


@pytest.mark.parametrize("left", [0, 3, 20, 60])
def test_a_file_that_was_cut_off_is_no_obstacle(tmp_path, left):
    page(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:left] + b"\0" * 40)
    assert page(tmp_path) == "早班 2"


def test_a_folder_that_is_not_there_is_no_obstacle(tmp_path):
    assert page(tmp_path / "gone") == "早班 2"


def test_the_app_keeps_what_it_translates(app, client):
    assert client.get("/sign-in").status_code == 200
    assert isinstance(app.jinja_env.bytecode_cache, Kept)
