"""The visitor's pages, without a sign-in: a code, one report, a receipt. Nothing of the house is shown here.

The browser holds a secret in its signed cookie from the code on; the code itself is in no address, log or cookie.
"""

from __future__ import annotations

from flask import abort, request, session, url_for
from werkzeug.datastructures import MultiDict

from blueprints.core.access import public
from blueprints.core.public import throttled
from blueprints.core.respond import go, keep, page, saved
from blueprints.mystery_visits import bp
from blueprints.mystery_visits.forms import CodeForm, ReportForm
from blueprints.mystery_visits.pictures import picture
from models.core import attachments, clock, drafts
from models.core.db import db
from models.core.errors import RuleBroken
from models.mystery_visits import MysteryVisit
from models.mystery_visits import portal as rules

BROWSER = "mystery_visit"  # in the signed cookie: the secret of the browser that has a code open, or has sent
UNKEPT = frozenset({"sure", "website", "photo"})


@bp.route("/portal", methods=["GET", "POST"])
@public
@throttled("mystery_visits.code", times=10, minutes=15)
def portal():
    """Take a code. Whatever is wrong with it, the sentence is the same."""
    form, secrets = CodeForm(), []
    if form.attempt(_open, secrets):
        session[BROWSER] = secrets[0]
        return saved("访问码有效，请填写。", to=url_for(".report"))
    return page("mystery_visits/portal.html", form=form)


@bp.route("/portal/report", methods=["GET", "POST"])
@public
@throttled("mystery_visits.report", times=60, minutes=15)
def report():
    """Show the one report of this browser, and send it."""
    visit = _visit()
    if visit is None:
        return go(_elsewhere())
    form = ReportForm() if request.method == "POST" else ReportForm(formdata=_typed(visit))
    if form.attempt(_send, visit, at=clock.now()):
        return saved("评价已密封提交。", to=url_for(".sent"))
    return page(
        "mystery_visits/report.html", form=form, visit=visit, photos=db.session.scalars(rules.photos_of(visit)).all()
    )


@bp.post("/portal/draft")
@public
def draft():
    """Keep what is typed so far, and a photo if one is chosen; the form is shown anew."""
    photo, refusal = _photo()
    visit = _visit()
    if visit is None:
        return go(_elsewhere())
    _keep_draft(visit)
    said = refusal or _add(visit, photo)
    return saved(said or "已暂存，提交前可以用访问码再打开。", to=url_for(".report"))


@bp.post("/portal/autosave")
@public
def autosave():
    """Keep what is typed so far; answer with the words for the save line."""
    visit = _visit()
    if visit is None:
        return "访问码已失效，没有保存"
    _keep_draft(visit)
    keep()
    return f"已自动保存 {clock.local(clock.now()):%H:%M:%S}"


@bp.post("/portal/photos/<int:photo_id>/remove")
@public
def remove_photo(photo_id: int):
    visit = _visit()
    if visit is None:
        return go(_elsewhere())
    _keep_draft(visit)
    rules.remove_photo(visit, photo_id)
    return saved("照片已删去。", to=url_for(".report"))


@bp.get("/portal/photos/<int:photo_id>")
@public
def own_photo(photo_id: int):
    """Show a photo of the report that this browser has open and not sent."""
    visit = _visit()
    found = db.session.scalar(rules.small_of(visit, photo_id)) if visit else None
    return picture(found) if found else abort(404)


@bp.get("/portal/sent")
@public
def sent():
    """The receipt: a number and the commitment, and nothing of what was written."""
    found = rules.receipt_of(session.get(BROWSER, ""))
    return page("mystery_visits/sent.html", report=found) if found else go(url_for(".portal"))


@bp.post("/portal/leave")
@public
def leave():
    """Forget the secret of this browser; with a phone that is passed on, the report stays closed."""
    session.pop(BROWSER, None)
    return go(url_for(".portal"))


def _open(secrets: list[str], *, code: str) -> None:
    now = clock.now()
    visit = rules.find(code, clock.local(now).date())
    if visit is None:
        raise RuleBroken(rules.NO_SUCH_CODE, field="code")
    secrets.append(rules.begin(visit, now))


def _send(visit: MysteryVisit, **told) -> None:
    rules.send(visit, **told)


def _visit() -> MysteryVisit | None:
    """Return the visit that this browser has open."""
    return rules.opened(session.get(BROWSER, ""), clock.today())


def _elsewhere() -> str:
    """Return where a browser belongs that has nothing open: to its receipt, else to the code."""
    return url_for(".sent" if rules.receipt_of(session.get(BROWSER, "")) else ".portal")


def _typed(visit: MysteryVisit) -> MultiDict | None:
    fields = rules.draft_of(visit).fields
    return MultiDict(fields) if fields else None


def _keep_draft(visit: MysteryVisit) -> None:
    """Put by the fields of the form; one that is too large stays in the browser."""
    fields = drafts.storable((name, values) for name, values in request.form.lists() if name not in UNKEPT)
    if fields:
        rules.save(visit, fields, clock.now())


def _photo() -> tuple[attachments.Prepared | None, str]:
    """Return the picture that came in, redrawn, or why it cannot be kept; before the first query: it is slow."""
    upload = request.files.get("photo")
    if not upload or not upload.filename:
        return None, ""
    try:
        return attachments.prepare(upload.stream), ""
    except RuleBroken as refusal:
        return None, f"内容已暂存，照片没有保存：{refusal}"


def _add(visit: MysteryVisit, photo: attachments.Prepared | None) -> str:
    """Keep the picture; return the refusal, if there is one."""
    if photo is None:
        return ""
    try:
        rules.add_photo(visit, photo)
    except RuleBroken as refusal:
        return f"内容已暂存，照片没有保存：{refusal}"
    return "照片已保存。"


@bp.after_request
def unkept(response):
    """Let no browser, and nothing between, keep a page of this room."""
    response.headers["Cache-Control"] = "no-store"
    return response
