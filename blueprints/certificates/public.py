"""Without a sign-in: what a paper must say, and whether a file is that paper. Source: issue 4 §6."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, request, url_for

from blueprints.certificates import bp
from blueprints.certificates.forms import CodeForm, CompareForm
from blueprints.core.access import public
from blueprints.core.public import throttled
from blueprints.core.respond import go, page
from models.certificates import Certificate, checking
from models.core import clock, throttles
from models.core.errors import RuleBroken

MISSES, MISS_MINUTES = 20, 15  # codes of no paper that an address may open
UNKNOWN = "没有这个核验码的证书，请对照纸上再看一遍。"


@bp.route("/check", methods=["GET", "POST"])
@public
@throttled("certificate.check", times=20, minutes=15)
def check():
    """For those who have no telephone at hand: the code is typed."""
    form, found = CodeForm(), []
    if form.attempt(_find, found):
        return go(url_for(".checked", code=found[0].shown_code))
    return page("certificates/check.html", form=form)


@bp.route("/check/<code>", methods=["GET", "POST"])
@public
@throttled("certificate.compare", times=20, minutes=15)
def checked(code: str):
    row = checking.look_up(code) or _miss()
    form, found = CompareForm(), []
    form.attempt(lambda **given: found.append(checking.compare(row, **given)))
    return page(
        "certificates/checked.html",
        row=row,
        form=form,
        comparison=found[0] if found else None,
        is_intact=checking.is_intact(row),
    )


def _find(found: list[Certificate], code: str) -> None:
    row = checking.look_up(code)
    if row is None:
        raise RuleBroken(UNKNOWN, "code")
    found.append(row)


def _miss():
    """Count an address that leads to no paper; who tries many is asked to wait."""
    period, who = timedelta(minutes=MISS_MINUTES), request.remote_addr or ""
    is_much = throttles.wait("certificate.miss", who, times=MISSES, period=period, at=clock.now())
    abort(429 if is_much else 404)
