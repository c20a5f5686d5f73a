"""The states of a certificate. Source: issue 4 §6."""

from models.certificates.kinds import CertificateState
from models.core.flow import Flow, Step

S = CertificateState

FLOW = Flow(
    [
        Step("issue", frozenset({S.PENDING}), S.ISSUED, "certificate.issue", "颁发证书", tone="p"),
        Step("edit", frozenset({S.PENDING}), S.PENDING, "certificate.prepare", "修改文字"),
        Step("cancel", frozenset({S.PENDING}), S.CANCELLED, "certificate.prepare", "取消拟发"),
        Step("restore", frozenset({S.CANCELLED}), S.PENDING, "certificate.prepare", "恢复拟发"),
        Step("revoke", frozenset({S.ISSUED}), S.REVOKED, "certificate.revoke", "撤销证书", tone="d"),
    ]
)
