"""The papers of a round, to print and as Word documents, and the notice that is drafted from the 通报表彰."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.awards import bp
from blueprints.core import documents
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.documents import Document
from blueprints.core.filters import day_print
from blueprints.core.respond import page, saved
from models import approvals
from models.awards import Award, AwardCandidate, AwardState, Component, publishing, queries, ranking
from models.core import clock, settings
from models.core.db import db

SIGNERS = ("征费室主任", "所长（盖章）")
ADDRESSED = "各收费站、各科室："


@bp.get("/<int:award_id>/print")
@requires(SIGNED_IN)
def print_sheet(award_id: int):
    award = load(Award, award_id, *queries.WHOLE)
    told = {
        "rows": _rows(award),
        "title": _sheet_title(award),
        "consents": approvals.consents(award),
        "tie_rule": ranking.TIE_RULE,
    }
    return page("awards/print.html", award=award, now=clock.now(), **told)


@bp.get("/<int:award_id>/sheet.docx")
@requires(SIGNED_IN)
def sheet_document(award_id: int):
    award = load(Award, award_id, *queries.WHOLE)
    rows, period = _rows(award), f"编号 {award.number}　{award.since} 至 {award.until}"
    paper = Document(_sheet_title(award), station=_house(), landscape=True, subtitle=period)
    parts = [one for one in Component if award.terms["weights"].get(one.value)]
    weights = [f"{one.label}（{award.terms['weights'][one.value]}%）" for one in parts]
    heads = ("名次", *(("班组",) if award.is_for_crews else ("姓名", "单位")), *weights, "总分", "结果")
    judged = [_line(row, parts, award.is_for_crews) for row in rows if row.is_eligible]
    paper.table(heads, judged, empty="还没有合格的候选。")
    out = sum(not row.is_eligible for row in rows)
    paper.paragraph(ranking.TIE_RULE + (f"资格审查没有通过的 {out} 名，原因已告知本人。" if out else ""))
    paper.signatures(documents.signed(approvals.consents(award), SIGNERS))
    return documents.send(paper, f"{award.title}评审表", action="award.export", subject=award)


@bp.get("/<int:award_id>/praise")
@requires(SIGNED_IN)
def print_praise(award_id: int):
    """The text of the 通报表彰, once approved."""
    award, parts = _praise(award_id)
    told = {"title": publishing.title_of(award), "consents": approvals.consents(award)}
    return page("awards/praise.html", award=award, parts=parts, now=clock.now(), **told)


@bp.get("/<int:award_id>/praise.docx")
@requires(SIGNED_IN)
def praise_document(award_id: int):
    award, parts = _praise(award_id)
    title, house = publishing.title_of(award), _house()
    paper = Document(title, subtitle=award.number, red_head=f"{house}文件")
    paper.paragraph(ADDRESSED, indent=False)
    for part in parts:
        paper.paragraph(part)
    paper.closing(house, day_print(award.approved_at))
    return documents.send(paper, title, action="award.export", subject=award)


@bp.post("/<int:award_id>/notice")
@requires("award.open")
def draft_notice(award_id: int):
    """Draft the 通报表彰; it is finished and submitted with the notices."""
    award = load(Award, award_id, *queries.WHOLE)
    notice = publishing.draft_notice(award, by=current_user, at=clock.now())
    return saved("通报已起草，请核对发送范围后提交签发。", to=url_for("notices.edit", notice_id=notice.id))


def _praise(award_id: int) -> tuple[Award, list[str]]:
    award = load(Award, award_id, *queries.WHOLE)
    publishing.require_decided(award)
    return award, publishing.text_of(award, [row for row in _rows(award) if row.is_winner])


def _rows(award: Award) -> list[AwardCandidate]:
    return list(db.session.scalars(queries.shown_of(award, current_user)))


def _line(row: AwardCandidate, parts: list[Component], is_crew: bool) -> tuple[str, ...]:
    who = (row.caption,) if is_crew else (row.caption, row.unit_name)
    figures = (ranking.said(row.figure(one)) for one in parts)
    return (str(row.place or ""), *who, *figures, ranking.said(row.total), "入选" if row.is_winner else "")


def _sheet_title(award: Award) -> str:
    return f"{award.title}评审表{'（评选已取消）' if award.state is AwardState.CANCELLED else ''}"


def _house() -> str:
    return str(settings.value_of("house.name", unit_id=current_user.station_id))
