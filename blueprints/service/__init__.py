"""Services on the web: priority window, help given, visits at home, calls back, surveys and the page of the QR code."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("service", __name__, url_prefix="/service")
nav.add("service.index", "便民服务", "users", "service.read", group="业务", order=28, under="complaints.index")

from blueprints.service.views import appointments, calls, checks, home, records, say, setup, surveys, visits
