"""What waits for me, what I decided, and giving it to somebody else."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from blueprints.approvals import bp, columns
from blueprints.approvals.forms import DecidedFilter, HandOverForm, PassOnForm, WaitingFilter
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.forms import FilterForm, RowField
from blueprints.core.paging import page_of
from blueprints.core.respond import keep, page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import User
from models.approvals import Approval, ApprovalTask, lists, people, queries, rules
from models.core import clock

WITH_CASE = joinedload(ApprovalTask.approval).options(joinedload(Approval.drafted_by), joinedload(Approval.unit))


@bp.get("/")
@requires(SIGNED_IN)
def index():
    form, now = WaitingFilter(), clock.now()
    rows = lists.waiting(current_user, now, **form.values())
    return page(
        "approvals/index.html", form=form, page=page_of(rows, *form.sort.key), now=now, unit_names=lists.unit_names()
    )


@bp.get("/export.xlsx")
@requires(SIGNED_IN)
def export():
    form = WaitingFilter()
    rows = lists.waiting(current_user, clock.now(), **form.values()).order_by(*form.sort.key)
    return sheet("待我审批", columns.waiting(lists.unit_names()), rows, action="approval.export", filters=form)


@bp.get("/decided")
@requires(SIGNED_IN)
def decided():
    form = DecidedFilter()
    rows = lists.decided(current_user, **form.values())
    return page("approvals/decided.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/decided/export.xlsx")
@requires(SIGNED_IN)
def export_decided():
    form = DecidedFilter()
    rows = lists.decided(current_user, **form.values()).order_by(*form.sort.key)
    return sheet("我办理的审批", columns.decided(lists.unit_names()), rows, action="approval.export", filters=form)


@bp.route("/<int:task_id>/delegate", methods=["GET", "POST"])
@requires(SIGNED_IN)
def delegate(task_id: int):
    """Ask a colleague to decide one case; whose it is not (any more) reads why."""
    task, form = load(ApprovalTask, task_id, WITH_CASE), PassOnForm()
    form.to.offer(people.stand_ins(task, current_user, clock.today()))
    if form.attempt(rules.delegate, task, by=current_user, at=clock.now()):
        return saved(f"{task.approval.name} 已转给 {form.to.data.name}。", to=url_for(".index"))
    if form.is_refused:
        task = load(ApprovalTask, task_id, WITH_CASE)  # the rule read the case anew, without its people
    return page("approvals/delegate.html", form=form, task=task, barred=queries.barred(task, current_user))


class AbsentForm(FilterForm):
    """Whose cases are shown; the person's own unless they choose somebody they answer for."""

    person = RowField("谁的审批", blank="本人", optional=True)

    def offer(self) -> User:
        self.person.offer(lists.handed_over_by(current_user))
        return self.values().get("person", current_user)


@bp.route("/hand-over", methods=["GET", "POST"])
@requires(SIGNED_IN)
def hand_over():
    """Give everything that waits for a person to somebody else; what cannot be given is said case by case."""
    chosen, form, now, left = AbsentForm(), HandOverForm(), clock.now(), []
    absent = chosen.offer()
    tasks = lists.open_work(absent, clock.today())
    form.to.offer(lists.successors(tasks, absent, current_user, clock.today()))
    shown = {"chosen": chosen, "form": form, "absent": absent, "now": now, "left": left}
    shown["unit_names"] = lists.unit_names()
    if not chosen.is_valid or not form.attempt(_covering(absent, left), by=current_user, at=now):
        return page("approvals/hand_over.html", tasks=tasks, **shown)
    moved, heir = len(tasks) - len(left), form.to.data.name
    if not left:
        return saved(f"{moved} 件已交给 {heir}。", to=url_for(".index"))
    keep(url_for(".index"))
    return page(
        "approvals/hand_over.html", tasks=lists.open_work(absent, clock.today()), moved=moved, heir=heir, **shown
    )


def _covering(absent: User, left: list[str]):
    """Return the rule that hands over for ``absent`` and puts the refusals into ``left``."""

    def cover(**given) -> None:
        left.extend(rules.cover_absence(absent, **given))

    return cover
