"""Standing bodies and who sits in them from when to when."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.admin import bp, columns
from blueprints.admin.grant_forms import BodyForm, PostForm
from blueprints.admin.list_forms import BodyFilter
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import Body, BodyPost
from models.accounts import bodies as rules
from models.core import clock
from models.core.db import db
from models.core.scope import visible

ORDERS = {
    "name": lambda post: (post.user.name, post.id),
    "-from_on": lambda post: (-post.from_on.toordinal(), post.id),
}


@bp.get("/bodies")
@requires("body.edit")
def bodies():
    form = BodyFilter()
    found, posts = _seated(form)
    return page("admin/bodies.html", form=form, bodies=found, posts=posts, today=clock.today())


@bp.get("/bodies/export.xlsx")
@requires("body.edit")
def export_bodies():
    form = BodyFilter()
    found, posts = _seated(form)
    shown = columns.posts({body.id: body.name for body in found})
    ordered = sorted(posts, key=lambda post: post.body_id)
    return sheet("常设机构", shown, ordered, action="body.export", filters=form)


@bp.route("/bodies/new", methods=["GET", "POST"])
@requires("body.edit")
def create_body():
    form = BodyForm()
    if form.attempt(rules.create, Body(), by=current_user):
        return saved(f"已建立 {form.name.data}。", to=url_for(".bodies"))
    return page("admin/body_new.html", form=form)


@bp.route("/bodies/<int:body_id>/appoint", methods=["GET", "POST"])
@requires("body.edit")
def appoint(body_id: int):
    body, form = load(Body, body_id), PostForm()
    if form.attempt(rules.appoint, body, by=current_user):
        return saved(f"{form.user.data.name} 已任{form.post.data}。", to=url_for(".bodies"))
    return page("admin/body_appoint.html", form=form, body=body)


@bp.post("/bodies/posts/<int:post_id>/dismiss")
@requires("body.edit")
def dismiss(post_id: int):
    row = load(BodyPost, post_id)
    rules.dismiss(row, clock.today(), current_user)
    return saved("职务已免去，今天为最后一天。", to=url_for(".bodies"))


def _seated(form: BodyFilter) -> tuple[list[Body], list[BodyPost]]:
    """Return the bodies that the person keeps and their posts, as far as the filters leave them.

    A body without a post stays as long as nothing is filtered.
    """
    found = list(db.session.scalars(visible(Body, current_user).order_by(Body.id)))
    chosen = form.values()
    sort = chosen.pop("sort", "")
    posts = list(db.session.scalars(rules.filtered(rules.posts_of(found), clock.today(), **chosen)))
    seated = {post.body_id for post in posts}
    shown = [body for body in found if not chosen or body.id in seated]
    return shown, sorted(posts, key=ORDERS[sort]) if sort else posts
