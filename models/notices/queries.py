"""Questions to notices and receipts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from models.accounts import Unit, UnitKind, User, UserState
from models.accounts.scope import in_reach, units_under
from models.approvals import Approval
from models.core import search
from models.core.db import another, db
from models.core.scope import scope_of, visible
from models.notices.kinds import GONE, NUMBERED, NoticeState
from models.notices.tables import Notice, NoticeKind, NoticeReceipt, NoticeTarget

READ, UNREAD, LATE = "signed", "unsigned", "late"
OF_NOTICE = (joinedload(NoticeReceipt.notice),)
LISTED = (joinedload(Notice.kind), joinedload(Notice.unit))
TARGETS = selectinload(Notice.targets)
ADDRESSED = (
    *LISTED,
    TARGETS.joinedload(NoticeTarget.unit),
    TARGETS.joinedload(NoticeTarget.role),
    TARGETS.joinedload(NoticeTarget.user),
)
WHOLE = (*ADDRESSED, joinedload(Notice.drafted_by), joinedload(Notice.published_by))
SUBMITTED = (NoticeState.REVIEW, *NUMBERED)  # what others than the drafter may read
SERVING = NoticeReceipt.user_id.in_(select(User.id).where(User.state != UserState.LEFT))


# Who sees what


@scope_of(Notice)
def notices_visible_to(user: User) -> Select[tuple[Notice]]:
    """What reached one, what one drafted or is asked to approve, what one's people have to sign, what one may read."""
    watched = or_(NoticeReceipt.user_id == user.id, in_reach(user, "notice.watch", NoticeReceipt.unit_id))
    ways = [
        Notice.id.in_(select(NoticeReceipt.notice_id).where(watched)),
        Notice.drafted_by_id == user.id,
        and_(in_reach(user, "notice.read", Notice.unit_id), Notice.state.in_(SUBMITTED)),
    ]
    if user.may("approval.decide"):
        asked = visible(Approval, user).where(Approval.subject_type == "notices")
        ways.append(Notice.id.in_(asked.with_only_columns(Approval.subject_id)))
    return select(Notice).where(or_(*ways))


@scope_of(NoticeReceipt)
def receipts_visible_to(user: User) -> Select[tuple[NoticeReceipt]]:
    mine = or_(NoticeReceipt.user_id == user.id, in_reach(user, "notice.watch", NoticeReceipt.unit_id))
    return select(NoticeReceipt).where(mine)


@scope_of(NoticeKind)
def kinds_visible_to(_user: User) -> Select[tuple[NoticeKind]]:
    return select(NoticeKind)


# Lists


def filtered(notices: Select, user: User, *, text: str = "", mine: str = "", **more) -> Select[tuple[Notice]]:
    """Narrow to words, to what ``user`` still has to sign or has signed, days of effect and ``column=value``."""
    if text:
        notices = search.matching(notices, Notice, text)
    if mine:
        notices = notices.where(Notice.id.in_(_own(user, mine)))
    if since := more.pop("since", None):
        notices = notices.where(Notice.effective_on >= since)
    if until := more.pop("until", None):
        notices = notices.where(Notice.effective_on <= until)
    if unit := more.pop("unit", None):
        notices = notices.where(Notice.unit_id.in_(units_under(unit.path)))
    if kind := more.pop("kind", None):
        notices = notices.where(Notice.kind_id == kind.id)
    for name, value in more.items():
        notices = notices.where(getattr(Notice, name) == value)
    return notices.options(*LISTED)


def _own(user: User, which: str) -> Select[tuple[int]]:
    if which == UNREAD:
        return unsigned_by(user).with_only_columns(NoticeReceipt.notice_id)
    signed = (NoticeReceipt.user_id == user.id, NoticeReceipt.signed_at.is_not(None))
    return select(NoticeReceipt.notice_id).where(*signed)


def unsigned_by(user: User) -> Select[tuple[NoticeReceipt]]:
    """Return what ``user`` still has to sign for."""
    mine = (NoticeReceipt.user_id == user.id, NoticeReceipt.signed_at.is_(None))
    in_force = (Notice.state == NoticeState.PUBLISHED, Notice.is_must_read.is_(True))
    return select(NoticeReceipt).join(Notice).where(*mine, *in_force)


def own_receipts(user: User, notice_ids: list[int]) -> dict[int, NoticeReceipt]:
    """Return the receipts of ``user`` for a page of notices, by notice."""
    rows = select(NoticeReceipt).where(NoticeReceipt.user_id == user.id, NoticeReceipt.notice_id.in_(notice_ids))
    return {one.notice_id: one for one in db.session.scalars(rows)}


