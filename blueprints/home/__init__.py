"""The first page of each role, and the two questions that machines ask."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("home", __name__)
nav.add("home.index", "今日", "home", "", group="", order=0, tab=1)

from blueprints.home import views
