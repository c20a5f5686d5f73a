"""From the rows of a check sheet to what the engine reckons with."""

from __future__ import annotations

from models.inspections import scoring
from models.inspections.scoring import Basis, ItemRule, SectionRule, SheetRule
from models.inspections.tables import Finding, Template, TemplateItem, TemplateSection


def rule_of(template: Template) -> SheetRule:
    """Return the sheet as the engine takes it; sections and items must be loaded."""
    sections = tuple(_section(section, template.basis) for section in template.sections)
    return SheetRule(template.full, template.ceiling, template.basis, sections)


def item_rule(item: TemplateItem) -> ItemRule:
    return ItemRule(
        key=item.id,
        step=item.step,
        code=item.code,
        unit=item.unit,
        points=item.points,
        cap=item.cap,
        red_line=item.red_line,
        is_bonus=item.is_bonus,
        most_step=item.most_step,
        sample_size=item.sample_size,
    )


def price_of(item: TemplateItem) -> str:
    """Say what an item costs, as printed: 抽 10 辆，每辆 −0.5，最多 6 分."""
    if item.red_line is not scoring.RedLine.NO and not item.step:
        return item.red_line.label
    sign = "+" if item.is_bonus else "−"
    each = scoring.said(item.step) + (f" 到 {sign}{scoring.said(item.most_step)}" if item.most_step else "")
    rate = f"{sign}{each}" if item.cap is scoring.CapMode.ONCE else f"每{item.unit} {sign}{each}"
    parts = [f"抽 {item.sample_size} {item.unit}"] if item.sample_size else []
    parts.append(rate)
    if item.points is not None and item.cap is not scoring.CapMode.OPEN:
        parts.append(f"最多 {scoring.said(item.points)} 分")
    if item.red_line is not scoring.RedLine.NO:
        parts.append(item.red_line.label)
    return "，".join(parts)


def marked(finding: Finding) -> str:
    """Say which of the sample a finding is about, if all of them were pointed out: 第 3、5、8 辆."""
    places = finding.marks.split(",") if finding.marks else []
    return f"第 {'、'.join(places)} {finding.item.unit}" if places and len(places) == finding.number else ""


def refusal_to_publish(template: Template) -> str | None:
    """Say what is wrong with the figures of a sheet, or None."""
    if not template.sections or not all(section.items for section in template.sections):
        return "每个部分至少要有一个检查项。"
    if template.basis is Basis.START:
        return None
    total = sum(section.points for section in template.sections)
    if total != template.full:
        return f"各部分合计 {scoring.said(total)} 分，应等于满分 {scoring.said(template.full)} 分。"
    crowded = next(
        (s for s in template.sections if sum(i.points or 0 for i in s.items if not i.is_bonus) > s.points), None
    )
    return f"“{crowded.title}”各项分值之和超过本部分的 {scoring.said(crowded.points)} 分。" if crowded else None


def _section(section: TemplateSection, basis: Basis) -> SectionRule:
    points = section.points if basis is Basis.FULL else None
    return SectionRule(section.id, section.title, points, tuple(item_rule(item) for item in section.items))
