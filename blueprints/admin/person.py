"""One person: what is known, and everything that can happen to them."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from blueprints.admin import bp
from blueprints.admin.forms import MoveForm, PersonForm
from blueprints.admin.people import show_once, unit_names
from blueprints.core.access import load, requires
from blueprints.core.forms import HouseForm
from blueprints.core.respond import page, saved
from models.accounts import Move, User, grants, passwords, queries
from models.accounts import people as rules
from models.accounts.scope import reaches
from models.core import clock, trail
from models.core.db import db

TOLD = 20  # entries of the history that a person's page shows


@bp.get("/people/<int:user_id>")
@requires("user.read")
def person(user_id: int):
    return page("admin/person.html", **_about(load(User, user_id)))


@bp.route("/people/<int:user_id>/edit", methods=["GET", "POST"])
@requires("user.edit")
def edit_person(user_id: int):
    row = load(User, user_id)
    form = PersonForm(obj=row, version=row.version)
    if form.attempt(rules.edit, row, by=current_user):
        return saved(f"已修改 {row.name} 的资料。", to=url_for(".person", user_id=row.id))
    return page("admin/person_edit.html", form=form, person=row)


@bp.route("/people/<int:user_id>/move", methods=["GET", "POST"])
@requires("user.move")
def move_person(user_id: int):
    """Transfer, lend or part with a person; their sign-ins end with this answer."""
    row = load(User, user_id)
    form = MoveForm(row)
    if form.attempt(rules.move, row, Move(), by=current_user):
        return saved(
            f"{row.name} 已办理{form.kind.data.label}，登录和原有授权已结束。", to=url_for(".person", user_id=row.id)
        )
    return page("admin/person_move.html", form=form, person=row, open_work=rules.open_work_of(row))


@bp.post("/people/<int:user_id>/come-back")
@requires("user.move")
def bring_back(user_id: int):
    row = load(User, user_id)
    rules.come_back(row, current_user, clock.today())
    return saved(f"{row.name} 已返回原单位，角色待安全管理员授权。", to=url_for(".person", user_id=row.id))


@bp.post("/people/<int:user_id>/reset-password")
@requires("user.reset")
def reset_password(user_id: int):
    row, initial = load(User, user_id), passwords.initial_password()
    rules.reset_password(row, initial, current_user)
    return show_once(row, initial, f"{row.name} 的密码已重置。")


@bp.post("/people/<int:user_id>/reset-pin")
@requires("user.reset")
def reset_pin(user_id: int):
    row = load(User, user_id)
    rules.reset_pin(row, current_user)
    return saved(f"{row.name} 的 PIN 已清除，下次登录时重新设置。", to=url_for(".person", user_id=row.id))


def _about(row: User) -> dict:
    """What a person's page shows to whoever asks."""
    told = trail.history_of(row).limit(TOLD) if current_user.may("history.read") else None
    entries = db.session.scalars(told).all() if told is not None else None
    return {
        "person": row,
        "form": HouseForm(),
        "unit_names": unit_names(),
        "grants": db.session.scalars(grants.not_ended_of(row.id, clock.today())).all(),
        "moves": db.session.scalars(queries.moves_of(row).options(joinedload(Move.user))).all(),
        "may_reset": row.id != current_user.id and reaches(current_user, "user.reset", row.unit),
        "entries": entries,
        "in_words": trail.in_words,
        "named": trail.look_up(entries or ()),
    }
