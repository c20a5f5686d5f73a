"""Questions from a file: a check that says everything about it, then all good rows at once."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import send_file, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets import files as uploads
from blueprints.core.sheets.exports import XLSX, file_name
from blueprints.core.sheets.marks import marked_copy
from blueprints.core.sheets.reading import Refusal
from blueprints.training import bp, files
from blueprints.training.forms import ApplyForm, UploadForm
from models.training import QuestionImport, bank, imports


@bp.route("/imports/new", methods=["GET", "POST"])
@requires("question.import")
def upload():
    form, kept = UploadForm(), []
    if form.attempt(_check, kept, by=current_user):
        return saved("文件已检查，还没有导入。", to=url_for(".imported", import_id=kept[0].id, kept=kept[1]))
    return page("training/upload.html", form=form)


@bp.get("/imports/<int:import_id>")
@requires("question.import")
def imported(import_id: int):
    return page("training/imported.html", found=load(QuestionImport, import_id), form=ApplyForm())


@bp.post("/imports/<int:import_id>/apply")
@requires("question.import")
def apply(import_id: int):
    found, form = load(QuestionImport, import_id), ApplyForm()
    if form.attempt(bank.import_rows, found, by=current_user):
        return saved(f"已导入 {found.new_count} 题。", to=url_for(".questions"))
    return page("training/imported.html", found=found, form=form)


@bp.get("/imports/<int:import_id>/marked/<kept>")
@requires("question.import")
def marked(import_id: int, kept: str):
    """Send the table that was checked back, its refused rows coloured and commented; for a day, then it is gone."""
    found = load(QuestionImport, import_id)
    refusals = [Refusal(row, "", reason) for row, _code, reason in found.refusals]
    copy = BytesIO(marked_copy(uploads.kept(kept, current_user.id), refusals))
    name = f"{Path(found.file_name).stem}-需修改.xlsx"
    return send_file(copy, XLSX, as_attachment=True, download_name=name)


def _check(kept: list, by, file, state) -> None:
    """Check the upload and hand out through ``kept`` what was found and the key of the file, none of a .json."""
    name, content = file_name(file.filename or "题目"), file.stream.read(uploads.MOST_BYTES + 1)
    found = bank.check_file(name, imports.read(files.rows(name, BytesIO(content)), state), by)
    kept += [found, None if name.lower().endswith(".json") else uploads.keep(content, by.id)]
