"""Who holds which role: granting, taking back, and the requests that wait."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.admin import bp, columns
from blueprints.admin.forms import ReasonForm
from blueprints.admin.grant_forms import GrantFilter, GrantForm, RevokeForm
from blueprints.admin.list_forms import RequestFilter
from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import RoleGrant, RoleRequest, queries, role_requests
from models.accounts import grants as rules
from models.core import clock
from models.core.db import db

SORTS = {
    "-id": (RoleGrant.id.desc(),),
    "role": (RoleGrant.role_id, RoleGrant.id),
    "-role": (RoleGrant.role_id.desc(), RoleGrant.id),
    "unit": (RoleGrant.unit_id, RoleGrant.id),
    "-unit": (RoleGrant.unit_id.desc(), RoleGrant.id),
}


@bp.get("/grants")
@requires("role.read")
def grants():
    form = GrantFilter().offer()
    found = page_of(_granted(form), *_order(form))
    return page("admin/grants.html", form=form, page=found, sort=form.sort.data or "-id", today=clock.today())


@bp.get("/grants/export.xlsx")
@requires("role.read")
def export_grants():
    form = GrantFilter().offer()
    rows = _granted(form).order_by(*_order(form))
    return sheet("授权情况", columns.GRANTS, rows, action="role.export", filters=form)


@bp.route("/grants/new", methods=["GET", "POST"])
@requires("role.grant")
def grant_role():
    form = GrantForm()
    if form.attempt(rules.grant, by=current_user):
        return saved(f"{form.user.data.name} 已授予“{form.role.data.name}”。", to=url_for(".grants"))
    return page("admin/grant_new.html", form=form)


@bp.route("/grants/<int:grant_id>/revoke", methods=["GET", "POST"])
@requires("role.grant")
def revoke_role(grant_id: int):
    """Take a role back; what it gave is gone with the person's next request."""
    row, form = load(RoleGrant, grant_id), RevokeForm()
    if form.attempt(rules.revoke, row, by=current_user, on=clock.today()):
        return saved(f"已收回 {row.user.name} 的“{row.role.name}”。", to=url_for(".grants"))
    return page("admin/grant_revoke.html", form=form, grant=row)


@bp.get("/grants/requests")
@requires("role.grant")
def requests():
    form, rows = _asked()
    return page("admin/requests.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/grants/requests/export.xlsx")
@requires("role.grant")
def export_requests():
    form, rows = _asked()
    return sheet("待授权角色", columns.REQUESTS, rows.order_by(*form.sort.key), action="role.export", filters=form)


@bp.post("/grants/requests/approve-all")
@requires("role.grant")
def approve_all():
    rows = db.session.scalars(queries.waiting(current_user)).unique().all()
    role_requests.approve_all(rows, current_user)
    return saved(f"已授予 {len(rows)} 项角色。", to=url_for(".requests"))


@bp.post("/grants/requests/<int:request_id>/approve")
@requires("role.grant")
def approve_request(request_id: int):
    row = load(RoleRequest, request_id)
    role_requests.approve(row, current_user)
    return saved(f"{row.user.name} 已授予“{row.role.name}”。", to=url_for(".requests"))


@bp.route("/grants/requests/<int:request_id>/refuse", methods=["GET", "POST"])
@requires("role.grant")
def refuse_request(request_id: int):
    row, form = load(RoleRequest, request_id), ReasonForm()
    if form.attempt(role_requests.refuse, row, by=current_user):
        return saved(f"未同意 {row.user.name} 的“{row.role.name}”。", to=url_for(".requests"))
    return page("admin/request_refuse.html", form=form, row=row)


def _asked():
    """Return the filters and the requests they leave."""
    form = RequestFilter()
    return form, queries.waiting(current_user, **form.values())


def _granted(form: GrantFilter):
    chosen = form.values()
    chosen.pop("sort", None)
    return queries.grants(current_user, **chosen)


def _order(form: GrantFilter) -> tuple:
    return SORTS.get(form.sort.data or "", SORTS["-id"])
