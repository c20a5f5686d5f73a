"""Personal data on pages: the masked value with its way to look, and the form of an export in full."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, abort, url_for
from flask_login import current_user
from wtforms import StringField

from blueprints.core.access import refuse
from blueprints.core.forms import LINE, FilterForm, HouseForm, at_most
from blueprints.core.sheets.exports import Column, sheet
from models import personal
from models.core.db import Base
from models.personal import rules


@dataclass(frozen=True, slots=True)
class Shown:
    """What ``ui.personal`` needs: ``href`` is empty where the viewer may not look, or there is nothing to see."""

    masked: str
    label: str
    href: str
    id: str
    reasons: tuple[str, ...] = rules.REASONS


class ExportReasonForm(HouseForm):
    """Why somebody takes a list with whole numbers. Source: security.md 28."""

    reason = StringField("导出理由", [at_most(LINE)])


def init_app(app: Flask) -> None:
    app.add_template_global(personal_of)


def personal_of(row: Base, column: str) -> Shown:
    """Return how ``column`` of ``row`` is shown to the person who is signed in; asks the database nothing."""
    table = row.__tablename__
    known = personal.declared(table)
    masked = personal.shown(row, column)
    may = bool(masked) and current_user.is_authenticated and current_user.may(known.permission)
    href = url_for("personal.reveal", table=table, row_id=row.id, column=column) if may else ""
    return Shown(masked, known.columns[column].label, href, f"reveal-{table}-{row.id}-{column}")


def full_sheet(table: type[Base], name: str, columns: list[Column], rows, *, filters: FilterForm | None = None):
    """Send the list with whole numbers, for the reason that ``ui.full_export`` posts; on record before it leaves.

    ``columns`` are those of the masked export: they ask ``personal.shown``. 404 for a table that is never exported
    in full, 403 without the permission it names. Raises RuleBroken: the reason is too short.
    """
    known = personal.declared(table.__tablename__)
    if known is None or known.full_export is None:
        abort(404)
    if not personal.full_export_allowed(current_user, table):
        refuse()
    form = ExportReasonForm()
    reason = form.reason.data or ""
    rules.check_reason(reason)
    with personal.in_full(table):
        return sheet(name, columns, rows, action=known.full_export, filters=filters, reason=reason)
