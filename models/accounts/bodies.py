"""Rules about standing bodies: who sat in which post on which day. Source: domain §1.1 (S0)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from models.accounts.queries import called
from models.accounts.scope import in_reach
from models.accounts.tables import Body, BodyPost, Unit, User, UserState
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.scope import scope_of

POSTS = ("组长", "副组长", "主任", "副主任", "成员")


def create(body: Body, *, name: str, code: str, unit: Unit, seated_unit: Unit | None, by: User) -> None:
    """Fill and keep the new ``body``; ``seated_unit`` is the department that does its office work.

    Raises RuleBroken: the code is taken.
    """
    if db.session.scalar(select(Body.id).where(Body.code == code)):
        raise RuleBroken(f"代码 {code} 已使用。", field="code")
    body.name, body.code, body.unit_id = name, code, unit.id
    body.seated_unit_id = seated_unit.id if seated_unit else None
    db.session.add(body)
    audit.record("body.create", body, by)


def appoint(body: Body, *, user: User, post: str, from_on: date, to_on: date | None, by: User) -> None:
    """Give ``user`` a post from a day on. Raises RuleBroken: already there, left, or an end before the start."""
    if user.state is UserState.LEFT:
        raise RuleBroken(f"{user.name} 已离职。", field="user")
    if to_on and to_on < from_on:
        raise RuleBroken("截止日期不能早于开始日期。", field="to_on")
    overlaps = select(BodyPost.id).where(
        BodyPost.body_id == body.id,
        BodyPost.user_id == user.id,
        BodyPost.from_on <= (to_on or date.max),
        or_(BodyPost.to_on.is_(None), BodyPost.to_on >= from_on),
    )
    if db.session.scalar(overlaps):
        raise RuleBroken(f"{user.name} 在这段时间已有职务。", field="user")
    row = BodyPost(body_id=body.id, user_id=user.id, post=post, from_on=from_on, to_on=to_on)
    db.session.add(row)
    audit.record("body.appoint", row, by, note=f"{body.name}：{user.name} 任{post}")


def dismiss(row: BodyPost, on: date, by: User) -> None:
    """End a post; ``on`` is its last day. Raises RuleBroken: it ended before."""
    if row.to_on and row.to_on <= on:
        raise RuleBroken("这项职务已经结束。")
    row.to_on = max(on, row.from_on)
    audit.record("body.dismiss", row, by)


def posts_of(bodies: list[Body]) -> Select[tuple[BodyPost]]:
    """Return every post of ``bodies``, those in force first, with the person."""
    rows = select(BodyPost).where(BodyPost.body_id.in_([body.id for body in bodies]))
    rows = rows.options(joinedload(BodyPost.user))
    return rows.order_by(BodyPost.to_on.is_not(None), BodyPost.from_on, BodyPost.id)


def filtered(posts: Select, on: date, *, text: str = "", standing: str = "") -> Select[tuple[BodyPost]]:
    """Narrow posts to a word of body, post or person, and to those held on a day (now), ended (past) or to come."""
    if text:
        named = select(Body.id).where(Body.name.contains(text, autoescape=True))
        holds = (BodyPost.body_id.in_(named), BodyPost.post.contains(text, autoescape=True))
        posts = posts.where(or_(*holds, BodyPost.user_id.in_(called(text))))
    ways = {
        "now": (BodyPost.from_on <= on, or_(BodyPost.to_on.is_(None), BodyPost.to_on >= on)),
        "past": (BodyPost.to_on < on,),
        "coming": (BodyPost.from_on > on,),
    }
    return posts.where(*ways.get(standing, ()))


@scope_of(Body)
def visible_to(user: User) -> Select[tuple[Body]]:
    """The bodies at units within reach of ``body.edit``."""
    return select(Body).where(in_reach(user, "body.edit", Body.unit_id))


@scope_of(BodyPost)
def posts_visible_to(user: User) -> Select[tuple[BodyPost]]:
    return select(BodyPost).join(Body).where(in_reach(user, "body.edit", Body.unit_id))
