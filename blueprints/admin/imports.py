"""The staff list that comes in as a spreadsheet: dry run, then all or nothing."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_login import current_user
from flask_wtf.file import FileRequired

from blueprints.admin import bp
from blueprints.core.access import requires
from blueprints.core.forms import FileField, HouseForm
from blueprints.core.respond import page, saved
from blueprints.core.sheets.imports import Field, Import, Line, Refusal, Trial, text_up_to
from models.accounts import staff_import
from models.core.errors import RuleBroken


def once_each(lines: list[Line]) -> Iterable[Refusal]:
    """Refuse staff numbers that stand twice in the list, at every place."""
    twice = staff_import.repeated([line.values["staff_no"] for line in lines])
    for line in lines:
        if line.values["staff_no"] in twice:
            yield Refusal(line.number, "工号", f"工号 {line.values['staff_no']} 在表中出现不止一次。")


STAFF = Import(
    "人员",
    [
        Field("工号", "staff_no", required=True, parse=text_up_to(20)),
        Field("姓名", "name", required=True, parse=text_up_to(40)),
        Field("单位", "unit", required=True, parse=text_up_to(100)),
        Field("岗位", "post_title", parse=text_up_to(40)),
        Field("角色", "roles", parse=text_up_to(100)),
        Field("电话", "phone", parse=text_up_to(20)),
    ],
    staff_import.take,
    once_each,
)


class UploadForm(HouseForm):
    file = FileField("人员表", [FileRequired("请选择文件。")], description=".xlsx 或 .csv，不超过 10 MB")


@bp.route("/people/import", methods=["GET", "POST"])
@requires("user.create")
def import_people():
    """Show what a file would do, cell by cell, without doing it."""
    form = UploadForm()
    return page("admin/people_import.html", form=form, trial=_trial(form))


@bp.post("/people/import/<kept>/take")
@requires("user.create")
def take_people(kept: str):
    trial = STAFF.carry_out(kept, current_user)
    if trial.is_clean:
        said = f"已导入 {len(trial.lines)} 人。角色待安全管理员授权，初始密码请逐人重置后发放。"
        return saved(said, to=url_for(".people"))
    return page("admin/people_import.html", form=UploadForm(), trial=trial)


@bp.post("/people/import/<kept>/marked.xlsx")
@requires("user.create")
def marked_people(kept: str):
    """Send the same workbook back with the refused cells coloured and commented."""
    return STAFF.marked(kept, current_user)


@bp.get("/people/import/template.xlsx")
@requires("user.create")
def people_template():
    return STAFF.template()


def _trial(form: UploadForm) -> Trial | None:
    if not form.validate_on_submit():
        return None
    try:
        return STAFF.trial(form.file.data.stream, current_user)
    except RuleBroken as refusal:
        form.refuse(str(refusal), "file")
        return None
