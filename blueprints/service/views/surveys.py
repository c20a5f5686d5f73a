"""The 满意度调查: rounds, entry of paper and phone, results, poster."""

from __future__ import annotations

from datetime import date

from flask import request, url_for
from flask_login import current_user
from sqlalchemy.orm import selectinload

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.service import bp
from blueprints.service.columns import ALL_SHEETS, SHEETS, score_columns, survey_columns
from blueprints.service.survey_forms import SheetFilter, SurveyEditForm, SurveyFilter, SurveyForm, VoidForm, entry_form
from blueprints.service.views.lists import filters, stations
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.service import RoundState, SurveyRound, SurveySheet, asking, results
from models.service import surveys as rules
from models.service.flows import ROUND


@bp.get("/surveys")
@requires("service.read")
def surveys():
    form, chosen = filters(SurveyFilter)
    rows = asking.filtered_surveys(visible(SurveyRound, current_user), **chosen)
    shown = page_of(rows, *form.sort.key)
    return page("service/surveys.html", form=form, page=shown, counts=asking.sheet_counts([r.id for r in shown.rows]))


@bp.get("/surveys/export.xlsx")
@requires("service.export")
def export_surveys():
    form, chosen = filters(SurveyFilter)
    rows = asking.filtered_surveys(visible(SurveyRound, current_user), **chosen).order_by(*form.sort.key)
    found = db.session.scalars(rows).all()
    counts = asking.sheet_counts([row.id for row in found])
    return sheet("满意度调查", survey_columns(counts), found, action="service.export", filters=form)


@bp.route("/surveys/new", methods=["GET", "POST"])
@requires("survey.run")
def create_survey():
    form, kept = SurveyForm(), []
    form.offer_stations(stations("survey.run"))
    if form.attempt(_create, kept, by=current_user, at=clock.now()):
        return saved(f"已建立，编号 {kept[0].number}。", to=url_for(".survey", round_id=kept[0].id))
    return page("service/survey_edit.html", form=form, row=None)


@bp.get("/surveys/<int:round_id>")
@requires("service.read")
def survey(round_id: int):
    """The results, the rows behind them, and what may be done next."""
    row, asked = _whole(round_id)
    sheets = page_of(asking.sheets_of(row.id), SurveySheet.id.desc())
    steps = ROUND.open_to(row, current_user)
    told = {"results": results.of(row, asked), "voided": db.session.scalar(asking.void_count(row.id))}
    return page("service/survey.html", row=row, asked=asked, page=sheets, steps=steps, **told)


@bp.route("/surveys/<int:round_id>/edit", methods=["GET", "POST"])
@requires("survey.run")
def edit_survey(round_id: int):
    row, asked = _whole(round_id)
    form = SurveyEditForm(version=row.version)
    if not form.is_submitted():
        ROUND.require(row, "open")
    form.show(row, asked)
    if form.attempt(rules.edit, row, by=current_user):
        return saved("已保存。", to=url_for(".survey", round_id=row.id))
    return page("service/survey_edit.html", form=form, row=row)


@bp.post("/surveys/<int:round_id>/open")
@requires("survey.run")
def open_survey(round_id: int):
    row, _asked = _whole(round_id)
    rules.start(row, by=current_user)
    return saved("调查已开始，可以录入答卷，二维码页面同时生效。", to=url_for(".survey", round_id=row.id))


@bp.post("/surveys/<int:round_id>/close")
@requires("survey.run")
def close_survey(round_id: int):
    row, _asked = _whole(round_id)
    rules.close(row, by=current_user)
    return saved("调查已结束，二维码页面不再收答卷。", to=url_for(".survey", round_id=row.id))


@bp.route("/surveys/<int:round_id>/enter", methods=["GET", "POST"])
@requires("survey.run")
def enter_sheets(round_id: int):
    """Many sheets at once: a digit for each question, Enter to the next cell; the next pile keeps day and channel."""
    row, asked = _whole(round_id)
    day = request.args.get("answered_on", min(clock.today(), row.until), type=date.fromisoformat)
    form = entry_form(asked, len(row.scale), day, request.args.get("channel", ""))
    kept: list = []
    if form.attempt(_enter, kept, row, by=current_user, at=clock.now()):
        pile = {"answered_on": form.answered_on.data, "channel": form.channel.data}
        return saved(f"已录入 {len(kept)} 份答卷。", to=url_for(".enter_sheets", round_id=row.id, **pile))
    return page("service/survey_enter.html", form=form, row=row, asked=asked)


@bp.route("/sheets/<int:survey_sheet_id>/void", methods=["GET", "POST"])
@requires("survey.run")
def void_sheet(survey_sheet_id: int):
    found = load(SurveySheet, survey_sheet_id, *asking.TYPED, selectinload(SurveySheet.answers))
    row, asked = _whole(found.round_id)
    back = url_for(".survey", round_id=row.id, after=request.args.get("after"))
    form = VoidForm()
    if form.attempt(rules.void, found, by=current_user, at=clock.now()):
        left = "，正确的答卷请重新录入" if row.state is RoundState.OPEN else ""
        return saved(f"已作废第 {found.id} 号答卷，不再计入结果{left}。", to=back)
    scores = [(one.title, one.value(found) or "—") for one in score_columns(asked, row.scale)]
    return page("service/survey_void.html", form=form, row=row, sheet=found, scores=scores, back=back)


@bp.get("/sheets")
@requires("service.read")
def sheets():
    """The sheets of all rounds that the satisfaction is made of."""
    form, rows = _sheets()
    return page("service/sheets.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/sheets/export.xlsx")
@requires("service.export")
def export_sheets():
    form, rows = _sheets()
    return sheet("调查答卷", ALL_SHEETS, rows.order_by(*form.sort.key), action="service.export", filters=form)


@bp.get("/surveys/<int:round_id>/export.xlsx")
@requires("service.export")
def export_survey(round_id: int):
    row, asked = _whole(round_id)
    rows = asking.sheets_of(row.id).order_by(SurveySheet.id)
    return sheet(f"{row.number} 答卷", SHEETS + score_columns(asked, row.scale), rows, action="service.export")


@bp.get("/surveys/<int:round_id>/print")
@requires("service.read")
def print_survey(round_id: int):
    row, asked = _whole(round_id)
    told = {"results": results.of(row, asked), "voided": db.session.scalar(asking.void_count(row.id))}
    return page("service/survey_print.html", row=row, now=clock.now(), **told)


@bp.get("/surveys/<int:round_id>/poster")
@requires("service.read")
def poster(round_id: int):
    """An A4 sheet with the code, to hang on the wall. The address is the one this page was opened at."""
    row, _asked = _whole(round_id)
    return page("service/poster.html", row=row, address=request.host_url.rstrip("/") + url_for(".say", slug=row.slug))


def _whole(round_id: int):
    """Return a round and what it asks."""
    row = load(SurveyRound, round_id, *asking.MADE)
    return row, list(db.session.scalars(asking.dimensions_of(row.id)))


def _sheets():
    form = SheetFilter()
    form.unit.offer(stations())
    form.round.offer(visible(SurveyRound, current_user).order_by(SurveyRound.id.desc()))
    return form, asking.filtered_sheets(visible(SurveySheet, current_user), **form.values())


def _create(kept: list, **told) -> None:
    kept.append(rules.create(**told))


def _enter(kept: list, row: SurveyRound, **told) -> None:
    kept.extend(rules.enter(row, **told))
