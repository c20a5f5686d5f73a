"""The roster on the web: month, day, one's own week, changes, planning, lanes and hours."""

from flask import Blueprint
from flask_login import current_user

from blueprints.core import nav
from models.core import clock
from models.roster import matrix

bp = Blueprint("roster", __name__, url_prefix="/roster")
nav.add("roster.mine", "我的班次", "clock", "roster.acknowledge", group="", order=10, tab=5)
nav.add("roster.index", "班表", "calendar", "roster.read", group="业务", order=20)
nav.add("roster.overtime", "工时与加班", "chart-bar", "roster.change", group="业务", order=22, under="roster.index")
nav.add(
    "roster.setup",
    "车道与班次",
    "settings",
    "roster.setup",
    group="管理",
    order=40,
    under="roster.index",
    also=("/roster/import", "/roster/openings"),
)
nav.provide("shift_now", lambda: matrix.shift_now(current_user, clock.now()))

from blueprints.roster import changes, history, hours, months, openings, own, planning, setup
