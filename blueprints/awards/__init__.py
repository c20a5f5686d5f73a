"""Awards on the web: rounds, candidates and why, votes, objections, kinds, bars, rewards, stars."""

from flask import Blueprint

from blueprints.core import nav
from models.awards import ranking

bp = Blueprint("awards", __name__, url_prefix="/awards")
nav.add("awards.index", "评先评优", "rubber-stamp", "award.list", group="业务", order=44, under="penalties.index")
bp.add_app_template_filter(ranking.said, "hundredths")

from blueprints.awards.views import beside, candidates, papers, recoveries, rounds
