"""The papers of discipline as Word documents; what stands on them is what the prints show."""

from __future__ import annotations

from blueprints.core.documents import Document
from models.core import clock
from models.core.capital import capital
from models.penalties import Penalty


def decision(penalty: Penalty, house: str) -> Document:
    """The decision with the words it rests on, the person's statement and the proof of its delivery."""
    violation = penalty.violation
    title = "处罚决定书" if penalty.approved_at else "处罚拟办单"
    paper = Document(title, station=house, subtitle=f"编号 {penalty.number}")
    paper.facts(
        [
            ("当事人", penalty.person.name),
            ("工号", penalty.person.staff_no),
            ("班组", violation.unit_name),
            ("发生时间", violation.occurred_at),
            ("地点", violation.place or "—"),
            ("违规编号", violation.number),
            ("事实", violation.facts),
            ("依据", "\n".join(words_of(penalty))),
            ("计算", reckoning_of(penalty)),
            ("处理", outcome_of(penalty)),
            ("本人陈述", penalty.statement or "无"),
            ("申诉", appeal_of(penalty)),
        ]
    )
    paper.signatures(("征费室主任", "所长（盖章）"))
    paper.heading("送达回证")
    paper.facts(
        [
            ("送达方式", penalty.service.label if penalty.service else ""),
            ("送达时间", penalty.served_at or ""),
            ("受送达人", penalty.person.name if penalty.service == "signed" else ""),
            ("送达人", penalty.served_by.name if penalty.served_by else ""),
            ("见证人", penalty.witness.name if penalty.witness else ""),
            ("拒签情况", penalty.service_note),
        ]
    )
    return paper


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
    said = penalty.measure
    if penalty.is_money:
        said += f"（大写：{capital(penalty.payable)}）"
    if penalty.measures:
        said += f"；{penalty.measures}"
    return f"{said}。取消 {clock.local(penalty.violation.occurred_at).year} 年度评先资格。"


def appeal_of(penalty: Penalty) -> str:
    end = f"至 {penalty.appeal_until} 为止" if penalty.appeal_until else "在申诉期内"
    return f"对本决定不服的，可以自送达次日起{end}提出申诉，由未参与拟办的领导决定。申诉期间不执行。"


def ledger(*, since, receipts, days, total, capitals, balance, house: str) -> Document:
    """The month's ledger with the sum of each day and the reconciliation."""
    paper = Document("罚款收缴台账", station=house, subtitle=f"{since.year} 年 {since.month} 月", landscape=True)
    heads = ("日期", "类别", "凭证号", "交款人", "处罚编号", "金额（元）", "方式", "收款人")
    paper.table(heads, [_line(row) for row in receipts], empty="本月没有收缴。")
    paper.heading("按日合计")
    paper.table(("日期", "张数", "金额（元）"), [(day, count, _yuan(amount)) for day, count, amount in days])
    paper.paragraph(f"本月合计 {_yuan(total)} 元{f'（大写：{capitals}）' if capitals else ''}。")
    paper.heading("对账")
    paper.table(("项目", "金额（元）"), [(label, _yuan(cents)) for label, cents in balance_lines(balance)])
    paper.paragraph("罚款列营业外收入，不得设立小金库。")
    paper.signatures(("出纳", "所长"))
    return paper


def balance_lines(balance) -> list[tuple[str, int]]:
    """Return the reconciliation as lines: opening, what moved, closing."""
    moved = balance.moved
    return [
        ("月初待收", balance.opening),
        ("加：本月生效应收", moved.effective),
        ("减：变更和撤销减少", -moved.reduced),
        ("减：本月实收（冲销相抵后）", -moved.received),
        ("加：退还", moved.refunded),
        ("月末待收", balance.closing),
    ]


def _line(row) -> tuple:
    taker = row.collected_by.name if row.collected_by else ""
    who = (row.receipt_no, row.payer, row.penalty.number, _yuan(row.amount), row.method.label, taker)
    return (row.collected_on, row.kind.label, *who)


def _yuan(cents: int) -> str:
    return f"{cents / 100:,.2f}"
