"""The papers of discipline as Word documents; what stands on them is what the prints show."""

from __future__ import annotations

from typing import Any

from blueprints.core.documents import Document, signed
from blueprints.core.filters import minute
from models import approvals
from models.core import clock
from models.core.capital import capital
from models.penalties import Appeal, Penalty, PenaltyState, Relief, ServiceKind, queries

SIGNERS = ("征费室主任", "所长（盖章）")
NOTHING = "—"


def decision(penalty: Penalty, house: str) -> Document:
    """The decision with the words it rests on, the person's statement and the proof of its delivery."""
    paper = Document(title_of(penalty), station=house, subtitle=f"编号 {penalty.number}")
    paper.facts([*person_of(penalty), *case_of(penalty), *lines_of(penalty)])
    paper.signatures(signed(approvals.consents(penalty), SIGNERS))
    if penalty.approved_at:
        paper.heading("送达回证")
        paper.facts(proof_of(penalty))
    return paper


def shown(penalty: Penalty) -> dict[str, Any]:
    """Return what the print shows: the same lines as the document."""
    proof = proof_of(penalty) if penalty.approved_at else []
    told = {"heads": (person_of(penalty), case_of(penalty)), "lines": lines_of(penalty), "proof": proof}
    return told | {"title": title_of(penalty), "consents": approvals.consents(penalty)}


def title_of(penalty: Penalty) -> str:
    if penalty.state is PenaltyState.REVOKED:
        return "处罚决定书（已撤销）"
    if penalty.state is PenaltyState.WITHDRAWN:
        return "处罚拟办单（已撤回）"
    return "处罚决定书" if penalty.approved_at else "处罚拟办单"


def person_of(penalty: Penalty) -> list[tuple[str, str]]:
    person = penalty.person
    return [("当事人", person.name), ("工号", person.staff_no), ("班组", penalty.violation.unit_name)]


def case_of(penalty: Penalty) -> list[tuple[str, str]]:
    violation = penalty.violation
    at = minute(violation.occurred_at)
    return [("发生时间", at), ("地点", violation.place or NOTHING), ("违规编号", violation.number)]


def lines_of(penalty: Penalty) -> list[tuple[str, str]]:
    """Return what takes a line of its own, as it was decided; what an appeal changed stands below it."""
    said = f"{penalty.statement}（{minute(penalty.stated_at)}，决定之前）" if penalty.stated_at else "无"
    return [
        ("事实", penalty.violation.facts),
        ("依据", "\n".join(words_of(penalty))),
        ("计算", reckoning_of(penalty)),
        ("处理", outcome_of(penalty)),
        ("本人陈述", said),
        ("申诉权利", rights_of(penalty)),
        *_appealed(penalty.appeal),
        *(("变更", _reduced(one)) for one in queries.reliefs_of(penalty)),
    ]


def _reduced(one: Relief) -> str:
    return f"减 {_yuan(one.amount)} 元（{minute(one.at)}）：{one.reason}"


def _appealed(appeal: Appeal | None) -> list[tuple[str, str]]:
    if appeal is None:
        return []
    lines = [("申诉理由", f"{appeal.grounds}（{minute(appeal.filed_at)} 提出）")]
    if appeal.outcome:
        by = appeal.decided_by.name if appeal.decided_by else NOTHING
        lines.append(("申诉决定", f"{appeal.outcome.label}：{appeal.reason}（{by}，{minute(appeal.decided_at)}）"))
    return lines


def proof_of(penalty: Penalty) -> list[tuple[str, str]]:
    """Return the proof of delivery; a person who signed in the system had nobody bring it."""
    brought = penalty.served_by.name if penalty.served_by and penalty.served_by.id != penalty.person_id else NOTHING
    is_signed = penalty.service is ServiceKind.SIGNED
    return [
        ("送达方式", penalty.service.label if penalty.service else "□ 本人签收　□ 拒签"),
        ("送达时间", minute(penalty.served_at)),
        ("受送达人", f"{penalty.person.name}（PIN 签收）" if is_signed else ""),
        ("送达人", brought if penalty.service else ""),
        ("见证人", penalty.witness.name if penalty.witness else ""),
        ("拒签情况", penalty.service_note),
    ]


