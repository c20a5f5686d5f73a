"""What may be done with certificates. Source: domain §1.2, §2.13."""

from models.core.permissions import declare

READERS = "office office_head inspector duty_leader leader deputy hq"

declare(
    "certificates",
    ("certificate.read", "查看证书与奖牌", READERS),
    ("certificate.export", "导出证书与奖牌", READERS),
    ("certificate.prepare", "拟发、取消证书", "office office_head"),
    ("certificate.issue", "颁发证书", "office_head leader"),
    ("certificate.revoke", "撤销证书", "office_head leader"),
    ("certificate.design", "维护证书样式", "office office_head"),
)
