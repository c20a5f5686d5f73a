"""Deadlines: what runs, why it is due when it is due, and the rules with their ladders and dry runs."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("deadlines", __name__, url_prefix="/deadlines")
nav.add("deadlines.index", "期限", "clock", "deadline.read", group="业务", order=45, under="approvals.index")
nav.add("deadlines.rules", "期限规则", "adjustments", "deadline.plan", group="管理", order=47, under="approvals.index")

from blueprints.deadlines import rules, views
