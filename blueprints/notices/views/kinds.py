"""The kinds of papers."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.notices import bp
from blueprints.notices.forms import KindForm
from models.core.db import db
from models.notices import NoticeKind, planning, queries


@bp.get("/kinds")
@requires("notice.plan")
def kinds():
    return page("notices/kinds.html", kinds=db.session.scalars(queries.kinds()).all())


@bp.route("/kinds/<int:kind_id>", methods=["GET", "POST"])
@requires("notice.plan")
def edit_kind(kind_id: int):
    kind = load(NoticeKind, kind_id)
    form = KindForm(obj=kind, version=kind.version)
    if form.attempt(planning.change, kind, by=current_user):
        return saved(f"{kind.name}已修改，对以后的通知有效。", to=url_for(".kinds"))
    return page("notices/kind.html", form=form, kind=kind)
