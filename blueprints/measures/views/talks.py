"""Talks: the list, arranging, the record, and its signature."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import ReasonForm, RefusalForm
from blueprints.core.turns import take
from blueprints.measures import bp
from blueprints.measures.columns import TALKS
from blueprints.measures.forms import (
    PinForm,
    TalkFilter,
    TalkForm,
    TalkRecordForm,
)
from blueprints.measures.views.cases import preset
from models.accounts import Unit, history
from models.core import clock
from models.core.scope import visible
from models.measures import Talk, TalkState, queries, talking
from models.measures.states import TALK


@bp.get("/talks")
@requires("measure.list")
def talks():
    form, rows = _list()
    return page("measures/talks.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/talks/export.xlsx")
@requires("measure.list")
def export_talks():
    form, rows = _list()
    return sheet("谈话记录", TALKS, rows.order_by(*form.sort.key), action="measure.export", filters=form)


@bp.route("/talks/new", methods=["GET", "POST"])
@requires("talk.hold")
def create_talk():
    form, kept = TalkForm(), []
    form.person.offer(queries.people_within(current_user, "talk.hold"))
    form.talker.offer(queries.talkers(current_user))
    form.talker.preset(current_user)
    form.penalty.offer(queries.penalties_of(current_user))
    preset(form)
    if form.attempt(_plan, kept, by=current_user, at=clock.now()):
        return saved(f"已安排 {kept[0].number}，双方已收到通知。", to=_at(kept[0]))
    return page("measures/talk_new.html", form=form)


@bp.get("/talks/<int:talk_id>")
@requires(SIGNED_IN)
def show_talk(talk_id: int):
    talk = _load(talk_id)
    holds = current_user.may("talk.hold") and current_user.id != talk.person_id
    signs = talk.state is TalkState.HELD and current_user.id == talk.person_id
    ended = history.last_act(talk, "talk.cancel", "talk.refuse")
    return page(
        "measures/talk.html", talk=talk, holds=holds, signs=signs, recorder=talking.recorder_of(talk), ended=ended
    )


@bp.route("/talks/<int:talk_id>/hold", methods=["GET", "POST"])
@requires("talk.hold")
def hold_talk(talk_id: int):
    talk, form = _load(talk_id), TalkRecordForm()
    if not form.is_submitted() and form.held_at.data is None:
        form.held_at.data = clock.local(min(talk.planned_at, clock.now()))
    if take(form, talking.hold, TALK, talk, "hold", at=clock.now()):
        return saved(f"{talk.number} 已记录，请当事人签认。", to=_at(talk))
    return step(form, talk, "记录谈话")


@bp.route("/talks/<int:talk_id>/cancel", methods=["GET", "POST"])
@requires("talk.hold")
def cancel_talk(talk_id: int):
    talk, form = _load(talk_id), ReasonForm()
    if take(form, talking.cancel, TALK, talk, "cancel", at=clock.now()):
        return saved(f"{talk.number} 已取消。", to=_at(talk))
    return step(form, talk, "取消谈话")


@bp.route("/talks/<int:talk_id>/sign", methods=["GET", "POST"])
@requires("talk.sign")
def sign_talk(talk_id: int):
    talk, form = _load(talk_id), PinForm()
    if take(form, talking.sign, TALK, talk, "sign", at=clock.now()):
        return saved(f"{talk.number} 已签认。", to=_at(talk))
    return step(form, talk, "签认谈话记录", "签认只表示记录属实。")


@bp.route("/talks/<int:talk_id>/refuse", methods=["GET", "POST"])
@requires("talk.hold")
def refuse_talk(talk_id: int):
    """The person will not sign; the witness confirms it with a PIN of their own."""
    talk, form = _load(talk_id), RefusalForm()
    form.witness.offer(queries.witnesses(talk, current_user))
    if take(form, talking.refuse, TALK, talk, "refuse", at=clock.now()):
        return saved(f"{talk.number} 已按拒签登记。", to=_at(talk))
    return step(form, talk, "按拒签登记")


def step(form, talk: Talk, title: str, hint: str = ""):
    return page("measures/step.html", form=form, title=title, number=talk.number, back=_at(talk), hint=hint, kind="")


def _load(talk_id: int) -> Talk:
    return load(Talk, talk_id, *queries.TALKED)


def _at(talk: Talk) -> str:
    return url_for(".show_talk", talk_id=talk.id)


def _plan(kept: list, **told) -> None:
    kept.append(talking.plan(**told))


def _list():
    form = TalkFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    return form, queries.filtered(Talk, visible(Talk, current_user), **form.values())
