"""The list of orders, one order, issuing and withdrawing."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import OF_SENTENCES, page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import take
from blueprints.core.ways import shows
from blueprints.rectifications import bp
from blueprints.rectifications.columns import ORDERS
from blueprints.rectifications.forms import (
    IssueForm,
    PhotoForm,
    RectificationFilter,
)
from blueprints.rectifications.views.turns import step_page
from models import deadlines, rectifications
from models.accounts import Unit
from models.core import attachments, clock, settings
from models.core.db import db
from models.core.scope import visible
from models.rectifications import (
    Rectification,
    RectificationState,
    Side,
    campaign_queries,
    dossier,
    extending,
    issuing,
    photos,
    queries,
    reviewing,
    statistics,
    working,
)
from models.rectifications.states import RECTIFICATION


@bp.get("/")
@requires("rectification.list")
def index():
    form, rows = _list()
    shown = page_of(rows, *form.sort.key, size=OF_SENTENCES)
    return page("rectifications/index.html", form=form, page=shown, today=clock.today())


@bp.get("/export.xlsx")
@requires("rectification.export")
def export():
    form, rows = _list()
    return sheet("整改台账", ORDERS, rows.order_by(*form.sort.key), action="rectification.export", filters=form)


@bp.route("/new", methods=["GET", "POST"])
@requires("rectification.issue")
def create():
    form, kept = _issue_form(), []
    if form.attempt(_issue, kept, issuer=current_user, at=clock.now()):
        row = kept[0]
        return saved(f"已下发 {row.number}，{row.responsible.name} 24 小时内签收。", to=_at(row))
    return page("rectifications/create.html", form=form)


@bp.get("/<int:rectification_id>")
@requires(SIGNED_IN)
@shows(Rectification)
def show(rectification_id: int):
    return whole_page(load(Rectification, rectification_id, *queries.WHOLE))


@bp.route("/<int:rectification_id>/withdraw", methods=["GET", "POST"])
@requires("rectification.withdraw")
def withdraw(rectification_id: int):
    row, form = load(Rectification, rectification_id, *queries.WHOLE), ReasonForm()
    if take(form, issuing.withdraw, RECTIFICATION, row, "withdraw", at=clock.now()):
        return saved(f"{row.number} 已撤回。", to=_at(row))
    return step_page(form, row, "撤回", kind="danger", hint="撤回后不再计时；同一来源可以重新下发。")


def whole_page(row: Rectification, photo_form: PhotoForm | None = None):
    """The whole order as its viewer may see it."""
    works = row.is_open and current_user.id in {
        row.responsible_id,
        row.issued_by_id,
        *(m.owner_id for m in row.measures),
    }
    before = db.session.scalars(queries.photos_of(row, Side.BEFORE)).all()
    return page(
        "rectifications/show.html",
        row=row,
        form=_photo_form(photo_form, before) if works else None,
        steps=dossier.steps_open_to(row, current_user),
        not_yet=working.refusal_to_submit(row) if row.state is RectificationState.WORKING else "",
        stages=dossier.STAGES,
        place=dossier.PLACE[row.state],
        story=dossier.story(row),
        came_from=dossier.came_from(row),
        chain=queries.chain_of(row) if row.issue_no > 1 or row.state.value == "failed" else [],
        recurred=dossier.recurred(row),
        repeats=db.session.scalars(queries.recurrences_of(row)).all(),
        pairs=dossier.pairs(db.session.scalars(queries.photos_of(row)).all()),
        timers=db.session.scalars(deadlines.of(row)).all(),
        recurrence_days=settings.value_of("rectification.recurrence_days"),
        may_extend=row.responsible_id == current_user.id and row.extension is None and row.state in issuing_states(),
        may_decide=row.extension is not None and extending.may_decide(row, current_user),
        no_review=reviewing.refusal_for(row, current_user) if current_user.may("rectification.review") else None,
        today=clock.today(),
        now=clock.now(),
    )


def issuing_states() -> tuple:
    """The states in which something is still in the hands of the responsible."""
    return tuple(RECTIFICATION.steps["withdraw"].sources)


def _photo_form(form: PhotoForm | None, before: list) -> PhotoForm:
    form = form or PhotoForm()
    form.answers.offer(before)
    return form


def _at(row: Rectification) -> str:
    return url_for(".show", rectification_id=row.id)


def _issue_form() -> IssueForm:
    form = IssueForm()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    form.responsible.offer(queries.people_who_work(current_user))
    form.campaign.offer(campaign_queries.running(current_user))
    if not form.is_submitted() and form.deadline_on.data is None:
        form.deadline_on.data = clock.today() + timedelta(days=settings.value_of("rectification.default_days"))
    return form


def _issue(kept: list, issuer, at, photo, **told) -> None:
    """Hand the new order out through ``kept``; a picture is read before the rule."""
    prepared = attachments.prepare(photo.stream) if photo else None
    row = rectifications.issue(issuer=issuer, at=at, **told)
    if prepared:
        photos.add(row, photo=prepared, side=Side.BEFORE, caption="下发时拍摄", by=issuer)
    kept.append(row)


def _list():
    """Return the filters and the orders they leave."""
    form = RectificationFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    form.responsible.offer(queries.people_responsible(current_user))
    rows, chosen = visible(Rectification, current_user), form.values()
    if chosen.pop("timely", False):
        ids = statistics.timely(current_user, chosen.get("since"), chosen.get("until"))
        rows = rows.where(Rectification.id.in_(ids))
    return form, queries.filtered(rows, **chosen)
