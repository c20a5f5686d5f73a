"""Every change of a check sheet: the next edition, its parts, its publication. A published edition never changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from models.accounts import User
from models.core import attachments, audit
from models.core.attachments import Prepared
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.inspections import sheets
from models.inspections.kinds import TemplateState
from models.inspections.scoring import Basis, CapMode
from models.inspections.states import TEMPLATE
from models.inspections.tables import Template, TemplateItem, TemplateSection

COPIED = "text step most_step unit points cap red_line is_bonus sample_size guidance code sort".split()
SEALED = "已发布的检查表不能修改，请编制新版。"


def _require_draft(template: Template, _by: User) -> None:
    if template.state is not TemplateState.DRAFT:
        raise Overtaken(SEALED)


def create(*, title: str, basis: Basis, full: int, ceiling: int | None, source: str, by: User | None) -> Template:
    """Begin a sheet of one's own. Raises RuleBroken: the ceiling lies below the full marks."""
    template = Template(code="", title=title, source=source, basis=basis, full=full)
    template.ceiling = _ceiling(full, ceiling)
    template.code, template.drafted_by_id, template.sections = _next_code(), by.id if by else None, []
    db.session.add(template)
    audit.record("template.edit", template, by, note="新检查表")
    return template


def _has_no_draft(template: Template, _by: User) -> None:
    same = (Template.code == template.code, Template.state == TemplateState.DRAFT)
    if db.session.scalar(select(Template.id).where(*same).limit(1)) is not None:
        raise RuleBroken("这张检查表已有一版正在编制。")


@first(_has_no_draft)
def renew(template: Template, *, by: User) -> Template:
    """Begin the next edition as a copy. Raises RuleBroken: one is being drawn up already."""
    last = db.session.scalar(select(func.max(Template.edition)).where(Template.code == template.code))
    fresh = Template(code=template.code, edition=last + 1, title=template.title, source=template.source)
    fresh.basis, fresh.full, fresh.ceiling, fresh.drafted_by_id = template.basis, template.full, template.ceiling, by.id
    fresh.sections = []
    db.session.add(fresh)
    db.session.flush()
    for section in template.sections:
        _copy(section, fresh)
    audit.record("template.edit", fresh, by, note=f"第 {fresh.edition} 版，由第 {template.edition} 版复制")
    return fresh


@first(_require_draft)
def edit(template: Template, *, title: str, full: int, ceiling: int | None, source: str, by: User) -> None:
    """Change the head of a sheet that is being drawn up."""
    template.title, template.full, template.source = title, full, source
    template.ceiling = _ceiling(full, ceiling)
    audit.record("template.edit", template, by)


@first(_require_draft)
def put_section(template: Template, section: TemplateSection | None, *, title: str, points: int, by: User) -> None:
    """Add a section at the end, or change one."""
    if section is None:
        section = TemplateSection(template_id=template.id, sort=len(template.sections) + 1, title=title, points=points)
        section.items = []
        template.sections.append(section)
    section.title, section.points = title, points
    audit.record("template.edit", template, by, note=title)


@first(_require_draft)
def put_item(template: Template, section: TemplateSection, item: TemplateItem | None, *, by: User, **told) -> None:
    """Add a check at the end of a section, or change one. Raises RuleBroken: the code is taken, or figures disagree."""
    _check_item(template, item, **told)
    if item is None:
        item = TemplateItem(template_id=template.id, sort=len(section.items) + 1, **told)
        section.items.append(item)
    for name, value in told.items():
        setattr(item, name, value)
    audit.record("template.edit", template, by, note=f"第 {item.code} 项")


@first(_require_draft)
def drop_item(template: Template, item: TemplateItem, *, by: User) -> None:
    section = next(one for one in template.sections if item in one.items)
    section.items.remove(item)
    audit.record("template.edit", template, by, note=f"去掉第 {item.code} 项")


@first(_require_draft)
def drop_section(template: Template, section: TemplateSection, *, by: User) -> None:
    template.sections.remove(section)
    audit.record("template.edit", template, by, note=f"去掉“{section.title}”")


@first(_require_draft)
def show_right(template: Template, item: TemplateItem, *, photo: Prepared, by: User) -> None:
    """Keep the picture of what right looks like; an earlier one of this edition gives way."""
    for old in db.session.scalars(attachments.of(item)):
        attachments.retire(old, by, "换了新的示范图")
    attachments.keep(photo, item, by, "示范图")


def publish(template: Template, *, by: User | None, at: datetime) -> None:
    """Let new inspections use it; the edition before ends. Raises RuleBroken: the figures do not add up."""
    if refusal := sheets.refusal_to_publish(template):
        raise RuleBroken(refusal)
    TEMPLATE.take(template, "publish")
    template.published_by_id, template.published_at = by.id if by else None, at
    audit.record("template.publish", template, by)
    here = (Template.code == template.code, Template.state == TemplateState.PUBLISHED, Template.id != template.id)
    for old in db.session.scalars(select(Template).where(*here)).all():
        TEMPLATE.take(old, "replace")
        audit.record("template.publish", old, by, note=f"由第 {template.edition} 版替换")


def retire(template: Template, *, by: User) -> None:
    """Let no new inspection use it."""
    TEMPLATE.take(template, "retire")
    audit.record("template.retire", template, by)


def _copy(section: TemplateSection, fresh: Template) -> None:
    copy = TemplateSection(
        template_id=fresh.id, sort=section.sort, title=section.title, points=section.points, items=[]
    )
    fresh.sections.append(copy)
    for item in section.items:
        told = {name: getattr(item, name) for name in COPIED}
        copy.items.append(TemplateItem(template_id=fresh.id, **told))


def _check_item(template: Template, item: TemplateItem | None, **told) -> None:
    taken = [one for one in template.items if one.code == told["code"] and one is not item]
    if taken:
        raise RuleBroken(f"序号 {told['code']} 已经用过。", field="code")
    if told["most_step"] is not None and told["most_step"] <= told["step"]:
        raise RuleBroken("上限应大于每次的分值。", field="most_step")
    if told["cap"] is CapMode.ACCUMULATE and told["points"] is None:
        raise RuleBroken("“本项扣完为止”需要填写本项分值。", field="points")


def _ceiling(full: int, ceiling: int | None) -> int:
    if ceiling is not None and ceiling < full:
        raise RuleBroken("最高分不能低于满分或起评分。", field="ceiling")
    return full if ceiling is None else ceiling


def _next_code() -> str:
    return f"own-{(db.session.scalar(select(func.count(func.distinct(Template.code)))) or 0) + 1}"
