"""What may be done with deadlines. A deadline itself is seen by whoever may see the matter it runs on."""

from models.core.permissions import declare

declare(
    "deadlines",
    ("deadline.plan", "维护期限规则", "office_head leader"),
)
