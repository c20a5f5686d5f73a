"""Questions from a file: a check that says everything about it, then all good rows at once."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import file_name
from blueprints.training import bp, files
from blueprints.training.forms import ApplyForm, UploadForm
from models.training import QuestionImport, bank, imports


@bp.route("/imports/new", methods=["GET", "POST"])
@requires("question.import")
def upload():
    form, kept = UploadForm(), []
    if form.attempt(_check, kept, by=current_user):
        return saved("文件已检查，还没有导入。", to=url_for(".imported", import_id=kept[0].id))
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


def _check(kept: list[QuestionImport], by, file, state) -> None:
    """Check the upload and hand the result out through ``kept``: a form's attempt returns only yes or no."""
    name = file_name(file.filename or "题目")
    kept.append(bank.check_file(name, imports.read(files.rows(name, file.stream), state), by))
