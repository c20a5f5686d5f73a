"""Spreadsheets that come in: a dry run that says what is wrong in which cell, then all or nothing.

An area describes its table once (``Import``) and takes lines by the same rule as its form. Between the dry run and
the confirmation the file stays here, so nobody uploads twice. Source: security.md 14.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Any

from flask import send_file

from blueprints.core.sheets import exports
from blueprints.core.sheets import files as import_files
from blueprints.core.sheets.cells import day, one_of, text, text_up_to, whole, yes_or_no, yuan
from blueprints.core.sheets.marks import marked_copy
from blueprints.core.sheets.reading import Field, Line, Refusal, Sheet, read_sheet
from models.core.db import db
from models.core.errors import RuleBroken, RulesBroken

SHOWN = 200  # refusals that a page lists; the marked copy has them all


class _TakenBack(Exception):
    """Ends a savepoint whose work is not wanted."""


@dataclass(slots=True)
class Trial:
    """The result of a dry run. ``kept`` is the hash under which the file waits for the confirmation."""

    kept: str
    lines: list[Line]
    refusals: list[Refusal]
    ignored: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not self.refusals and bool(self.lines)

    @property
    def is_refused(self) -> bool:
        """``page`` answers 422 to a trial with refusals, as to a refused form."""
        return not self.is_clean

    @property
    def shown(self) -> list[Refusal]:
        return self.refusals[:SHOWN]


def no_check(_lines: list[Line]) -> Iterable[Refusal]:
    return ()


@dataclass(frozen=True, slots=True)
class Import:
    """One kind of table: its fields, the rule that takes one line, and what only all lines together can tell.

    ``rule(by=…, **values)`` gets the fields' names as keywords and raises RuleBroken; ``field=`` names the column.
    ``check(lines)`` yields refusals for what no single line shows (e.g. a name that stands twice).
    """

    name: str
    fields: list[Field]
    rule: Callable[..., Any]
    check: Callable[[list[Line]], Iterable[Refusal]] = field(default=no_check)

    def trial(self, file: IO[bytes], by) -> Trial:
        """Read the upload, keep it, and carry it out in a savepoint that is taken back. Raises RuleBroken(file)."""
        content = file.read(import_files.MOST_BYTES + 1)
        sheet = read_sheet(BytesIO(content), self.fields)
        return self._rehearse(import_files.keep(content, by.id), sheet, by)

    def again(self, kept: str, by) -> Trial:
        """Repeat the dry run on the file that ``by`` uploaded before. Raises RuleBroken: no longer there."""
        return self._rehearse(kept, read_sheet(BytesIO(import_files.kept(kept, by.id)), self.fields), by)

    def carry_out(self, kept: str, by) -> Trial:
        """Take every line of a kept file, or none: the trial is clean exactly when all were taken.

        The caller answers with ``saved``, which commits.
        """
        content = import_files.kept(kept, by.id)
        sheet = read_sheet(BytesIO(content), self.fields)
        refusals = sheet.refusals + list(self.check(sheet.lines))
        if not refusals and sheet.lines:
            refusals = self._take(sheet, by, keep=True)
        return Trial(kept, sheet.lines, refusals, sheet.ignored)

    def marked(self, kept: str, by):
        """Send the kept file back with the refused cells coloured and the reasons as comments."""
        trial = self.again(kept, by)
        copy = BytesIO(marked_copy(import_files.kept(kept, by.id), trial.refusals))
        name = exports.file_name(f"{self.name}-需修改")
        return send_file(copy, exports.XLSX, as_attachment=True, download_name=f"{name}.xlsx")

    def template(self):
        """Send an empty table with the right header; columns that must be filled carry a star."""
        from xlsxwriter import Workbook  # noqa: PLC0415  (heavy, and only this needs it)

        book = Workbook(out := BytesIO(), {"in_memory": True})
        page, bold, as_typed = book.add_worksheet(self.name[:31]), book.add_format({"bold": True}), "@"
        page.set_column(0, len(self.fields) - 1, 18, book.add_format({"num_format": as_typed}))
        for index, column in enumerate(self.fields):
            page.write_string(0, index, f"{column.title}{'*' if column.required else ''}", bold)
        page.freeze_panes(1, 0)
        book.close()
        out.seek(0)
        name = exports.file_name(f"{self.name}-模板")
        return send_file(out, exports.XLSX, as_attachment=True, download_name=f"{name}.xlsx")

    def _rehearse(self, kept: str, sheet: Sheet, by) -> Trial:
        refusals = sheet.refusals + list(self.check(sheet.lines))
        refusals += self._take(sheet, by, keep=False)
        refusals.sort(key=lambda refusal: refusal.row_number)
        return Trial(kept, sheet.lines, refusals, sheet.ignored)

    def _take(self, sheet: Sheet, by, *, keep: bool) -> list[Refusal]:
        """Take the lines one by one in a savepoint; take it back if told to, or if any line was refused."""
        refusals: list[Refusal] = []
        try:
            with db.session.begin_nested():
                for line in sheet.lines:
                    refusals += self._take_line(line, by)
                if refusals or not keep:
                    raise _TakenBack
        except _TakenBack:
            db.session.expire_all()
        return refusals

    def _take_line(self, line: Line, by) -> list[Refusal]:
        try:
            with db.session.begin_nested():
                self.rule(by=by, **line.values)
        except RulesBroken as broken:
            return [Refusal(line.number, self._title(name), sentence) for name, sentence in broken.refusals.items()]
        except RuleBroken as broken:
            return [Refusal(line.number, self._title(broken.field), str(broken))]
        return []

    def _title(self, name: str | None) -> str:
        return next((column.title for column in self.fields if column.name == name), "")


__all__ = [
    "Field",
    "Import",
    "Line",
    "Refusal",
    "Sheet",
    "Trial",
    "day",
    "marked_copy",
    "one_of",
    "read_sheet",
    "text",
    "text_up_to",
    "whole",
    "yes_or_no",
    "yuan",
]
