"""Complaints on the web: the book, one case, its steps, channels, public intake, prints and figures."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("complaints", __name__, url_prefix="/complaints")
nav.add("complaints.index", "投诉受理", "message-circle", "complaint.list", group="业务", order=20, tab=2)
nav.add("complaints.create", "登记来件", "phone-call", "complaint.register", order=21, under="complaints.index")
nav.add("complaints.praises", "表扬", "flag", "complaint.praises", order=25, under="complaints.index")
nav.add("complaints.statistics", "投诉统计", "chart-bar", "complaint.statistics", order=23, under="complaints.index")
nav.add("complaints.traffic", "月车流量", "car", "complaint.traffic", order=24, under="complaints.index")
nav.add("complaints.channels", "投诉渠道", "list-check", "complaint.list", order=22, under="complaints.index")

from blueprints.complaints.views import (
    analysis,
    book,
    cases,
    chain,
    channels,
    exits,
    praises,
    prints,
    public,
    recordings,
    registering,
    statistics,
    steps,
    traffic,
)
