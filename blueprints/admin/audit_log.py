"""The audit trail for the auditor: read, filter, export, verify. Source: security.md 4, 24."""

from __future__ import annotations

from flask_login import current_user
from wtforms import DateField, SearchField, StringField

from blueprints.admin import bp
from blueprints.admin.columns import AUDIT
from blueprints.core.access import requires
from blueprints.core.forms import SHORT, FilterForm, Optional, at_most
from blueprints.core.orders import OrderField, newest_first
from blueprints.core.paging import OF_SENTENCES, page_of
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from models.accounts import history, queries
from models.core import audit, trail
from models.core.audit import AuditEntry
from models.core.db import own_transaction


class AuditFilter(FilterForm):
    text = SearchField("人员或记录", [Optional(), at_most(SHORT)])
    action = StringField("操作", [Optional(), at_most(SHORT)], render_kw={"placeholder": "例如 导出、授权"})
    first = DateField("从", [Optional()])
    last = DateField("到", [Optional()])
    sort = OrderField(newest_first(AuditEntry.id, newest="最近的在前", oldest="最早的在前"))


@bp.get("/audit")
@requires("audit.read")
def audit_log():
    form = AuditFilter()
    found = page_of(_found(form), *form.sort.key, size=OF_SENTENCES)
    told = {"in_words": trail.in_words, "named": trail.look_up(found.rows)}
    return page("admin/audit_log.html", form=form, page=found, **told)


@bp.get("/audit/export.xlsx")
@requires("audit.read")
def export_audit():
    form = AuditFilter()
    return sheet("审计日志", AUDIT, _found(form).order_by(*form.sort.key), action="audit.export", filters=form)


@bp.get("/audit/verify")
@requires("audit.read")
def verify_audit():
    """Walk the whole chain and say whether it holds; that somebody looked is on record too."""
    verdict = trail.verify()
    said = f"完整，共 {verdict.entries} 条" if verdict.is_whole else f"不完整：{verdict.sentence}"
    with own_transaction() as session:
        audit.act("audit.verify", ("audit_entries", None), current_user, said, session=session)
    return page("admin/audit_verify.html", verdict=verdict)


def _found(form: AuditFilter):
    chosen = form.values()
    days = (chosen.pop("first", None), chosen.pop("last", None))
    return history.between(queries.entries(current_user, **chosen), *days)
