"""The checks of ``make lint`` as tests, so that one summary line speaks for everything."""

import subprocess
import sys

import pytest

from tests.browser import ROOT


@pytest.mark.parametrize(
    "check",
    ["ruff check", "ruff format --check", "djlint templates --lint --quiet"],
)
def test_the_sources_pass(check):
    told = subprocess.run([sys.executable, "-m", *check.split()], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert told.returncode == 0, told.stdout + told.stderr
