"""Imports go one way: the web stands on the domain, rooms stand beside each other, areas on a staircase."""

from importlinter.cli import lint_imports


def test_imports_go_one_way():
    assert lint_imports(cache_dir=None) == 0
