"""Questions to campaigns: who sees them, who has to study, who has signed, how the figures went."""

from __future__ import annotations

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Role, RoleGrant, Unit, User, UserState
from models.accounts.scope import in_force, in_reach, in_roles
from models.core import clock
from models.core.audit import AuditEntry
from models.core.db import another, db
from models.core.scope import scope_of, visible
from models.rectifications.campaign_tables import (
    Campaign,
    CampaignProgress,
    CampaignSignature,
    CampaignStudy,
)
from models.rectifications.kinds import CampaignState

WHOLE = (
    joinedload(Campaign.unit),
    joinedload(Campaign.planned_by),
    joinedload(Campaign.closed_by),
    selectinload(Campaign.phases),
    selectinload(Campaign.studies),
    selectinload(Campaign.goals),
)
RENAMING = "修改学习内容"  # how the trail names a change of what is to be studied
LISTED = (joinedload(Campaign.unit), selectinload(Campaign.phases))


@scope_of(Campaign)
def visible_to(user: User) -> Select[tuple[Campaign]]:
    """Those of one's own unit and above once they run, and those within reach to plan or to read."""
    home = and_(Campaign.unit_id.in_(user.unit.ancestry), Campaign.state != CampaignState.DRAFT)
    ways = [in_reach(user, "campaign.plan", Campaign.unit_id)]
    if user.may("campaign.read"):
        ways += [home, in_reach(user, "campaign.read", Campaign.unit_id)]
    return select(Campaign).where(or_(*ways))


def filtered(rows: Select, *, text: str = "", state: CampaignState | None = None) -> Select[tuple[Campaign]]:
    if text:
        rows = rows.where(or_(Campaign.name.contains(text, autoescape=True), Campaign.number.contains(text)))
    return (rows.where(Campaign.state == state) if state else rows).options(*LISTED)


def audience_of(study: CampaignStudy) -> Select[tuple[User]]:
    """Return who has to study it: people in service of the unit and below, of the role if one is named."""
    unit = select(Unit.path).where(Unit.id == study.unit_id).scalar_subquery()
    here = User.unit_id.in_(select(Unit.id).where(Unit.path.startswith(unit)))
    rows = select(User).where(here, User.state != UserState.LEFT).order_by(User.unit_id, User.staff_key)
    if not study.role_code:
        return rows
    return rows.where(User.id.in_(in_roles([study.role_code], clock.today())))


def signature_of(study: CampaignStudy, user: User) -> Select[tuple[CampaignSignature]]:
    return select(CampaignSignature).where(CampaignSignature.study_id == study.id, CampaignSignature.user_id == user.id)


def signatures_of(study: CampaignStudy) -> Select[tuple[int]]:
    return select(CampaignSignature.id).where(CampaignSignature.study_id == study.id)


def beside(study: CampaignStudy) -> Select[tuple[int]]:
    """Return the ids of everybody who has not to study it."""
    return select(User.id).where(User.id.not_in(audience_of(study).with_only_columns(User.id).order_by(None)))


def former_titles(study: CampaignStudy) -> list[str]:
    """Return what a study was called before, the last first, as the trail tells: messages sent then still say it."""
    mine = (AuditEntry.subject_type == Campaign.__tablename__, AuditEntry.subject_id == study.campaign_id)
    told = (*mine, AuditEntry.action == "campaign.plan", AuditEntry.note.startswith(RENAMING))
    key, found = f"{CampaignStudy.__tablename__}#{study.id}.title", {}
    for changes in db.session.scalars(select(AuditEntry.changes).where(*told).order_by(AuditEntry.id.desc())):
        if key in changes:
            found[changes[key][0]] = None
    return [title for title in found if title != study.title]


def signing(study: CampaignStudy) -> Select:
    """Return ``(person, signature or None)`` of the audience, who has not signed first."""
    mine = (CampaignSignature.user_id == User.id) & (CampaignSignature.study_id == study.id)
    rows = audience_of(study).outerjoin(CampaignSignature, mine).add_columns(CampaignSignature)
    return rows.order_by(None).order_by(CampaignSignature.id.is_not(None), User.unit_id, User.staff_key)


def signed_counts(campaign: Campaign) -> Select:
    """Return ``(study_id, signatures)``."""
    rows = select(CampaignSignature.study_id, func.count()).group_by(CampaignSignature.study_id)
    return rows.where(CampaignSignature.study_id.in_([study.id for study in campaign.studies]))


def studies_to_sign(user: User) -> Select:
    """Return ``(study, campaign)`` of the running campaigns that ``user`` has not signed for, the nearest due first."""
    above = another(Unit, "above")
    mine = select(CampaignSignature.study_id).where(CampaignSignature.user_id == user.id)
    codes = select(Role.code).join(RoleGrant, RoleGrant.role_id == Role.id)
    codes = codes.where(RoleGrant.user_id == user.id, in_force(clock.today()))
    rows = select(CampaignStudy, Campaign).join(Campaign, Campaign.id == CampaignStudy.campaign_id)
    rows = rows.join(above, above.id == CampaignStudy.unit_id)
    here = (above.id.in_(user.unit.ancestry), Campaign.state == CampaignState.RUNNING)
    role = or_(CampaignStudy.role_code == "", CampaignStudy.role_code.in_(codes))
    return rows.where(*here, role, CampaignStudy.id.not_in(mine)).order_by(CampaignStudy.due_on, CampaignStudy.id)


def progress_of(campaign: Campaign) -> Select[tuple[CampaignProgress]]:
    """Return the figures of all goals in the order of their days."""
    rows = select(CampaignProgress).where(CampaignProgress.goal_id.in_([goal.id for goal in campaign.goals]))
    return rows.options(joinedload(CampaignProgress.by)).order_by(CampaignProgress.on, CampaignProgress.id)


def running(user: User) -> Select[tuple[Campaign]]:
    return visible(Campaign, user).where(Campaign.state == CampaignState.RUNNING).order_by(Campaign.id)
