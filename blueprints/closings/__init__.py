"""Month close: the closed months, one of them, and closing the next."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("closings", __name__, url_prefix="/closings")
nav.add("closings.index", "月度结账", "lock", "closing.read", group="业务", order=43, under="penalties.index")

from blueprints.closings import views
