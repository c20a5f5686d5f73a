"""限期整改, 专项行动 and 流程简化 on the web."""

from flask import Blueprint

from blueprints.core import nav

HEAD = "inspections.index"

bp = Blueprint("rectifications", __name__, url_prefix="/rectifications")
nav.add("rectifications.index", "限期整改", "tool", "rectification.list", group="业务", order=38, under=HEAD)
nav.add("rectifications.mine", "我的整改", "list-check", "rectification.act", group="业务", order=38, under=HEAD)
nav.add("rectifications.campaigns", "专项行动", "flag", "campaign.read", group="业务", order=38, under=HEAD)
nav.add("rectifications.processes", "流程简化", "scale", "process.read", group="业务", order=38, under=HEAD)

from blueprints.rectifications.views import board, campaigns, extension, orders, papers, processes, review, work
