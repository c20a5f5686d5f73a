"""Gives a refused table back with the faults marked where they are."""

from __future__ import annotations

from io import BytesIO

from blueprints.core.sheets.reading import HEAD_ROWS, Refusal, rows_of

COMMENTS = 1000  # each is a drawing in the workbook; colour marks the rest


def marked_copy(original: bytes, refusals: list[Refusal]) -> bytes:
    """Return ``original`` as .xlsx whose refused cells are coloured and commented; a .csv becomes a workbook."""
    book = _open(original)
    page = book.worksheets[0]
    columns = _columns(page)
    for count, refusal in enumerate(refusals):
        _mark(page.cell(refusal.row_number, columns.get(refusal.title, 1)), refusal, comment=count < COMMENTS)
    book.save(out := BytesIO())
    return out.getvalue()


def _open(original: bytes):
    from openpyxl import Workbook, load_workbook  # noqa: PLC0415  (heavy, and only this needs it)

    if original[:2] == b"PK":
        return load_workbook(BytesIO(original))
    book = Workbook()
    for number, row in enumerate(rows_of(BytesIO(original)), 1):
        for index, text in enumerate(row, 1):
            cell = book.active.cell(number, index, text)
            cell.data_type, cell.number_format = "s", "@"
    return book


def _columns(page) -> dict[str, int]:
    """Return the column of each title in the first rows."""
    found: dict[str, int] = {}
    for row in page.iter_rows(min_row=1, max_row=HEAD_ROWS):
        for cell in row:
            if isinstance(cell.value, str):
                found.setdefault(cell.value.strip().rstrip("*＊").strip(), cell.column)
    return found


def _mark(cell, refusal: Refusal, *, comment: bool) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415  (heavy, and only this needs it)
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    cell.fill = PatternFill("solid", fgColor="FFD9D2")
    if comment:
        earlier = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(f"{earlier}{refusal.sentence}", "站务通", width=280, height=80)
