"""Writing a notice, and the files that go with it."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.turns import require_state
from blueprints.notices import bp
from blueprints.notices.forms import NoticeForm, PaperForm, offer
from blueprints.notices.views.paper import whole_page
from models.core import attachments, clock
from models.core.attachments import Attachment
from models.core.db import db
from models.notices import Notice, NoticeState, drafting, papers, queries


@bp.route("/new", methods=["GET", "POST"])
@requires("notice.draft")
def create():
    form = offer(NoticeForm(), queries.issuers(current_user))
    form.begin()
    notice = Notice()
    if form.attempt(drafting.draft, notice, by=current_user, at=clock.now()):
        return saved("草稿已保存，核对后报请签发。", to=url_for(".show", notice_id=notice.id))
    return page("notices/edit.html", form=form, notice=None)


@bp.route("/<int:notice_id>/edit", methods=["GET", "POST"])
@requires("notice.draft")
def edit(notice_id: int):
    notice = load(Notice, notice_id, *queries.WHOLE)
    form = offer(NoticeForm(version=notice.version), queries.issuers(current_user))
    require_state(form, notice, NoticeState.DRAFT, drafting.PAST_EDITING)
    form.show(notice)
    if form.attempt(drafting.edit, notice, by=current_user):
        return saved("草稿已保存。", to=url_for(".show", notice_id=notice.id))
    return page("notices/edit.html", form=form, notice=notice)


@bp.post("/<int:notice_id>/papers")
@requires("notice.draft")
def add_paper(notice_id: int):
    notice, form = load(Notice, notice_id, *queries.WHOLE), PaperForm()
    if form.attempt(_keep, notice, by=current_user):
        return saved("附件已保存。", to=url_for(".show", notice_id=notice.id))
    return whole_page(notice, paper_form=form)


@bp.post("/<int:notice_id>/papers/<int:attachment_id>/remove")
@requires("notice.draft")
def remove_paper(notice_id: int, attachment_id: int):
    notice = load(Notice, notice_id)
    mine = attachments.of(notice).where(Attachment.id == attachment_id)
    papers.remove(notice, db.session.scalar(mine) or abort(404), current_user)
    return saved("附件已撤下。", to=url_for(".show", notice_id=notice.id))


def _keep(notice: Notice, by, paper, caption: str) -> None:
    papers.add(notice, paper=attachments.prepare(paper.stream), caption=caption, by=by)
