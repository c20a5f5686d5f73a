"""The meeting and its minutes: attendance, points, files, signature, additions, notice."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import require_may, take
from blueprints.meetings import bp
from blueprints.meetings.forms import FileForm, HoldForm, MinutesForm, RemarkForm
from blueprints.meetings.views.planning import address, step, whole
from models.core import attachments, clock
from models.meetings import AgendaItem, holding, publishing, queries
from models.meetings.states import MEETING


@bp.route("/<int:meeting_id>/hold", methods=["GET", "POST"])
@requires("meeting.plan")
def hold(meeting_id: int):
    """Who was there; from here on the figures are frozen."""
    meeting = whole(meeting_id)
    form = HoldForm.for_people(meeting)
    if take(form, holding.hold, MEETING, meeting, "hold", at=clock.now()):
        return saved(f"{meeting.number} 已登记召开，汇报材料已封存。", to=address(meeting))
    return page("meetings/hold.html", form=form, meeting=meeting)


@bp.route("/agenda/<int:agenda_id>/write", methods=["GET", "POST"])
@requires("meeting.plan")
def write(agenda_id: int):
    item = load(AgendaItem, agenda_id, queries.OF_ITEM)
    form = MinutesForm(version=item.version)
    if not form.is_submitted():
        holding.require_writing(item.meeting, current_user)
        form.title.data = form.title.data or item.title
        form.words.data = form.words.data or item.words
    if form.attempt(holding.write, item, by=current_user, at=clock.now()):
        return saved("纪要已保存。", to=f"{address(item.meeting)}#item-{item.id}")
    return page("meetings/write.html", form=form, meeting=item.meeting, item=item)


@bp.route("/<int:meeting_id>/agenda/new", methods=["GET", "POST"])
@requires("meeting.plan")
def add_item(meeting_id: int):
    meeting, form = whole(meeting_id), MinutesForm()
    if form.attempt(holding.add_item, meeting, by=current_user, at=clock.now()):
        return saved("议题和纪要已保存。", to=address(meeting))
    return page("meetings/write.html", form=form, meeting=meeting, item=None)


@bp.route("/<int:meeting_id>/files", methods=["GET", "POST"])
@requires("meeting.plan")
def attach(meeting_id: int):
    meeting, form = whole(meeting_id), FileForm()
    require_may(form, holding.attach, meeting)
    if form.attempt(_attach, meeting):
        return saved("附件已保存。", to=address(meeting))
    return step(form, "添加附件", meeting.title, address(meeting), is_file=True)


@bp.post("/<int:meeting_id>/submit")
@requires("meeting.plan")
def submit(meeting_id: int):
    meeting = whole(meeting_id)
    holding.submit(meeting, by=current_user, at=clock.now())
    return saved(f"纪要已报请{meeting.chair.name}签发。", to=address(meeting))


@bp.post("/<int:meeting_id>/sign")
@requires("meeting.sign")
def sign(meeting_id: int):
    meeting = whole(meeting_id)
    holding.sign(meeting, by=current_user, at=clock.now())
    return saved(f"{meeting.number} 的纪要已签发，参会人员已收到通知。", to=address(meeting))


@bp.route("/<int:meeting_id>/send_back", methods=["GET", "POST"])
@requires("meeting.sign")
def send_back(meeting_id: int):
    meeting, form = whole(meeting_id), ReasonForm()
    if take(form, holding.send_back, MEETING, meeting, "send_back", at=clock.now()):
        return saved("纪要已退回，记录人已收到通知。", to=address(meeting))
    return step(form, "退回修改", meeting.title, address(meeting))


@bp.route("/<int:meeting_id>/take_over", methods=["GET", "POST"])
@requires("meeting.sign")
def take_over(meeting_id: int):
    """Another leader signs in the place of a chair who cannot."""
    meeting, form = whole(meeting_id), ReasonForm()
    if form.attempt(holding.take_over, meeting, by=current_user, at=clock.now()):
        return saved("已由您接替签发，原主持人和记录人已收到通知。", to=address(meeting))
    hint = f"{meeting.chair.name}不能签发时，由您接替；汇报材料仍是封存时的内容。"
    return step(form, "接替签发", meeting.title, address(meeting), hint=hint)


@bp.route("/<int:meeting_id>/remarks", methods=["GET", "POST"])
@requires("meeting.plan")
def remark(meeting_id: int):
    meeting, form = whole(meeting_id), RemarkForm()
    if form.attempt(holding.add_remark, meeting, by=current_user, at=clock.now()):
        return saved("补充说明已保存，参会人员已收到通知。", to=address(meeting))
    hint = "纪要已签发，原文不能改；补充说明另起一段，写明时间和姓名。"
    return step(form, "补充说明", meeting.title, address(meeting), hint=hint)


@bp.post("/<int:meeting_id>/notice")
@requires("meeting.plan")
def draft_notice(meeting_id: int):
    """Draft the 会议纪要 as a notice; it is finished and submitted with the notices."""
    notice = publishing.draft_notice(whole(meeting_id), by=current_user, at=clock.now())
    return saved("会议纪要已起草成通知，请核对发送范围后提交签发。", to=url_for("notices.edit", notice_id=notice.id))


def _attach(meeting, file, **told) -> None:
    holding.attach(meeting, file=attachments.prepare(file.stream), by=current_user, **told)
