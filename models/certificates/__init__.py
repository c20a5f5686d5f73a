"""证书与奖牌: papers that say for ever what they said when they were issued.

Other rooms prepare and take back; people of the house issue::

    template = certificates.template_of("honour")
    certificates.prepare(template, person, award="服务标兵", period="2026年第三季度", source=award,
                         source_title=award.number, source_href=award.href, by=user, at=now)
    certificates.issue(row, by=user, at=now)
    certificates.withdraw(award, reason="公示期查实异议", by=user, at=now)       # the award fell
    certificates.hold_back(person, ban, reason="取消评先资格", by=user, at=now)  # a penalty took effect
    certificates.release(ban, by=user, at=now)                                   # and was reversed
    certificates.of(award)  # Select of Certificate, oldest first
"""

from models.certificates import (
    checking,
    demo,
    designs,
    ending,
    flow,
    invariants,
    issuing,
    options,
    permissions,
    printing,
    queries,
    seed,
    texts,
    todos,
    words,
)
from models.certificates.ending import cancel, hold_back, pass_on, release, restore, revoke, withdraw
from models.certificates.issuing import issue, issue_all, prepare, template_of
from models.certificates.kinds import CertificateState, Holder, Layout, Palette
from models.certificates.queries import held_by, of
from models.certificates.tables import Certificate, CertificateTemplate, FrozenPaper, TemplateVersion

__all__ = [
    "Certificate",
    "CertificateState",
    "CertificateTemplate",
    "FrozenPaper",
    "Holder",
    "Layout",
    "Palette",
    "TemplateVersion",
    "cancel",
    "checking",
    "demo",
    "designs",
    "ending",
    "flow",
    "held_by",
    "hold_back",
    "invariants",
    "issue",
    "issue_all",
    "issuing",
    "of",
    "options",
    "pass_on",
    "permissions",
    "prepare",
    "printing",
    "queries",
    "release",
    "restore",
    "revoke",
    "seed",
    "template_of",
    "texts",
    "todos",
    "withdraw",
    "words",
]
