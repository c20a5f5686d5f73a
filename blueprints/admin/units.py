"""The organisation tree."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.admin import bp, columns
from blueprints.admin.forms import NewUnitForm, UnitForm
from blueprints.admin.list_forms import UnitFilter
from blueprints.admin.people import unit_names
from blueprints.core.access import load, requires
from blueprints.core.paging import page_of_rows
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import Unit, queries, structure
from models.core.db import db
from models.core.scope import visible


@bp.get("/units")
@requires("unit.read")
def units():
    form, heads = UnitFilter(), _heads()
    return page("admin/units.html", form=form, page=page_of_rows(_listed(form, heads)), heads=heads)


@bp.get("/units/export.xlsx")
@requires("unit.read")
def export_units():
    form, heads = UnitFilter(), _heads()
    rows = [unit for _depth, unit in _listed(form, heads)]
    return sheet("组织机构", columns.units(unit_names(), heads), rows, action="unit.export", filters=form)


@bp.route("/units/new", methods=["GET", "POST"])
@requires("unit.edit")
def create_unit():
    form = NewUnitForm()
    if form.attempt(structure.create, Unit(), by=current_user):
        return saved(f"已建立 {form.name.data}。", to=url_for(".units"))
    return page("admin/unit_edit.html", form=form, unit=None)


@bp.route("/units/<int:unit_id>/edit", methods=["GET", "POST"])
@requires("unit.edit")
def edit_unit(unit_id: int):
    unit = load(Unit, unit_id)
    form = UnitForm(data={"name": unit.name}, version=unit.version)
    form.parent.preset(db.session.get(Unit, unit.parent_id) if unit.parent_id else None)
    if form.attempt(structure.edit, unit, by=current_user):
        return saved(f"已修改 {unit.name}。", to=url_for(".units"))
    return page("admin/unit_edit.html", form=form, unit=unit)


@bp.post("/units/<int:unit_id>/close")
@requires("unit.edit")
def close_unit(unit_id: int):
    unit = load(Unit, unit_id)
    structure.close(unit, current_user)
    return saved(f"{unit.name} 已撤销。", to=url_for(".units"))


@bp.post("/units/<int:unit_id>/reopen")
@requires("unit.edit")
def reopen_unit(unit_id: int):
    unit = load(Unit, unit_id)
    structure.reopen(unit, current_user)
    return saved(f"{unit.name} 已恢复使用。", to=url_for(".units"))


def _tree() -> list[tuple[int, Unit]]:
    return structure.in_tree_order(list(db.session.scalars(visible(Unit, current_user)).unique()))


def _listed(form: UnitFilter, heads: dict[int, int]) -> list[tuple[int, Unit]]:
    """Return the units that the filters leave, with the depth at which each is shown."""
    chosen = form.values()
    text, kind, use = chosen.get("text", ""), chosen.get("kind"), chosen.get("use")
    found = [
        (depth, unit)
        for depth, unit in _tree()
        if text in f"{unit.name} {unit.code}" and kind in (None, unit.kind) and use in (None, _use(unit))
    ]
    match chosen.get("sort"):
        case "name":
            return sorted(((0, unit) for _depth, unit in found), key=lambda row: (row[1].name, row[1].id))
        case "-heads":
            return sorted(((0, unit) for _depth, unit in found), key=lambda row: -heads.get(row[1].id, 0))
    return found


def _use(unit: Unit) -> str:
    return "open" if unit.is_open else "closed"


def _heads() -> dict[int, int]:
    return dict(db.session.execute(queries.headcounts()).all())
