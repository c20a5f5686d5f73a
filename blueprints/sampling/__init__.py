"""The web of plans and draws; shift roles get no further than a refusal."""

from flask import Blueprint

from blueprints.core import nav
from models.inspections.sheets import price_of

bp = Blueprint("sampling", __name__, url_prefix="/sampling")
bp.add_app_template_filter(price_of, "price")
HEAD = "inspections.index"
nav.add("sampling.index", "督查计划", "calendar", "sampling.read", group="业务", order=31, under=HEAD)
nav.add("sampling.draws", "视频抽检", "camera", "sampling.read", group="业务", order=32, under=HEAD)
nav.add("sampling.mine", "待评录像", "eye", "sampling.review", group="业务", order=33, under=HEAD)
nav.add("sampling.agreement", "评分一致性", "scale", "sampling.read", group="业务", order=34, under=HEAD)

from blueprints.sampling import drawing, plans, reviews
