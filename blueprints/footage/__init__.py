"""Recordings to be saved: the monitors' board, one recording, and the camera groups of a station."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("footage", __name__, url_prefix="/footage")
nav.add("footage.index", "录像保全", "camera", "footage.read", group="业务", order=36, under="complaints.index")
nav.add("footage.setup", "摄像机组", "settings", "footage.setup", group="管理", order=44, under="complaints.index")

from blueprints.footage import groups, prints, views
