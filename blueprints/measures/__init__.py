"""Talks, measures against a person, and orders to a department, on the web."""

from flask import Blueprint

from blueprints.core import nav

HEAD = "penalties.index"

bp = Blueprint("measures", __name__, url_prefix="/measures")
nav.add("measures.index", "处理措施", "rubber-stamp", "measure.list", group="业务", order=41, under=HEAD)
nav.add("measures.talks", "谈话记录", "message", "measure.list", group="业务", order=41, under=HEAD)
nav.add("measures.directives", "责令处理", "flag", "measure.list", group="业务", order=41, under=HEAD)
nav.add("measures.mine", "我的谈话", "message-circle", "talk.sign", group="资料", order=45, under=HEAD)

from blueprints.measures.views import cases, course, directives, papers, talks
