"""The commands of the house: seeds, audit, checks, data."""

from __future__ import annotations

from flask import Flask

from blueprints.core import cli_seed


def init_app(app: Flask) -> None:
    for group in (cli_seed.group,):
        app.cli.add_command(group)
