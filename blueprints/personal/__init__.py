"""Looking behind the mask of a phone, a plate or an identity number: with a reason, on record."""

from flask import Blueprint

bp = Blueprint("personal", __name__, url_prefix="/personal")

from blueprints.personal import views
