"""The papers: 谈话记录 and 通报批评 (or the decision on another measure), to print and as Word documents."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core import documents
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.documents import Document
from blueprints.core.filters import day_print, minute
from blueprints.core.respond import page
from blueprints.measures import bp
from models import approvals
from models.accounts import history
from models.core import clock, settings
from models.measures import Measure, MeasureKind, MeasureState, Talk, queries, talking
from models.measures.kinds import GRAVE, TalkState

ENDS = {MeasureKind.SUSPENSION: "，期满并复考合格后返岗", MeasureKind.DISMISSAL: "，报公司人事批复"}


@bp.get("/talks/<int:talk_id>/print")
@requires(SIGNED_IN)
def print_talk(talk_id: int):
    talk = load(Talk, talk_id, *queries.TALKED)
    return page("measures/print_talk.html", talk=talk, now=clock.now(), **_told_of(talk))


@bp.get("/talks/<int:talk_id>/talk.docx")
@requires(SIGNED_IN)
def talk_document(talk_id: int):
    talk = load(Talk, talk_id, *queries.TALKED)
    told = _told_of(talk)
    paper = Document(told["title"], station=_house(), subtitle=f"编号 {talk.number}")
    paper.facts(
        [
            ("谈话对象", talk.person.name),
            ("工号", talk.person.staff_no),
            ("班组", talk.unit_name),
            ("谈话人", talk.talker.name),
            ("时间", minute(talk.held_at or talk.planned_at)),
            ("地点", talk.place),
            ("事由", talk.reason),
            ("谈话内容", talk.content),
            ("本人表态", talk.reply),
            ("改进要求", talk.demands or "无"),
            ("记录人", told["recorder"]),
            ("签认", told["signed"]),
        ]
    )
    paper.signatures(("谈话人", "谈话对象"))
    return documents.send(paper, f"{talk.kind.label}记录 {talk.number}", action="measure.export", subject=talk)


@bp.get("/<int:measure_id>/print")
@requires(SIGNED_IN)
def print_measure(measure_id: int):
    measure = load(Measure, measure_id, *queries.MEASURED)
    told = {"title": title_of(measure), "lines": lines_of(measure), "consents": approvals.consents(measure)}
    told |= {"criticism": criticism_of(measure)}
    told |= {"signers": signers_of(measure), "dated": measure.approved_at or clock.now()}
    return page("measures/print.html", measure=measure, now=clock.now(), **told)


@bp.get("/<int:measure_id>/decision.docx")
@requires(SIGNED_IN)
def measure_document(measure_id: int):
    measure = load(Measure, measure_id, *queries.MEASURED)
    title = title_of(measure)
    if measure.kind is MeasureKind.CRITICISM:
        paper = Document(title, subtitle=f"编号 {measure.number}", red_head=f"{_house()}文件")
        paper.paragraph(f"{measure.unit_name}{measure.person.name}（工号 {measure.person.staff_no}）：", indent=False)
        for line in criticism_of(measure):
            paper.paragraph(line)
        paper.closing(_house(), day_print(measure.approved_at or clock.now()))
    else:
        paper = Document(title, station=_house(), subtitle=f"编号 {measure.number}")
        heads = [("当事人", measure.person.name), ("工号", measure.person.staff_no), ("班组", measure.unit_name)]
        paper.facts([*heads, *lines_of(measure)])
        paper.signatures(documents.signed(approvals.consents(measure), signers_of(measure)))
    return documents.send(paper, f"{title} {measure.number}", action="measure.export", subject=measure)


def title_of(measure: Measure) -> str:
    name = "通报批评" if measure.kind is MeasureKind.CRITICISM else f"{measure.kind.label}决定书"
    if measure.state is MeasureState.REVOKED:
        return f"{name}（已撤销）"
    if measure.state is MeasureState.WITHDRAWN:
        return f"{name}（拟，已撤回）"
    return name if measure.approved_at else f"{name}（拟）"


def signers_of(measure: Measure) -> tuple[str, str]:
    return ("领导小组" if measure.kind in GRAVE else "征费室主任", "所长（盖章）")


def criticism_of(measure: Measure) -> list[str]:
    """Return the text of a public criticism below the person's name."""
    words = [f"依据{name}：{text}" for name, _edition, text in measure.basis]
    end = "经研究，决定给予通报批评。望全体人员引以为戒，严格遵守服务准则，规范服务行为。"
    return [measure.facts, *words, end]


def _told_of(talk: Talk) -> dict[str, str]:
    """Return the title, who wrote the record and how it was signed, the same in print and as a document."""
    title = f"{talk.kind.label}记录{'（已取消）' if talk.state is TalkState.CANCELLED else ''}"
    return {"title": title, "recorder": talking.recorder_of(talk), "signed": signature_of(talk)}


def signature_of(talk: Talk) -> str:
    if talk.signed_at is None:
        return "尚未签认"
    if talk.witness:
        refused = history.last_act(talk, "talk.refuse")
        server = f"，登记人 {refused.who}" if refused else ""
        return f"拒签，见证人 {talk.witness.name}{server}：{talk.note}"
    return f"{talk.person.name} {minute(talk.signed_at)} 用 PIN 签认"


def lines_of(measure: Measure) -> list[tuple[str, str]]:
    """Return what the decision says below the person, the same in print and as a document."""
    words = "\n".join(f"{name}（第 {edition} 版）{text}" for name, edition, text in measure.basis)
    said = f"{measure.statement}（{minute(measure.stated_at)}，决定之前）" if measure.stated_at else "无"
    return [
        ("相关处罚", measure.penalty.number if measure.penalty else "无"),
        ("事实和理由", measure.facts),
        ("依据", words or "《规范化服务管理办法》和本所考核规定，见事实和理由"),
        ("措施", f"{measure.in_words}{ENDS.get(measure.kind, '')}"),
        ("执行", _course(measure) or "批准后另行确定"),
        ("本人陈述", said),
    ]


def _course(measure: Measure) -> str:
    parts = []
    if measure.from_on:
        parts.append(f"自 {measure.from_on} 起{f'，到 {measure.to_on} 为止' if measure.to_on else ''}")
    if measure.company_ref:
        parts.append(f"公司批复 {measure.company_ref}，{measure.company_on}，{measure.state.label}")
    if measure.retest_on:
        parts.append(f"复考 {measure.retest_on}，{measure.retest_score} 分")
    return "；".join(parts)


def _house() -> str:
    return str(settings.value_of("house.name", unit_id=current_user.station_id))
