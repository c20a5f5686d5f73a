"""The list of people, and a new one."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.admin import bp, columns
from blueprints.admin.forms import NewPersonForm, PeopleFilter
from blueprints.core.access import requires
from blueprints.core.paging import page_of
from blueprints.core.personal import full_sheet
from blueprints.core.respond import page, updated
from blueprints.core.sheets.exports import sheet
from models.accounts import User, passwords, queries, structure
from models.accounts import people as rules
from models.core import clock
from models.core.db import db

SORTS = {
    "staff_no": (User.staff_key, User.id),
    "-staff_no": (User.staff_key.desc(), User.id),
    "name": (User.name, User.id),
    "-name": (User.name.desc(), User.id),
    "unit": (User.unit_id, User.staff_key, User.id),
    "-unit": (User.unit_id.desc(), User.staff_key, User.id),
}


@bp.get("/people")
@requires("user.read")
def people():
    form = PeopleFilter().offer()
    found = page_of(_found(form), *_order(form))
    shown = {"unit_names": unit_names(), "roles": role_names([person.id for person in found.rows])}
    return page("admin/people.html", form=form, page=found, sort=form.sort.data or "staff_no", **shown)


@bp.get("/people/export.xlsx")
@requires("user.read")
def export_people():
    form, cols, rows = _sheet()
    return sheet("人员", cols, rows, action="user.export", filters=form)


@bp.post("/people/export-full.xlsx")
@requires("user.export_full")
def export_people_in_full():
    """The same list with whole numbers, for a reason that is kept."""
    form, cols, rows = _sheet()
    return full_sheet(User, "人员（完整号码）", cols, rows, filters=form)


@bp.route("/people/new", methods=["GET", "POST"])
@requires("user.create")
def create_person():
    """Add one person; the first password is shown once, on the answer, and kept nowhere."""
    form, person, initial = NewPersonForm(), User(), passwords.initial_password()
    if form.attempt(rules.create, person, initial=initial, by=current_user):
        return show_once(person, initial, f"已新增 {person.name}。")
    return page("admin/person_new.html", form=form)


def show_once(person: User, initial: str, message: str):
    """Commit and show a one-time password on the answer itself: it is in no address and in no table."""
    return updated(
        message, "admin/initial.html", person=person, initial=initial, back=url_for(".person", user_id=person.id)
    )


def unit_names() -> dict[int, str]:
    return structure.full_names(list(db.session.scalars(queries.units())))


def role_names(ids: list[int]) -> dict[int, str]:
    """Return for each person the names of the roles held today, joined."""
    held: dict[int, list[str]] = {}
    for user_id, name in db.session.execute(queries.role_names(ids, clock.today())):
        held.setdefault(user_id, []).append(name)
    return {user_id: "、".join(dict.fromkeys(names)) for user_id, names in held.items()}


def _found(form: PeopleFilter):
    chosen = form.values()
    chosen.pop("sort", None)
    return queries.people(current_user, **chosen)


def _order(form: PeopleFilter) -> tuple:
    return SORTS.get(form.sort.data or "", SORTS["staff_no"])


def _sheet() -> tuple:
    """Return the filters, the columns and the people they leave."""
    form = PeopleFilter().offer()
    rows = list(db.session.scalars(_found(form).order_by(*_order(form))).unique())
    return form, columns.people(unit_names(), role_names([person.id for person in rows])), rows
