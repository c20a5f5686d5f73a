"""The papers: the pack of figures (汇报材料) and the minutes (会议纪要), on the page, to print and as Word."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask import send_file
from flask_login import current_user

from blueprints.core import documents
from blueprints.core.access import SIGNED_IN, requires
from blueprints.core.documents import Document
from blueprints.core.respond import page
from blueprints.meetings import bp
from blueprints.meetings.views.planning import whole
from blueprints.meetings.words import line
from models.accounts import structure
from models.core import audit, clock, settings
from models.core.db import own_transaction
from models.meetings import DecisionState, Meeting, Presence, pack

EARLIER = ("编号", "决定事项", "责任部门", "责任人", "期限", "状态")


@bp.get("/<int:meeting_id>/pack")
@requires(SIGNED_IN)
def show_pack(meeting_id: int):
    """The figures of the period: live until the meeting is held, then as they were."""
    told = _pack(meeting_id)
    unit = told["meeting"].unit
    return page("meetings/pack.html", **told, may_open=lambda section: pack.may_open(section, current_user, unit))


@bp.get("/<int:meeting_id>/pack/print")
@requires(SIGNED_IN)
def print_pack(meeting_id: int):
    return page("meetings/print_pack.html", **_pack(meeting_id), now=clock.now())


@bp.get("/<int:meeting_id>/pack.docx")
@requires(SIGNED_IN)
def pack_document(meeting_id: int):
    told = _pack(meeting_id)
    meeting, found = told["meeting"], told["pack"]
    paper = Document(f"{meeting.title}汇报材料", station=house_of(meeting), subtitle=_subtitle(found))
    paper.heading("上次会议决定落实情况")
    if last := found["last"]:
        paper.paragraph(f"{last['title']}作出决定 {last['decisions']} 项，已办结 {last['done']} 项。", indent=False)
    paper.table(EARLIER, [_earlier(one) for one in found["earlier"]], empty="没有未办结的决定")
    for section in found["sections"]:
        paper.heading(section["title"])
        paper.facts([(one["label"], line(one)) for one in section["figures"]])
        if section["rows"]:
            paper.table(section["heads"], section["rows"])
        if section["more"] > 0:
            paper.paragraph(f"另有 {section['more']} 条，见系统列表。", indent=False)
    paper.paragraph(sealed_words(meeting, found), indent=False)
    return documents.send(paper, f"{meeting.title}汇报材料", action="meeting.export", subject=meeting)


@bp.get("/<int:meeting_id>/pack.json")
@requires(SIGNED_IN)
def pack_data(meeting_id: int):
    """The very text whose SHA-256 the papers name, for whoever wants to check it."""
    told = _pack(meeting_id)
    text, meeting = pack.written(told["pack"]), told["meeting"]
    given = {"name": meeting.number, "unit_id": meeting.unit_id}
    with own_transaction() as session:
        audit.act("meeting.export", ("meetings", meeting.id), current_user, "下载校验文件", session=session, **given)
    return send_file(BytesIO(text.encode()), "application/json", True, f"{meeting.number}.json")


@bp.get("/<int:meeting_id>/minutes/print")
@requires(SIGNED_IN)
def print_minutes(meeting_id: int):
    meeting = whole(meeting_id)
    return page("meetings/print_minutes.html", meeting=meeting, people=_people(meeting), now=clock.now())


@bp.get("/<int:meeting_id>/minutes.docx")
@requires(SIGNED_IN)
def minutes_document(meeting_id: int):
    meeting = whole(meeting_id)
    paper = Document(_title(meeting), station=house_of(meeting), subtitle=f"编号 {meeting.number}")
    paper.facts(_facts(meeting))
    for item in meeting.agenda:
        paper.heading(f"{item.position}. {item.title}")
        paper.paragraph(item.words or "（未记录）")
    paper.heading("会议决定")
    heads = ("编号", "决定事项", "责任部门", "责任人", "完成期限", "督办人")
    paper.table(heads, [_decided(one) for one in meeting.decisions if one.state is not DecisionState.DROPPED])
    for one in meeting.remarks:
        paper.heading(f"补充说明（{clock.local(one.at):%Y-%m-%d %H:%M} {one.by.name}）")
        paper.paragraph(one.words)
    recorder, chair = f"记录人：{meeting.recorder.name}", f"主持人：{meeting.chair.name}"
    paper.signatures(((recorder, documents.BLANK_DATE), (chair, _signed(meeting))))
    return documents.send(paper, _title(meeting), action="meeting.export", subject=meeting)


def sealed_words(meeting: Meeting, found: dict) -> str:
    """Return how the figures came about: frozen with which hash, or of this moment."""
    at = clock.local(datetime.fromisoformat(found["counted_at"]))
    seen = f"按主持人{found['counted_for']}的查看范围统计"
    if meeting.was_held:
        return f"{seen}，{at:%Y-%m-%d %H:%M} 封存，SHA-256 {meeting.pack_hash}"
    return f"{seen}，截至 {at:%Y-%m-%d %H:%M}；会议召开时封存"


def house_of(meeting: Meeting) -> str:
    return str(settings.value_of("house.name", unit_id=meeting.unit_id))


def _pack(meeting_id: int) -> dict:
    meeting = whole(meeting_id)
    found = pack.shown(meeting, clock.now())
    return {"meeting": meeting, "pack": found, "sealed": sealed_words(meeting, found)}


def _title(meeting: Meeting) -> str:
    return f"{meeting.title}纪要{'' if meeting.is_signed else '（未签发）'}"


def _subtitle(found: dict) -> str:
    span, before = (f"{found[f'{name}since']} 至 {found[f'{name}until']}" for name in ("", "before_"))
    return f"{found['unit']}　{span}（上期 {before}）"


def _earlier(one: dict) -> tuple:
    return one["number"], one["text"], one["department"], one["owner"], one["due_on"], one["state"]


def _people(meeting: Meeting) -> dict[str, list]:
    """Return who was there and who was not, with the reason."""
    there = [one for one in meeting.attendees if one.presence is not Presence.ABSENT]
    return {"there": there, "absent": [one for one in meeting.attendees if one.presence is Presence.ABSENT]}


def _facts(meeting: Meeting) -> list[tuple[str, object]]:
    people = _people(meeting)
    absent = "；".join(f"{one.user.name}（{one.reason}）" for one in people["absent"])
    return [
        ("时间", meeting.held_at or meeting.planned_at),
        ("地点", meeting.place),
        ("主持人", meeting.chair.name),
        ("记录人", meeting.recorder.name),
        ("汇报期间", f"{meeting.since} 至 {meeting.until}"),
        ("到会" if meeting.was_held else "应到", "、".join(one.user.name for one in people["there"])),
        ("缺席", absent or "无"),
    ]


def _decided(one) -> tuple:
    return (
        one.number,
        one.text,
        structure.full_name(one.department),
        one.owner.name,
        str(one.first_due_on),
        one.overseer.name,
    )


def _signed(meeting: Meeting) -> str:
    at = meeting.signed_at
    return f"{clock.local(at):%Y-%m-%d %H:%M} 签发" if at else documents.BLANK_DATE
