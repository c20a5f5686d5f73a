"""One line of the staff list that comes in as a spreadsheet; roles named in it wait for the security administrator."""

from __future__ import annotations

import re
from collections import Counter

from sqlalchemy import select

from models.accounts import grants, people, role_requests, structure
from models.accounts.tables import Role, Unit, User
from models.core.db import db
from models.core.errors import RuleBroken

SPLIT = re.compile(r"[、,，;；/\s]+")
STEPS = re.compile(r"\s*[/／>＞]\s*")


def take(*, staff_no: str, name: str, unit: str, post_title: str, roles: str, phone: str, by: User) -> None:
    """Create one person of the list and ask for their roles.

    ``unit`` is a name (一班) or, where several units are called so, a path (青岚收费站/一班); ``roles`` are names
    separated by 、. Raises RuleBroken with the field: unknown or ambiguous unit, unknown role, or as ``people.create``.
    """
    place = _unit(unit)
    wanted = [_role(title) for title in SPLIT.split(roles or "") if title]
    person = User()
    people.create(
        person, staff_no=staff_no, name=name, unit=place, by=by, post_title=post_title or "", phone=phone or ""
    )
    try:
        grants.refuse_mixture(person, wanted)
    except RuleBroken as refusal:
        raise RuleBroken(str(refusal), field="roles") from refusal
    for role in wanted:
        role_requests.ask(person, role, place, by)


def repeated(numbers: list[str]) -> set[str]:
    """Return the staff numbers that stand more than once in the list."""
    return {number for number, times in Counter(numbers).items() if times > 1}


def _unit(text: str) -> Unit:
    steps = STEPS.split(text.strip())
    units = db.session.scalars(structure.open_units()).all()
    names = {unit.id: unit.name for unit in units}
    found = [u for u in units if u.name == steps[-1] and _ends_with([names.get(i, "") for i in u.ancestry], steps)]
    if not found:
        raise RuleBroken(f"没有单位“{text}”。", field="unit")
    if len(found) > 1:
        raise RuleBroken(f"有 {len(found)} 个“{text}”，请写成“收费站/班组”。", field="unit")
    return found[0]


def _ends_with(names: list[str], steps: list[str]) -> bool:
    """Whether ``steps`` stand in ``names`` in this order, the last one last; stations between may be left out."""
    rest = iter(names)
    return names[-1] == steps[-1] and all(step in rest for step in steps)


def _role(title: str) -> Role:
    role = db.session.scalar(select(Role).where((Role.name == title) | (Role.code == title)))
    if role is None:
        raise RuleBroken(f"没有角色“{title}”。", field="roles")
    return role
