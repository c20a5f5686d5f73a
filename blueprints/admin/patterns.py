"""Every macro in every state, to copy from and to look at."""

from __future__ import annotations

from blueprints.admin import bp
from blueprints.core import patterns as kit
from blueprints.core.access import requires
from blueprints.core.respond import page


@bp.get("/patterns")
@requires("pattern.read")
def patterns():
    return page("ui/patterns.html", **kit.samples())
