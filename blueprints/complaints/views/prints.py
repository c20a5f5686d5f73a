"""Paper: 投诉处理登记表 in the order of the form (X1), and 回复函; each also as Word. Numbers are masked."""

from __future__ import annotations

from flask_login import current_user

from blueprints.complaints import bp
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.documents import Document, send
from blueprints.core.filters import day_print, moment_full
from blueprints.core.respond import page
from models import personal
from models.complaints import Complaint, merging, queries
from models.core import clock
from models.core.masking import scrub


@bp.get("/<int:complaint_id>/print")
@requires(SIGNED_IN)
def print_case(complaint_id: int):
    case = load(Complaint, complaint_id, *queries.WHOLE)
    return page("complaints/print.html", case=case, rows=_form(case), now=clock.now())


@bp.get("/<int:complaint_id>/print.docx")
@requires(SIGNED_IN)
def word_case(complaint_id: int):
    case = load(Complaint, complaint_id, *queries.WHOLE)
    paper = Document("投诉处理登记表", station=case.unit.name, subtitle=f"编号 {case.number}")
    paper.facts(_form(case))
    paper.signatures(["受理人", "征费室主任", "投诉人签字"])
    return send(paper, f"投诉处理登记表 {case.number}", action="complaint.export", subject=case)


@bp.get("/<int:complaint_id>/letter")
@requires("complaint.reply")
def letter(complaint_id: int):
    case = load(Complaint, complaint_id, *queries.WHOLE)
    return page("complaints/letter.html", case=case, now=clock.now())


@bp.get("/<int:complaint_id>/letter.docx")
@requires("complaint.reply")
def word_letter(complaint_id: int):
    case = load(Complaint, complaint_id, *queries.WHOLE)
    paper = Document("投诉回复函", station=case.unit.name, subtitle=f"编号 {case.number}")
    paper.paragraph(f"{case.caller}：", indent=False)
    paper.paragraph(f"您于 {day_print(case.registered_at)}反映的情况收悉。经核实，现回复如下：")
    paper.paragraph(scrub(case.reply) or "（尚未回复）")
    paper.paragraph("感谢您对我们工作的监督。")
    paper.paragraph(f"{case.unit.name}　{day_print(case.replied_at or clock.now())}", indent=False)
    paper.signatures(["经办", "审核", "单位（盖章）"])
    return send(paper, f"投诉回复函 {case.number}", action="complaint.export", subject=case)


def _form(case: Complaint) -> list[tuple[str, str]]:
    """Return the fields of the paper form in its order."""
    return [
        ("投诉来源", case.channel.label),
        ("投诉类型", case.type.label),
        ("投诉人", case.caller),
        ("联系方式", personal.shown(case, "phone") or "—"),
        ("车牌号", personal.shown(case, "plate") or "—"),
        ("票据号码", case.ticket_no or "—"),
        ("受理人", case.first_receiver.name),
        ("受理时间", moment_full(case.registered_at)),
        ("投诉内容", scrub(case.content)),
        *_joined(case),
        ("调查情况", scrub(case.investigation) or "—"),
        ("责任认定", case.liability.label if case.liability else "—"),
        ("处理结果", scrub(case.measures) or ("未处理" if case.is_open else "—")),
        ("回复", scrub(case.reply) or "—"),
        ("回访", case.satisfaction.label if case.satisfaction else "—"),
        ("制表", current_user.name),
    ]


def _joined(case: Complaint) -> list[tuple[str, str]]:
    """Say on the paper, too, where a joined case is handled, and what else this one answers."""
    if case.merged_into:
        return [("并案", f"已并入 {case.merged_into.number}，一并办理和回复")]
    others = "、".join(one.number for one in merging.merged_with(case.id))
    return [("并案", f"{others} 并入本件")] if others else []
