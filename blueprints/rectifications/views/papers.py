"""整改通知书 and 复查意见, on A4 and for Word."""

from __future__ import annotations

from flask import abort
from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.documents import Document, send
from blueprints.core.respond import page
from blueprints.rectifications import bp
from models.core import clock, settings
from models.core.db import db
from models.core.masking import scrub
from models.rectifications import Rectification, dossier, queries


@bp.get("/<int:rectification_id>/print")
@requires(SIGNED_IN)
def print_notice(rectification_id: int):
    return _paper("rectifications/print_notice.html", load(Rectification, rectification_id, *queries.WHOLE))


@bp.get("/<int:rectification_id>/print-review")
@requires(SIGNED_IN)
def print_review(rectification_id: int):
    return _paper("rectifications/print_review.html", _reviewed(rectification_id))


@bp.get("/<int:rectification_id>/notice.docx")
@requires(SIGNED_IN)
def notice_document(rectification_id: int):
    row = load(Rectification, rectification_id, *queries.WHOLE)
    document = _headed("整改通知书", row)
    document.facts(
        [
            ("整改单位", row.unit_name),
            ("整改责任人", row.responsible.name),
            ("问题类别", row.category),
            ("来源", dossier.came_from(row)),
            ("整改期限", row.due_on),
            ("下发次数", f"第 {row.issue_no} 次"),
            ("一、问题表现", scrub(row.problem)),
            ("二、根源分析", scrub(row.cause) or "由整改责任人填写"),
            ("三、整改目标", scrub("\n".join(filter(None, (row.goal, row.goal_in_words)))) or "由整改责任人填写"),
        ]
    )
    document.heading("四、具体措施")
    document.table(
        ["序号", "措施", "责任人", "完成日期", "办结情况"],
        [
            (n, scrub(one.text), one.owner.name, one.due_on, scrub(one.done_words))
            for n, one in enumerate(row.measures, 1)
        ],
        empty="签收后由整改责任人制定",
    )
    document.paragraph("请在 24 小时内签收，按期完成整改并报请复查；复查不合格的，上提一级重新下发。")
    document.signatures(["下发人", "签收人", "整改责任人"])
    return send(document, f"整改通知书 {row.number}", action="rectification.export", subject=row)


@bp.get("/<int:rectification_id>/review.docx")
@requires(SIGNED_IN)
def review_document(rectification_id: int):
    row = _reviewed(rectification_id)
    document = _headed("整改复查意见书", row)
    document.facts(_review_facts(row))
    document.heading("措施落实情况")
    document.table(
        ["序号", "措施", "责任人", "办结时间", "办结情况"],
        [
            (n, scrub(one.text), one.owner.name, one.done_at, scrub(one.done_words))
            for n, one in enumerate(row.measures, 1)
        ],
    )
    document.signatures(["复查人", "整改责任人", "征费室主任"])
    return send(document, f"复查意见 {row.number}", action="rectification.export", subject=row)


def _review_facts(row: Rectification) -> list[tuple[str, object]]:
    goal = row.goal_in_words
    reached = f"{goal}；实际 {row.goal_actual:g} {row.goal_unit}" if goal and row.goal_actual is not None else row.goal
    return [
        ("整改单位", row.unit_name),
        ("整改责任人", row.responsible.name),
        ("问题类别", row.category),
        ("整改期限", row.due_on),
        ("报请复查", row.submitted_at),
        ("复查时间", row.reviewed_at),
        ("问题表现", scrub(row.problem)),
        ("整改目标", scrub(reached)),
        ("整改情况", scrub(row.summary)),
        ("复查结果", row.state),
        ("复查意见", scrub(row.opinion)),
    ]


def _reviewed(rectification_id: int) -> Rectification:
    row = load(Rectification, rectification_id, *queries.WHOLE)
    return row if row.is_decided else abort(404)


def _headed(title: str, row: Rectification) -> Document:
    station = settings.value_of("house.name", unit_id=current_user.station_id)
    return Document(title, station=station, subtitle=f"编号 {row.number}")


def _paper(template: str, row: Rectification):
    photos = db.session.scalars(queries.photos_of(row)).all()
    return page(template, row=row, came_from=dossier.came_from(row), pairs=dossier.pairs(photos), now=clock.now())