def words_of(penalty: Penalty) -> list[str]:
    """Return the frozen words of the clauses; of a draft those of today."""
    if penalty.basis:
        return [f"{name}（第 {edition} 版）{text}" for name, edition, text in penalty.basis]
    return [f"{clause.name}（第 {clause.edition} 版）{clause.text}" for clause in penalty.violation.clauses]


def reckoning_of(penalty: Penalty) -> str:
    return "；".join(
        f"{words} {cents / 100:.2f} 元" if cents is not None else words for words, cents in penalty.reckoning
    )


def outcome_of(penalty: Penalty) -> str:
    """Return what was decided, whatever was taken off it later."""
    year = clock.local(penalty.violation.occurred_at).year
    if not penalty.is_money:
        said = f"扣 {penalty.points} 分"
    else:
        said = f"{penalty.mode.label} {_yuan(penalty.amount)} 元（大写：{capital(penalty.amount)}）"
        said += f"，记 {penalty.points} 分" if penalty.points else ""
    measures = penalty.measures.rstrip("。；; ")  # the sentence goes on
    return f"{said}{f'；{measures}' if measures else ''}。取消 {year} 年度评先资格。"


def rights_of(penalty: Penalty) -> str:
    end = f"至 {penalty.appeal_until} 为止" if penalty.appeal_until else "在申诉期内"
    return f"对本决定不服的，可以自送达次日起{end}提出申诉，由未参与拟办的领导决定。申诉期间不执行。"


def ledger(*, since, receipts, days, total, capitals, balance, house: str) -> Document:
    """The month's ledger with the sum of each day and the reconciliation."""
    paper = Document("罚款收缴台账", station=house, subtitle=f"{since.year} 年 {since.month} 月", landscape=True)
    heads = ("日期", "类别", "凭证号", "交款人", "处罚编号或事项", "金额（元）", "方式", "收款人")
    paper.table(heads, [_line(row) for row in receipts], empty="本月没有收缴。")
    paper.heading("按日合计")
    paper.table(("日期", "笔数", "金额（元）"), [(day, count, _yuan(amount)) for day, count, amount in days])
    paper.paragraph(f"本月合计 {_yuan(total)} 元{f'（大写：{capitals}）' if capitals else ''}。")
    paper.heading("对账")
    paper.table(("项目", "金额（元）"), [(label, _yuan(cents)) for label, cents in balance_lines(balance)])
    if others := beside(receipts):
        paper.paragraph(f"本月合计中有追回的奖金 {_yuan(others)} 元，不计入罚款的对账。")
    paper.paragraph("罚款列营业外收入，不得设立小金库。")
    paper.signatures(("出纳", "所长"))
    return paper


def balance_lines(balance) -> list[tuple[str, int]]:
    """Return the reconciliation as lines: opening, what moved, closing."""
    moved = balance.moved
    return [
        ("月初待收", balance.opening),
        ("加：本月生效应收", moved.effective),
        ("减：变更和撤销减少", moved.reduced),
        ("减：本月实收（冲销相抵后）", moved.received),
        ("加：退还", moved.refunded),
        ("月末待收", balance.closing),
    ]


def beside(receipts) -> int:
    """Return what of the entries is no fine, in cents: it is in the sums, and not in the balance of the fines."""
    return sum(row.amount for row in receipts if row.penalty_id is None)


def _line(row) -> tuple:
    taker = row.collected_by.name if row.collected_by else ""
    who = (row.receipt_no, row.payer, row.about, _yuan(row.amount), row.method.label, taker)
    return (row.collected_on, row.kind.label, *who)


def _yuan(cents: int) -> str:
    return f"{cents / 100:,.2f}"
