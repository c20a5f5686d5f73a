"""The commands of the house: seeds, audit, checks, data."""

from __future__ import annotations

from flask import Flask

from blueprints.core import serve
from blueprints.core.commands import audit as cli_audit
from blueprints.core.commands import check as cli_check
from blueprints.core.commands import data as cli_data
from blueprints.core.commands import jobs as cli_jobs
from blueprints.core.commands import seed as cli_seed


def init_app(app: Flask) -> None:
    for group in (cli_audit.group, cli_check.check, cli_data.group, cli_jobs.group, cli_seed.group, serve.serve):
        app.cli.add_command(group)
