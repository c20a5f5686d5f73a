"""The commands of the house: seeds, audit, checks, data."""

from __future__ import annotations

from flask import Flask

from blueprints.core import serve
from blueprints.core.commands import audit, check, data, jobs, search, seed


def init_app(app: Flask) -> None:
    for group in (audit.group, check.check, data.group, jobs.group, search.group, seed.group, serve.serve):
        app.cli.add_command(group)
