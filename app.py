"""The application factory: configuration, extensions, rooms. Nothing else lives here."""

from __future__ import annotations

import gc

gc.disable()  # before the imports: all they make is to stay, see models/core/lasting.py

from datetime import timedelta

from flask import Flask
from flask_compress import Compress
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from blueprints import ROOMS
from blueprints.core import (
    access,
    addresses,
    assets,
    bench,
    cli,
    errors,
    filters,
    headers,
    logs,
    macros,
    nav,
    personal,
    schema,
    translated,
    ways,
)
from blueprints.core.config import Config, check_key
from models.core import attachments, audit, clock, lasting, trail
from models.core.db import db
from models.relays import vault

PLANNED = 500  # statements that a connection to SQLite keeps ready, ten kB each: planning one anew is half its time
STATEMENTS = 2000  # compiled and kept, 65 kB each: five roles use 1250, and compiling anew is a fifth of a page

csrf, htmx, logins, compress = CSRFProtect(), Htmx(), LoginManager(), Compress()
EXTENSIONS = (
    logs,
    db,
    schema,
    addresses,
    access,
    csrf,
    htmx,
    logins,
    compress,
    errors,
    headers,
    assets,
    filters,
    macros,
    translated,
    nav,
    personal,
    ways,
    bench,
    cli,
)


def create_app(config: Config | None = None) -> Flask:
    """Build the app from ``config``, or from the environment. Raises ConfigError: no key, or one that is no secret."""
    config = config or Config.from_env()
    for key, name in ((config.session_key, "session"), (config.audit_key, "audit")):
        check_key(key, name)
    app = Flask(__name__, instance_path=str(config.instance), static_folder=None)
    app.config.update(settings_of(config), ZW=config)
    settle_in(config)
    clock.pin(config.today)
    app.login_manager = logins
    for extension in EXTENSIONS:
        extension.init_app(app)
    logins.unauthorized_handler(access.unauthorized)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for room in ROOMS:
        app.register_blueprint(room)
    lasting.settle()
    return app


def settle_in(config: Config) -> None:
    """Say where this process keeps what lies outside the database, and which key seals its trail."""
    audit.use_key(bytes.fromhex(config.audit_key))
    for outside in (attachments, trail, vault):
        outside.use_folder(config.instance)


def settings_of(config: Config) -> dict:
    """Return Flask's settings: limits and cookies of security.md, and an engine that survives a lost database."""
    sqlite = config.database_url.startswith("sqlite")
    return {
        "SECRET_KEY": config.session_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": 20,
            "max_overflow": 10,
            "pool_use_lifo": True,  # the connection used last has the statements and the pages at hand
            "query_cache_size": STATEMENTS,
        }
        | ({"connect_args": {"cached_statements": PLANNED}} if sqlite else {"pool_pre_ping": True}),
        "TRUSTED_HOSTS": config.trusted_hosts,
        "MAX_CONTENT_LENGTH": 16 * 2**20,
        "MAX_FORM_MEMORY_SIZE": 512 * 2**10,
        "MAX_FORM_PARTS": 300,
        "SESSION_COOKIE_NAME": "zw",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.tls,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=3),  # of the cookie: sign-ins end by their rows, after 12 h
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the cookie: what is sent after the sign-in has ended is put by
        "WTF_I18N_ENABLED": False,  # the forms' own Chinese sentences, not those of a translator we do not have
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_LEVEL": 6,
        "TESTING": config.mode == "test",
    }
