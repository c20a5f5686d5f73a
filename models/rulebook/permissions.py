"""What may be done with the rulebook."""

from models.core.permissions import declare

declare(
    "rulebook",
    (
        "clause.read",
        "查看规则条款",
        "collector field shift_leader duty_leader monitor ticket clerk office office_head inspector finance leader"
        " deputy hq",
    ),
    ("clause.edit", "维护规则条款", "office office_head"),
    ("clause.retire", "停用规则条款", "office_head"),
    ("clause.export", "导出规则条款", "office office_head leader deputy inspector"),
)
