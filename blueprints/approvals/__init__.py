"""Approvals: what waits for me, what I decided, handing over, and the chains themselves."""

from flask import Blueprint
from flask_login import current_user

from blueprints.core import nav
from models.approvals import queries
from models.core import clock

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
nav.count(
    "approvals_waiting",
    lambda: nav.Counting(queries.counting(), {"decider": current_user.id, "on": clock.today()}),
)

from blueprints.approvals import chains, views
