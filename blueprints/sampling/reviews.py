"""Scoring clips: mine, one after another."""

from __future__ import annotations

from flask import request, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.sampling import bp
from blueprints.sampling.columns import REVIEWS
from blueprints.sampling.forms import ConvertForm, MissForm, ReviewFilter, ReviewForm
from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.inspections import Template, Verdict
from models.sampling import Review, ReviewState, queries, reviewing
from models.sampling.reviewing import Judgement


@bp.get("/mine")
@requires("sampling.review")
def mine():
    """What waits for me, and what I have scored."""
    form, waiting = ReviewFilter(), db.session.scalars(queries.waiting(current_user)).all()
    scored = page_of(queries.through(current_user, **form.values()), *form.sort.key)
    return page("sampling/mine.html", form=form, waiting=waiting, page=scored)


@bp.get("/mine/export.xlsx")
@requires("sampling.review")
def export_own():
    form = ReviewFilter()
    rows = queries.through(current_user, **form.values()).order_by(*form.sort.key)
    return sheet("我评过的录像", REVIEWS, rows, action="sampling.export", filters=form)


@bp.route("/reviews/<int:review_id>", methods=["GET", "POST"])
@requires("sampling.review")
def review(review_id: int):
    """Show one clip's sheet; a post scores it for good."""
    row, form = load(Review, review_id, *queries.WHOLE), ReviewForm()
    template = reviewing.sheet_of(row.clip)

    def score(**told) -> None:
        reviewing.score(row, seen=judgements(template), **told)

    if form.attempt(score, by=current_user, at=clock.now()):
        return saved("评分已提交。", to=_next())
    return _shown(row, template, form=form)


@bp.post("/reviews/<int:review_id>/miss")
@requires("sampling.review")
def miss(review_id: int):
    row, form = load(Review, review_id, *queries.WHOLE), MissForm()
    if form.attempt(reviewing.miss, row, by=current_user, at=clock.now()):
        return saved("已登记无录像。", to=_next())
    return _shown(row, reviewing.sheet_of(row.clip), miss=form)


@bp.post("/reviews/<int:review_id>/convert")
@requires("sampling.review")
def convert(review_id: int):
    """Make an inspection of what was seen, so that the person is asked."""
    row, form, made = load(Review, review_id, *queries.WHOLE), ConvertForm(), []
    form.companion.offer(_companions(row))
    if form.attempt(lambda **told: made.append(reviewing.convert(row, **told)), by=current_user, at=clock.now()):
        return saved("已转为督查，请核对后提交当事人确认。", to=f"/inspections/{made[0].id}")
    return _shown(row, reviewing.sheet_of(row.clip), convert=form)


def _shown(row: Review, template: Template, *, form=None, miss=None, convert=None):
    """Answer with the sheet: as it is filled in while it waits, as it was scored when it is through."""
    if convert is None:
        convert = ConvertForm(formdata=None)
        convert.companion.offer(_companions(row) if row.state is ReviewState.DONE else [])
    forms = {"form": form or ReviewForm(formdata=None), "miss": miss or MissForm(formdata=None), "convert": convert}
    typed = request.form if form is not None else {}
    marks = {mark.item_id: mark for mark in row.marks}
    return page("sampling/review.html", review=row, sheet=template, typed=typed, marks=marks, **forms)


def judgements(template: Template) -> list[Judgement]:
    """Read the verdicts from the form: ``verdict-<item>``, ``number-<item>``, ``words-<item>``.

    Raises RuleBroken: a number that is none, with the field.
    """
    return [one for item in template.items if (one := _judgement(item)) is not None]


def _judgement(item) -> Judgement | None:
    verdict = request.form.get(f"verdict-{item.id}", "")
    if verdict not in {one.value for one in Verdict}:
        return None
    number = request.form.get(f"number-{item.id}", "").strip() or "1"
    if not number.isdecimal() or len(number) > 3:
        raise RuleBroken(f"第 {item.code} 项的次数请填写整数。", field=f"number-{item.id}")
    words = request.form.get(f"words-{item.id}", "").strip()[:200]
    failed = verdict == Verdict.FAIL.value
    return Judgement(item, Verdict(verdict), int(number) if failed else 0, words if failed else "")


def _companions(row: Review):
    """Return who may go along: the other inspectors of the station's reach."""
    station = db.session.get_one(Unit, row.unit_id)
    return [person for person in db.session.scalars(queries.reviewers(station)) if person.id != current_user.id]


def _next() -> str:
    """Return the page of the next clip that waits, or the list when there is none."""
    found = db.session.scalars(queries.waiting(current_user).limit(1)).first()
    return url_for(".review", review_id=found.id) if found else url_for(".mine")
