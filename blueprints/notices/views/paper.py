"""One notice: on the screen, on A4, for Word."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.documents import Document, send
from blueprints.core.respond import page
from blueprints.core.steps import DecisionForm
from blueprints.core.ways import open_among
from blueprints.notices import bp
from blueprints.notices.forms import (
    PaperForm,
    SignForm,
)
from models import approvals
from models.core import attachments, clock
from models.core.db import db
from models.notices import Notice, NoticeState, audience, dossier, queries, signing


@bp.get("/<int:notice_id>")
@requires(SIGNED_IN)
def show(notice_id: int):
    return whole_page(load(Notice, notice_id, *queries.WHOLE))


@bp.get("/<int:notice_id>/print")
@requires(SIGNED_IN)
def print_paper(notice_id: int):
    notice = load(Notice, notice_id, *queries.WHOLE)
    return page("notices/print.html", notice=notice, now=clock.now(), **_told(notice))


@bp.get("/<int:notice_id>/notice.docx")
@requires(SIGNED_IN)
def document(notice_id: int):
    notice = load(Notice, notice_id, *queries.WHOLE)
    told = _told(notice)
    paper = Document(
        told["title"],
        subtitle=notice.number or "（未编号）",
        red_head=f"{told['issuer']}文件" if notice.is_red else "",
        station="" if notice.is_red else told["issuer"],
    )
    paper.paragraph(f"{told['addressed_to']}：", indent=False)
    paper.paragraph(notice.body)
    for place, file in enumerate(told["files"], 1):
        paper.paragraph(f"附件{place}：{file.caption}", indent=False)
    paper.closing(told["issuer"], told["dated"])
    return send(paper, f"{notice.number or '草稿'} {notice.title}", action="notice.export", subject=notice)


def whole_page(notice: Notice, **forms):
    """The whole notice as its viewer may see it; ``forms`` are those that were refused."""
    now = clock.now()
    course = approvals.course_of(notice, current_user, now)
    receipt = queries.receipt_of(notice, current_user)
    writes = notice.is_draft and notice.drafted_by_id == current_user.id
    crews = dossier.crews_told(notice) if notice.is_must_read and notice.published_at else []
    return page(
        "notices/show.html",
        notice=notice,
        receipt=receipt,
        waits=course.mine is not None,
        writes=writes,
        sign_form=forms.get("sign_form") or SignForm(notice),
        decision_form=forms.get("decision_form") or DecisionForm(),
        paper_form=forms.get("paper_form") or PaperForm(),
        steps=dossier.steps_open_to(notice, current_user),
        story=dossier.story(notice, course),
        returned=course.returned if notice.is_draft else "",
        counts=queries.counts_of(current_user, [notice.id]).get(notice.id, (0, 0)),
        watches=signing.may_watch(notice, current_user),
        crews=crews,
        ways=open_among(told.href for _crew, told in crews if told),
        files=db.session.scalars(attachments.of(notice)).all(),
        addressed_to=notice.addressed_to or audience.in_words(notice),
        now=now,
    )


def _told(notice: Notice) -> dict:
    """What stands on the paper besides title and body."""
    return {
        "title": f"{notice.title}（已撤回）" if notice.state is NoticeState.WITHDRAWN else notice.title,
        "issuer": notice.issuer_name or notice.unit.name,
        "addressed_to": notice.addressed_to or audience.in_words(notice),
        "files": db.session.scalars(attachments.of(notice)).all(),
        "dated": _dated(notice),
    }


def _dated(notice: Notice) -> str:
    day = clock.local(notice.published_at or notice.drafted_at)
    return f"{day.year}年{day.month}月{day.day}日"
