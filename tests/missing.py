"""What a test does when a program it drives is not installed: say so once and skip; in CI fail instead."""

from __future__ import annotations

import os

import pytest


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def skip_or_fail(sentence: str) -> None:
    """Skip the running test with ``sentence``; in CI, where nothing may be skipped, fail with it."""
    if in_ci():
        pytest.fail(f"CI 中不允许跳过：{sentence}", pytrace=False)
    pytest.skip(sentence)
