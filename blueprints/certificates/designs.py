"""The designs and their versions."""

from __future__ import annotations

import secrets

from flask import url_for
from flask_login import current_user

from blueprints.certificates import bp
from blueprints.certificates.forms import EditDesignForm, NewDesignForm
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from models.certificates import CertificateTemplate, queries
from models.certificates import designs as rules
from models.core import clock
from models.core.db import db


@bp.get("/designs")
@requires("certificate.design")
def designs():
    return page("certificates/designs.html", rows=db.session.scalars(queries.templates(is_open=False)).all())


@bp.route("/designs/new", methods=["GET", "POST"])
@requires("certificate.design")
def create_design():
    form, code = NewDesignForm(), f"own-{secrets.token_hex(4)}"
    if form.attempt(rules.add, code=code, by=current_user, at=clock.now()):
        return saved(f"样式“{form.name.data}”已添加。", to=url_for(".designs"))
    return page("certificates/design.html", form=form, row=None)


@bp.route("/designs/<int:template_id>/edit", methods=["GET", "POST"])
@requires("certificate.design")
def edit_design(template_id: int):
    row = load(CertificateTemplate, template_id)
    form = EditDesignForm(version=row.version)
    form.show(row)
    if form.attempt(rules.edit, row, by=current_user, at=clock.now()):
        return saved(f"“{row.name}”已修改，现在是第 {row.newest.number} 版。", to=url_for(".designs"))
    return page("certificates/design.html", form=form, row=row)
