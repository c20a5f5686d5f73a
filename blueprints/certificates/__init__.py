"""Certificates on the web: the register, issuing and taking back, the designs, and the page that checks a paper."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("certificates", __name__, url_prefix="/certificates")
HEAD = "penalties.index"
nav.add("certificates.index", "证书奖牌", "rubber-stamp", "certificate.read", group="业务", order=46, under=HEAD)
nav.add("certificates.pending", "待发证书", "list-check", "certificate.issue", group="业务", order=47, under=HEAD)
nav.add("certificates.designs", "证书样式", "adjustments", "certificate.design", group="业务", order=48, under=HEAD)
nav.add("certificates.mine", "我的证书", "flag", "", group="资料", order=46, under="accounts.me")

from blueprints.certificates import designs, papers, public, steps, views
