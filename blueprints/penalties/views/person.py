"""What a person does about their own penalty: read, state their case, sign, give up the appeal, appeal."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import StatementForm
from blueprints.core.turns import require_state, take
from blueprints.penalties import bp
from blueprints.penalties.columns import OWN
from blueprints.penalties.forms import (
    AppealForm,
    OwnFilter,
    PinForm,
)
from blueprints.penalties.views.drafts import step
from models.core import clock
from models.core.db import db
from models.penalties import Penalty, PenaltyState, appeals, drafting, queries, service
from models.penalties.states import PENALTY


@bp.get("/mine")
@requires("penalty.appeal")
def mine():
    form, rows = _own()
    bans = db.session.scalars(queries.bans_of(current_user, clock.today().year)).all()
    return page(
        "penalties/mine.html",
        form=form,
        page=page_of(rows, *form.sort.key),
        bans=bans,
        window_over=service.window_over,
        today=clock.today(),
    )


@bp.get("/mine/export.xlsx")
@requires("penalty.appeal")
def export_own():
    form, rows = _own()
    return sheet("我的处罚", OWN, rows.order_by(*form.sort.key), action="penalty.export", filters=form)


def _own():
    """Return the filters and the person's own penalties they leave."""
    form = OwnFilter(queries.first_of(current_user))
    return form, queries.own(current_user, **form.values())


@bp.route("/<int:penalty_id>/statement", methods=["GET", "POST"])
@requires("penalty.appeal")
def statement(penalty_id: int):
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), StatementForm()
    require_state(form, penalty, PenaltyState.REVIEW, drafting.TOO_LATE_TO_STATE)
    if not form.is_submitted():
        form.statement.data = penalty.statement
    if form.attempt(drafting.state_case, penalty, by=current_user, at=clock.now()):
        return saved("陈述已保存，审批人会看到。", to=url_for(".show", penalty_id=penalty.id))
    return step(form, penalty, "陈述申辩", hint="审批人在决定之前会看到您的陈述；决定之前可以修改。")


@bp.route("/<int:penalty_id>/sign", methods=["GET", "POST"])
@requires("penalty.appeal")
def sign(penalty_id: int):
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), PinForm()
    if take(form, service.sign, PENALTY, penalty, "sign", at=clock.now()):
        return saved(
            f"已签收，可以申诉到 {clock.short_day(penalty.appeal_until)} 为止。",
            to=url_for(".show", penalty_id=penalty.id),
        )
    return step(form, penalty, "签收决定书", hint="签收只表示收到，不表示同意。签收后开始计算申诉期。")


@bp.route("/<int:penalty_id>/waive", methods=["GET", "POST"])
@requires("penalty.appeal")
def waive(penalty_id: int):
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), PinForm()
    if take(form, service.waive, PENALTY, penalty, "waive", at=clock.now()):
        return saved("已放弃申诉，处罚生效。", to=url_for(".show", penalty_id=penalty.id))
    return step(form, penalty, "放弃申诉", hint="放弃后处罚立即生效，不能再申诉。", kind="danger")


@bp.route("/<int:penalty_id>/appeal", methods=["GET", "POST"])
@requires("penalty.appeal")
def appeal(penalty_id: int):
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), AppealForm()
    if take(form, appeals.file, PENALTY, penalty, "appeal", at=clock.now()):
        return saved("申诉已提交，由未参与拟办的领导决定。", to=url_for(".show", penalty_id=penalty.id))
    until = f"可以申诉到 {clock.short_day(penalty.appeal_until)} 为止，" if penalty.appeal_until else ""
    return step(form, penalty, "申诉", hint=f"{until}申诉期间处罚不生效，由未参与拟办的领导决定。")
