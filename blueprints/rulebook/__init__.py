"""The rulebook: read by everybody, kept by the 征费室."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("rulebook", __name__, url_prefix="/rulebook")
nav.add("rulebook.index", "规则条款", "scale", "clause.read", group="资料", order=20, under="penalties.index")

from blueprints.rulebook import views
