"""限期整改, 专项行动 and 流程简化. Rooms above issue orders and find them again by their source::

declare_source("inspection", "督查")
issue(source="inspection", source_ref=finding.number, source_href=f"/inspections/{id}", unit=unit,
      category=Category.SERVICE, problem=text, deadline_on=day, issuer=user, at=at)
of_source("inspection", finding.number)
campaigns.figure("complaint.timeliness", lambda unit, since, until: 98.5)
"""

from models.rectifications import (
    campaign_course,
    campaign_queries,
    campaigns,
    demo,
    demo_campaigns,
    demo_pictures,
    dossier,
    extending,
    invariants,
    issuing,
    leaders,
    leaving,
    options,
    permissions,
    photos,
    processes,
    queries,
    reviewing,
    sources,
    states,
    statistics,
    timers,
    todos,
    words,
    working,
)
from models.rectifications.campaign_tables import (
    Campaign,
    CampaignGoal,
    CampaignPhase,
    CampaignProgress,
    CampaignSignature,
    CampaignStudy,
)
from models.rectifications.issuing import issue
from models.rectifications.kinds import (
    Aim,
    CampaignState,
    Category,
    Decision,
    Fate,
    ProcessState,
    RectificationState,
    Side,
    Verdict,
)
from models.rectifications.process_tables import ProcessReview, ProcessStep
from models.rectifications.queries import of_source, of_sources
from models.rectifications.sources import declare_source
from models.rectifications.tables import (
    Rectification,
    RectificationExtension,
    RectificationMeasure,
    RectificationPhoto,
)

__all__ = [
    "Aim",
    "Campaign",
    "CampaignGoal",
    "CampaignPhase",
    "CampaignProgress",
    "CampaignSignature",
    "CampaignState",
    "CampaignStudy",
    "Category",
    "Decision",
    "Fate",
    "ProcessReview",
    "ProcessState",
    "ProcessStep",
    "Rectification",
    "RectificationExtension",
    "RectificationMeasure",
    "RectificationPhoto",
    "RectificationState",
    "Side",
    "Verdict",
    "campaign_course",
    "campaign_queries",
    "campaigns",
    "declare_source",
    "demo",
    "demo_campaigns",
    "demo_pictures",
    "dossier",
    "extending",
    "invariants",
    "issue",
    "issuing",
    "leaders",
    "leaving",
    "of_source",
    "of_sources",
    "options",
    "permissions",
    "photos",
    "processes",
    "queries",
    "reviewing",
    "sources",
    "states",
    "statistics",
    "timers",
    "todos",
    "words",
    "working",
]
