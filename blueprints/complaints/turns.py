"""The steps of a case on the web: in their order, and a try before its turn stays on record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask_login import current_user

from blueprints.core import turns
from blueprints.core.respond import remember
from models.accounts import User
from models.complaints import Complaint, order
from models.complaints.states import COMPLAINT
from models.core import clock
from models.core.db import db
from models.core.errors import RuleBroken


def take(form, rule, case: Complaint, name: str, **told) -> bool:
    """Carry out the step of a form; what was sent before its turn is refused and put on record."""
    done = turns.take(form, rule, COMPLAINT, case, name, at=clock.now(), **told)
    if not done and form.is_submitted():
        note_try(case, name)
    return done


@contextmanager
def in_order(case: Complaint, name: str) -> Iterator[None]:
    """Let a one-click step be refused as always; before its turn the try is put on record."""
    try:
        yield
    except RuleBroken:
        note_try(case, name)
        raise


def note_try(case: Complaint, name: str) -> None:
    """Put a step that was sent and refused on record, if it came before its turn."""
    if not order.is_premature(case, name):
        return
    by_id, told = current_user.id, (case.id, case.number, case.unit_id, order.told(case, name))
    remember(lambda: order.put_on_record(*told, db.session.get_one(User, by_id)))
