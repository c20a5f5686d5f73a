"""Violations and penalties on the web: cases, approvals, one's own, finance."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("penalties", __name__, url_prefix="/penalties")
nav.add("penalties.index", "违规处罚", "gavel", "penalty.list", group="业务", order=40, tab=3)
nav.add(
    "penalties.violations", "违规登记", "flag", "violation.register", group="业务", order=41, under="penalties.index"
)
nav.add("penalties.equity", "处罚公平性", "scale", "penalty.compare", group="业务", order=41, under="penalties.index")
nav.add("penalties.collection", "罚款收缴", "coin", "penalty.collect", group="业务", order=42)
nav.add("penalties.mine", "我的处罚", "report", "penalty.appeal", group="资料", order=45, under="penalties.index")

from blueprints.penalties.views import cases, drafts, equity, finance, imports, joint, person, steps, violations
