"""Mystery visits on the web: the visitor's portal, the organisers' desk, the group's study, what is published."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("mystery_visits", __name__, url_prefix="/mystery-visits")
HEAD = "inspections.index"
nav.add("mystery_visits.index", "暗访评价", "eye", "mystery_visit.read", group="业务", order=38, under=HEAD)
nav.add("mystery_visits.study", "暗访研究", "scale", "mystery_visit.study", group="业务", order=39, under=HEAD)
nav.add("mystery_visits.plans", "暗访组织", "calendar-event", "mystery_visit.plan", group="业务", order=40, under=HEAD)
nav.add("mystery_visits.portal", "暗访填报", "pencil", "mystery_visit.write", group="业务", order=35, tab=2)

from blueprints.mystery_visits.views import group, organisers, portal, published
