"""Who has signed and who has not."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.notices import bp
from blueprints.notices.columns import RECEIPTS
from blueprints.notices.forms import ReceiptFilter
from models.accounts import Unit
from models.core import clock
from models.core.scope import visible
from models.notices import Notice, NoticeReceipt, queries, signing


@bp.get("/<int:notice_id>/receipts")
@requires("notice.watch")
def receipts(notice_id: int):
    notice = load(Notice, notice_id, *queries.LISTED)
    form, rows = _list(notice)
    signed, total = queries.counts_of(current_user, [notice.id]).get(notice.id, (0, 0))
    found = page_of(rows, NoticeReceipt.id)
    return page(
        "notices/receipts.html", notice=notice, form=form, page=found, signed=signed, total=total, now=clock.now()
    )


@bp.get("/<int:notice_id>/receipts.xlsx")
@requires("notice.export")
def export_receipts(notice_id: int):
    notice = load(Notice, notice_id, *queries.LISTED)
    form, rows = _list(notice)
    name = f"签收情况 {notice.number or notice.title}"
    return sheet(name, RECEIPTS, rows.order_by(NoticeReceipt.id), action="notice.export", filters=form)


@bp.post("/<int:notice_id>/remind")
@requires("notice.watch")
def remind(notice_id: int):
    notice = load(Notice, notice_id)
    count = signing.remind(notice, by=current_user, at=clock.now())
    return saved(f"已向 {count} 人催签，同一人一天只催一次。", to=url_for(".receipts", notice_id=notice.id))


def _list(notice: Notice):
    form = ReceiptFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    return form, queries.receipts_of(notice, current_user, clock.now(), **form.values())