def counts_of(user: User, notice_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return ``(signed, all)`` of the receipts that ``user`` may see, by notice."""
    seen = visible(NoticeReceipt, user).where(NoticeReceipt.notice_id.in_(notice_ids), SERVING)
    columns = (NoticeReceipt.notice_id, func.count(NoticeReceipt.signed_at), func.count())
    rows = db.session.execute(seen.with_only_columns(*columns).group_by(NoticeReceipt.notice_id))
    return {notice_id: (signed, total) for notice_id, signed, total in rows}


def receipts_of(notice: Notice, user: User, at: datetime, *, text: str = "", unit: Unit | None = None, **more):
    """Return the receipts of a notice that ``user`` may see, narrowed; ``state`` is one of READ, UNREAD, LATE."""
    rows = visible(NoticeReceipt, user).join(User, User.id == NoticeReceipt.user_id)
    rows = rows.where(NoticeReceipt.notice_id == notice.id)
    if text:
        rows = rows.where(or_(User.name.contains(text, autoescape=True), User.staff_no.contains(text, autoescape=True)))
    if unit is not None:
        rows = rows.where(NoticeReceipt.unit_id.in_(units_under(unit.path)))
    state = more.get("state")
    if state == READ:
        rows = rows.where(NoticeReceipt.signed_at.is_not(None))
    if state in (UNREAD, LATE):
        rows = rows.where(NoticeReceipt.signed_at.is_(None), User.state != UserState.LEFT)
    if state == LATE:
        rows = rows.where(NoticeReceipt.due_at < at)
    return rows.options(contains_eager(NoticeReceipt.user), joinedload(NoticeReceipt.unit))


def issuers(user: User) -> Select[tuple[Unit]]:
    """Return the units in whose name ``user`` may draft, crews included as part of an audience."""
    return select(Unit).where(in_reach(user, "notice.draft", Unit.id), Unit.is_open.is_(True)).order_by(Unit.path)


# One notice


def unsigned_of(notice: Notice) -> Select[tuple[NoticeReceipt]]:
    open_ones = (NoticeReceipt.notice_id == notice.id, NoticeReceipt.signed_at.is_(None), SERVING)
    return select(NoticeReceipt).where(*open_ones).order_by(NoticeReceipt.id)


def receipt_of(notice: Notice, user: User) -> NoticeReceipt | None:
    mine = (NoticeReceipt.notice_id == notice.id, NoticeReceipt.user_id == user.id)
    return db.session.scalar(select(NoticeReceipt).where(*mine).options(joinedload(NoticeReceipt.notice)))


def of_source(href: str) -> Select[tuple[Notice]]:
    """Return what was drafted from a case and still counts, the newest first."""
    live = (Notice.source_href == href, Notice.state.not_in(GONE))
    return select(Notice).where(*live).options(*LISTED).order_by(Notice.id.desc())


def kinds() -> Select[tuple[NoticeKind]]:
    return select(NoticeKind).order_by(NoticeKind.sort, NoticeKind.id)


def open_kinds() -> Select[tuple[NoticeKind]]:
    return kinds().where(NoticeKind.is_open.is_(True))


# What rooms above ask


def must_reads_for(crew_id: int, on: date) -> Select[tuple[Notice]]:
    """Return the must-read notices in force on a day that have reached somebody of a crew, the oldest first."""
    reached = select(NoticeReceipt.notice_id).join(User, User.id == NoticeReceipt.user_id)
    reached = reached.where(User.unit_id == crew_id, User.state != UserState.LEFT)
    in_force = (Notice.state == NoticeState.PUBLISHED, Notice.effective_on <= on, Notice.is_must_read.is_(True))
    lasts = or_(Notice.expires_on.is_(None), Notice.expires_on >= on)
    return select(Notice).where(Notice.id.in_(reached), *in_force, lasts).options(*LISTED).order_by(Notice.id)


def unsigned_in(crew_id: int, notice_ids: list[int]) -> Select[tuple[int, str]]:
    """Return ``(notice, name)`` of the people of a crew who have not signed for notices, by staff number."""
    rows = select(NoticeReceipt.notice_id, User.name).join(User, User.id == NoticeReceipt.user_id)
    open_ones = (NoticeReceipt.notice_id.in_(notice_ids), NoticeReceipt.signed_at.is_(None))
    return rows.where(User.unit_id == crew_id, User.state != UserState.LEFT, *open_ones).order_by(User.staff_key)


def crews_of(notice: Notice) -> Select[tuple[int, str, str]]:
    """Return ``(id, name, name of the station)`` of the crews whose people got a notice."""
    reached = select(User.unit_id).join(NoticeReceipt, NoticeReceipt.user_id == User.id)
    reached = reached.where(NoticeReceipt.notice_id == notice.id, User.state != UserState.LEFT)
    station = another(Unit, "station")
    rows = select(Unit.id, Unit.name, station.name).join(station, station.id == Unit.parent_id)
    return rows.where(Unit.id.in_(reached), Unit.kind == UnitKind.CREW).order_by(Unit.path)


def reached_by(notice: Notice) -> Select[tuple[int]]:
    """Return the ids of the people in service who have got a notice."""
    return select(NoticeReceipt.user_id).where(NoticeReceipt.notice_id == notice.id, SERVING)
