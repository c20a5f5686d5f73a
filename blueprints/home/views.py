from __future__ import annotations

from blueprints.core.access import SIGNED_IN, public, requires
from blueprints.core.respond import page
from blueprints.home import bp
from models.core.db import db


@bp.get("/")
@requires(SIGNED_IN)
def index():
    return page("home/index.html")


@bp.get("/healthz")
@public
def healthz():
    return {"alive": True}


@bp.get("/readyz")
@public
def readyz():
    """Answer 200 when the database answers; an unreachable one raises and answers 503."""
    db.session.execute(db.text("SELECT 1"))
    return {"ready": True}
