"""How the house reads and writes its addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flask import Flask
from werkzeug.routing import IntegerConverter, Rule


class RowId(IntegerConverter):
    """An id in a URL; one that no row can have is a page that does not exist, not an error of the database."""

    regex = r"\d{1,9}"


class Address(Rule):
    """A rule whose code for writing the address is compiled when the first link asks for it, not at every start."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(lambda: super(Address, self)._compile_builder(append_unknown))
        return lambda rule, **values: compiled()(rule, **values)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
    app.url_rule_class = Address
