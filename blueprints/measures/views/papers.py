"""The papers: 谈话记录 and 通报批评 (or the decision on another measure), to print and as Word documents."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core import documents
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.documents import Document
from blueprints.core.respond import page
from blueprints.measures import bp
from models.core import clock, settings
from models.measures import Measure, MeasureKind, Talk, queries
from models.measures.kinds import GRAVE


@bp.get("/talks/<int:talk_id>/print")
@requires(SIGNED_IN)
def print_talk(talk_id: int):
    return page("measures/print_talk.html", talk=load(Talk, talk_id, *queries.TALKED), now=clock.now())


@bp.get("/talks/<int:talk_id>/talk.docx")
@requires(SIGNED_IN)
def talk_document(talk_id: int):
    talk = load(Talk, talk_id, *queries.TALKED)
    paper = Document(f"{talk.kind.label}记录", station=_house(), subtitle=f"编号 {talk.number}")
    paper.facts(
        [
            ("谈话对象", talk.person.name),
            ("工号", talk.person.staff_no),
            ("班组", talk.unit_name),
            ("谈话人", talk.talker.name),
            ("时间", talk.held_at or talk.planned_at),
            ("地点", talk.place),
            ("事由", talk.reason),
            ("谈话内容", talk.content),
            ("本人表态", talk.reply),
            ("改进要求", talk.demands or "无"),
            ("签认", signature_of(talk)),
        ]
    )
    paper.signatures(("谈话人", "谈话对象"))
    return documents.send(paper, f"{talk.kind.label}记录 {talk.number}", action="measure.export", subject=talk)


@bp.get("/<int:measure_id>/print")
@requires(SIGNED_IN)
def print_measure(measure_id: int):
    measure = load(Measure, measure_id, *queries.MEASURED)
    return page("measures/print.html", measure=measure, title=title_of(measure), now=clock.now())


@bp.get("/<int:measure_id>/decision.docx")
@requires(SIGNED_IN)
def measure_document(measure_id: int):
    measure = load(Measure, measure_id, *queries.MEASURED)
    title = title_of(measure)
    paper = Document(title, station=_house(), subtitle=f"编号 {measure.number}")
    if measure.kind is MeasureKind.CRITICISM:
        paper.paragraph(f"{measure.unit_name} {measure.person.name}（工号 {measure.person.staff_no}）：")
        paper.paragraph(measure.facts)
        for name, _edition, text in measure.basis:
            paper.paragraph(f"依据{name}：{text}")
        paper.paragraph("经研究，决定给予通报批评。望全体人员引以为戒。")
        paper.paragraph(_house(), indent=False)
    else:
        paper.facts(_facts(measure))
        paper.signatures(("领导小组" if measure.kind in GRAVE else "征费室主任", "所长（盖章）"))
    return documents.send(paper, f"{title} {measure.number}", action="measure.export", subject=measure)


def title_of(measure: Measure) -> str:
    return "通报批评" if measure.kind is MeasureKind.CRITICISM else f"{measure.kind.label}决定书"


def signature_of(talk: Talk) -> str:
    if talk.signed_at is None:
        return "尚未签认"
    if talk.witness:
        return f"拒签，见证人 {talk.witness.name}：{talk.note}"
    return f"{talk.person.name} {clock.local(talk.signed_at):%Y-%m-%d %H:%M} 用 PIN 签认"


def _facts(measure: Measure) -> list[tuple[str, object]]:
    return [
        ("当事人", measure.person.name),
        ("工号", measure.person.staff_no),
        ("班组", measure.unit_name),
        ("相关处罚", measure.penalty.number if measure.penalty else "无"),
        ("事实和理由", measure.facts),
        (
            "依据",
            "\n".join(f"{name}（第 {edition} 版）{text}" for name, edition, text in measure.basis) or "见事实和理由",
        ),
        ("措施", measure.in_words),
        ("本人陈述", measure.statement or "无"),
    ]


def _house() -> str:
    return str(settings.value_of("house.name", unit_id=current_user.station_id))
