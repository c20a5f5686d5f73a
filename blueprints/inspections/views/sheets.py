"""The check sheets: editions, their parts, and publication."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.turns import require_may
from blueprints.inspections import bp
from blueprints.inspections.forms import ItemForm, PhotoForm, SectionForm, TemplateForm, TemplateHeadForm
from models.core import attachments, clock
from models.core.db import db
from models.core.flow import lets
from models.core.scope import visible
from models.inspections import Template, TemplateState, editing, queries, sheets
from models.inspections.states import TEMPLATE


@bp.get("/templates")
@requires("template.read")
def templates():
    rows = visible(Template, current_user).order_by(Template.code, Template.edition.desc())
    return page("inspections/templates.html", rows=db.session.scalars(rows).all())


@bp.get("/templates/<int:template_id>")
@requires("template.read")
def show_template(template_id: int):
    """The sheet as inspectors will see it; while it is drawn up, with the way into each part."""
    template = load(Template, template_id, queries.PARTS)
    return page(
        "inspections/template.html",
        sheet=template,
        editions=db.session.scalars(queries.editions_of(template)).all(),
        pictures=attachments.of_all(template.items),
        price_of=sheets.price_of,
        is_open=template.state is TemplateState.DRAFT and current_user.may("template.edit"),
        may_renew=current_user.may("template.edit") and lets(editing.renew, template, current_user),
        refusal=sheets.refusal_to_publish(template) if template.state is TemplateState.DRAFT else None,
        steps=[step for step in TEMPLATE.open_to(template, current_user) if step.name != "replace"],
    )


@bp.route("/templates/new", methods=["GET", "POST"])
@requires("template.edit")
def create_template():
    form, made = TemplateForm(), []
    if form.attempt(lambda **told: made.append(editing.create(**told)), by=current_user):
        return saved("已开始编制，请添加部分和检查项。", to=_here(made[0]))
    return page("inspections/template_form.html", form=form, title="编制检查表", back=url_for(".templates"))


@bp.post("/templates/<int:template_id>/renew")
@requires("template.edit")
def renew_template(template_id: int):
    fresh = editing.renew(load(Template, template_id, queries.PARTS), by=current_user)
    return saved(f"第 {fresh.edition} 版已复制，可以修改。", to=_here(fresh))


@bp.route("/templates/<int:template_id>/edit", methods=["GET", "POST"])
@requires("template.edit")
def edit_template(template_id: int):
    template = load(Template, template_id, queries.PARTS)
    form = TemplateHeadForm(version=template.version)
    form.show(template)
    if form.attempt(editing.edit, template, by=current_user):
        return saved("已修改。", to=_here(template))
    return page("inspections/template_form.html", form=form, title=f"修改{template.name}", back=_here(template))


@bp.route("/templates/<int:template_id>/sections/<int:section_id>", methods=["GET", "POST"])
@requires("template.edit")
def edit_section(template_id: int, section_id: int):
    """Change a section; section 0 is a new one."""
    template, form = load(Template, template_id, queries.PARTS), SectionForm()
    section = _section(template, section_id) if section_id else None
    if section and not form.is_submitted():
        form.title.data, form.points.data = section.title, section.points
    if form.attempt(editing.put_section, template, section, by=current_user):
        return saved("已保存。", to=_here(template))
    title = f"修改“{section.title}”" if section else "添加部分"
    return page("inspections/template_form.html", form=form, title=title, back=_here(template))


@bp.route("/templates/<int:template_id>/sections/<int:section_id>/items/<int:item_id>", methods=["GET", "POST"])
@requires("template.edit")
def edit_item(template_id: int, section_id: int, item_id: int):
    """Change a check; check 0 is a new one."""
    template, form = load(Template, template_id, queries.PARTS), ItemForm()
    section = _section(template, section_id)
    item = _item(section, item_id) if item_id else None
    form.show(item)
    if form.attempt(editing.put_item, template, section, item, by=current_user):
        return saved("已保存。", to=_here(template))
    title = f"修改第 {item.code} 项" if item else f"在“{section.title}”中添加检查项"
    return page("inspections/template_form.html", form=form, title=title, back=_here(template))


@bp.route("/templates/<int:template_id>/sections/<int:section_id>/items/<int:item_id>/right", methods=["GET", "POST"])
@requires("template.edit")
def show_right(template_id: int, section_id: int, item_id: int):
    """Put up the picture of what right looks like."""
    template, form = load(Template, template_id, queries.PARTS), PhotoForm()
    item = _item(_section(template, section_id), item_id)
    require_may(form, editing.show_right, template)
    if form.attempt(_put_up, template, item):
        return saved("示范图已保存。", to=_here(template))
    return page("inspections/template_form.html", form=form, title=f"第 {item.code} 项示范图", back=_here(template))


@bp.post("/templates/<int:template_id>/sections/<int:section_id>/drop")
@requires("template.edit")
def drop_section(template_id: int, section_id: int):
    template = load(Template, template_id, queries.PARTS)
    editing.drop_section(template, _section(template, section_id), by=current_user)
    return saved("已去掉。", to=_here(template))


@bp.post("/templates/<int:template_id>/sections/<int:section_id>/items/<int:item_id>/drop")
@requires("template.edit")
def drop_item(template_id: int, section_id: int, item_id: int):
    template = load(Template, template_id, queries.PARTS)
    editing.drop_item(template, _item(_section(template, section_id), item_id), by=current_user)
    return saved("已去掉。", to=_here(template))


@bp.post("/templates/<int:template_id>/publish")
@requires("template.publish")
def publish_template(template_id: int):
    template = load(Template, template_id, queries.PARTS)
    editing.publish(template, by=current_user, at=clock.now())
    return saved(f"{template.name}已发布，此后的督查可以使用。", to=_here(template))


@bp.post("/templates/<int:template_id>/retire")
@requires("template.retire")
def retire_template(template_id: int):
    template = load(Template, template_id, queries.PARTS)
    editing.retire(template, by=current_user)
    return saved(f"{template.name}已停用。", to=_here(template))


def _here(template: Template) -> str:
    return url_for(".show_template", template_id=template.id)


def _section(template: Template, section_id: int):
    return next((one for one in template.sections if one.id == section_id), None) or abort(404)


def _item(section, item_id: int):
    return next((one for one in section.items if one.id == item_id), None) or abort(404)


def _put_up(template: Template, item, *, photo) -> None:
    prepared = attachments.prepare(photo.stream)
    editing.show_right(template, item, photo=prepared, by=current_user)
