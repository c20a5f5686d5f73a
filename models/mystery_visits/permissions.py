"""What may be done with mystery visits. Source: domain §1.2, §2.2; who reads before publication: docs/adr/0016."""

from models.core.permissions import declare

declare(
    "mystery_visits",
    ("mystery_visit.plan", "组织暗访、发放访问码", "office_head leader"),
    ("mystery_visit.study", "研究暗访评价（限领导小组成员）", "leader deputy office_head finance"),
    ("mystery_visit.publish", "公布暗访评价", "office_head leader"),
    ("mystery_visit.read", "查看已公布的暗访评价", "duty_leader office office_head inspector leader deputy hq"),
    ("mystery_visit.export", "导出已公布的暗访评价", "office office_head leader deputy"),
    ("mystery_visit.report_violation", "暗访处理建议转违规处理", "office office_head inspector"),
    ("mystery_visit.write", "打开暗访填报页", "mystery"),
)
