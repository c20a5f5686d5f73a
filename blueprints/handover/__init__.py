"""交接班: the leader's form, the signatures, the list, the prints, and what is followed afterwards."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("handover", __name__, url_prefix="/handover")
HEAD = "handover.index"
nav.add(HEAD, "交接班", "arrows-exchange", "handover.read", group="业务", order=0, tab=True)
nav.add("handover.records", "交接记录", "history", "handover.read", group="资料", order=10, under=HEAD)
nav.add("handover.matters_list", "遗留事项", "flag", "handover.read", group="业务", order=2, under=HEAD)
nav.add("handover.shortages", "短款与差异", "cash", "handover.read", group="业务", order=3, under=HEAD)
nav.add("handover.opening", "期初结存", "database-import", "handover.open", group="管理", order=45, under=HEAD)
nav.add("handover.mine", "我的结算", "receipt", "handover.own", group="资料", order=11, under=HEAD)

from blueprints.handover import corrections, followups, mine, opening, prints, records, signatures, views
