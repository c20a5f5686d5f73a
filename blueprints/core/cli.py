"""The commands of the house: seeds, audit, checks, data."""

from __future__ import annotations

from flask import Flask

from blueprints.core import cli_seed, serve


def init_app(app: Flask) -> None:
    for group in (cli_seed.group, serve.serve):
        app.cli.add_command(group)
