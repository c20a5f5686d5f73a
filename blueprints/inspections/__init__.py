"""Inspections on the web: check sheets, the record on a phone, what the inspected say, the result."""

from flask import Blueprint

from blueprints.core import nav
from models.inspections.scoring import said

bp = Blueprint("inspections", __name__, url_prefix="/inspections")
bp.add_app_template_filter(said, "points")
nav.add("inspections.index", "督查整改", "list-check", "inspection.list", group="业务", order=35, tab=3)
nav.add("inspections.mine", "我的被查", "user-check", "inspection.answer", order=36, under="inspections.index")
nav.add("inspections.statistics", "督查统计", "chart-bar", "inspection.statistics", order=38, under="inspections.index")
nav.add("inspections.templates", "检查表", "file-text", "template.edit", order=37, under="inspections.index")

from blueprints.inspections.views import cases, outbox, papers, record, replies, sheets
