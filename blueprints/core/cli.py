"""The commands of the house: seeds, audit, checks, data."""

from __future__ import annotations

from flask import Flask

from blueprints.core import cli_audit, cli_check, cli_data, cli_jobs, cli_seed, serve


def init_app(app: Flask) -> None:
    for group in (cli_audit.group, cli_check.check, cli_data.group, cli_jobs.group, cli_seed.group, serve.serve):
        app.cli.add_command(group)
