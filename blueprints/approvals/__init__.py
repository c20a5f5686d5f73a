"""Approvals: what waits for me, what I decided, handing over, and the chains themselves."""

from flask import Blueprint

from blueprints.core import nav
from models.approvals import queries

bp = Blueprint("approvals", __name__, url_prefix="/approvals")
nav.add(
    "approvals.index",
    "审批",
    "rubber-stamp",
    "approval.decide",
    group="业务",
    order=39,
    counter="approvals_waiting",
    hot=True,
)
nav.add("approvals.chains", "审批流程", "adjustments", "approval.plan", group="管理", order=46, under="approvals.index")
nav.count("approvals_waiting", queries.counting, person="decider")

from blueprints.approvals import chains, views
