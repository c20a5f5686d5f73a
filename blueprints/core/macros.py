"""Makes the macros of the house callable as ``ui.name(...)`` from every template and every block."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from jinja2 import Environment

from blueprints.core import charts, signs
from blueprints.core.qr import qr

TEMPLATES = tuple(
    f"ui/{name}.html"
    for name in ("macros", "form_macros", "work_macros", "draft_macros", "personal_macros", "deadline_macros")
)


class Macros:
    """The macros of ``TEMPLATES`` and what is drawn: signs, charts and QR codes.

    Looked up when called: in development an edit shows at once.
    """

    icon, badge, state, btn = map(staticmethod, (signs.icon, signs.badge, signs.state, signs.btn))
    line, ring, qr = staticmethod(charts.line), staticmethod(charts.ring), staticmethod(qr)

    def __init__(self, env: Environment) -> None:
        self._env = env

    def __getattr__(self, name: str) -> Callable:
        for template in TEMPLATES:
            if macro := getattr(self._env.get_template(template).module, name, None):
                if not self._env.auto_reload:
                    vars(self)[name] = macro
                return macro
        raise AttributeError(f"no macro ui.{name}")


def init_app(app: Flask) -> None:
    app.add_template_global(Macros(app.jinja_env), "ui")
    for sign in (signs.icon, signs.btn):  # for the macros among themselves
        app.add_template_global(sign)
