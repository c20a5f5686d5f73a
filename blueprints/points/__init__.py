"""The ledger of points on the web: accounts, entries, rules, and one's own."""

from flask import Blueprint

from blueprints.core import nav
from models.points import reckoning

bp = Blueprint("points", __name__, url_prefix="/points")
nav.add(
    "points.index",
    "积分账",
    "chart-bar",
    "point.read",
    group="业务",
    order=43,
    under="penalties.index",
    also=("/points/accounts", "/points/entries", "/points/rules"),
)
nav.add(
    "points.mine",
    "我的积分",
    "report",
    "point.own",
    group="业务",
    order=39,
    under="penalties.index",
    also=("/points/deeds", "/points/grievances"),
)


@bp.app_template_filter("signed_points")
def signed_points(tenths: int | None) -> str:
    """Tenths with their sign: 50 → +5, −5 → −0.5."""
    return reckoning.signed(tenths)


from blueprints.points.views import accounts, deeds, entries, grievances, mine, rules
