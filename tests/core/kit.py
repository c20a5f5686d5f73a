"""A small app with the kit of the house and nothing else: no database, no rooms."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Flask, render_template, request

from blueprints.core import assets, filters, macros, patterns

ROOT = assets.FOLDER.parent


def kit_app() -> Flask:
    app = Flask("kit", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="kit", TESTING=True)
    for part in (assets, filters, macros):
        part.init_app(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["csrf_token"] = lambda: "sample"
    app.add_url_rule(
        "/patterns", "patterns", lambda: render_template("ui/patterns.html", **patterns.samples(), **signed_in())
    )
    return app


def signed_in() -> dict:
    link = SimpleNamespace(href="/", text="今日", icon="home", count=2, tone="danger", current=True)
    person = SimpleNamespace(name="刘建平", staff_no="00116", post_title="二班班长", is_authenticated=True)
    shift = SimpleNamespace(name="中班", hours="15:30–23:30", leader="刘建平", headcount=11)
    groups = [SimpleNamespace(title="业务", links=[link])]
    return {
        "current_user": person,
        "nav": groups,
        "tabs": [link],
        "station_name": "青岚收费站",
        "shift_now": shift,
        "theme": request.cookies.get("theme", "dark"),
        "signout_href": "/sign-out",
    }
