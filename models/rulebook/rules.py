"""Every change of the rulebook: a new clause, a new edition, the end of one."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from models.accounts import User
from models.core import audit
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.wording import label
from models.rulebook.tables import Book, RuleClause

WORDS = ("text", "base_amount", "base_points", "severity", "source", "is_example")
MOST_AMOUNT, MOST_POINTS = 10_000_00, 100  # cents; beyond them a typing error is likelier than a rule
label(
    "rule_clauses",
    book="规则",
    code="条款号",
    edition="版次",
    text="内容",
    base_amount="基准金额",
    base_points="基准分",
    severity="程度",
    source="依据",
    is_example="示例",
    is_latest="现行版",
    valid_from="生效日期",
    valid_to="失效日期",
)


def create(*, book: Book, code: str, valid_from: date, by: User | None, **words) -> RuleClause:
    """Add a clause. Raises RuleBroken: the code is taken, also by one that ended; amounts out of bounds."""
    _require_bounds(**words)
    taken = select(RuleClause.id).where(RuleClause.book == book, RuleClause.code == code).limit(1)
    if db.session.scalar(taken) is not None:
        raise RuleBroken(f"《{book.label}》{code} 已经存在，请修改原条款或换一个条款号。", field="code")
    clause = RuleClause(book=book, code=code, valid_from=valid_from, **words)
    db.session.add(clause)
    audit.record("clause.edit", clause, by, note="新增条款")
    return clause


def edit(clause: RuleClause, *, valid_from: date, by: User, **words) -> RuleClause:
    """Add the next edition from a day on; what was decided under ``clause`` keeps its words.

    Raises Overtaken: it has been replaced; RuleBroken: nothing changed, or the day lies before its own beginning.
    """
    _require_bounds(**words)
    if not clause.is_latest:
        raise Overtaken("这一版已经被新版替换，请在最新版上修改。")
    if valid_from < clause.valid_from:
        raise RuleBroken(f"新版不能早于现行版的生效日期 {clause.valid_from}。", field="valid_from")
    if all(getattr(clause, name) == value for name, value in words.items()):
        raise RuleBroken("内容没有变化，不需要新版。", field="text")
    clause.valid_to, clause.is_latest = valid_from - timedelta(days=1), False
    audit.record("clause.edit", clause, by, note="被新版替换")
    fresh = RuleClause(book=clause.book, code=clause.code, edition=clause.edition + 1, valid_from=valid_from, **words)
    db.session.add(fresh)
    audit.record("clause.edit", fresh, by, note=f"第 {fresh.edition} 版")
    return fresh


def retire(clause: RuleClause, *, valid_to: date, by: User) -> None:
    """Let a clause end with a day. Raises RuleBroken: it has ended, or the day lies before its beginning."""
    if not clause.is_latest or clause.valid_to is not None:
        raise Overtaken("条款已经停用或被替换。")
    if valid_to < clause.valid_from:
        raise RuleBroken("停用日期不能早于生效日期。", field="valid_to")
    clause.valid_to = valid_to
    audit.record("clause.retire", clause, by)


def _require_bounds(*, base_amount: int | None = None, base_points: int = 0, **_words) -> None:
    if base_amount is not None and not 0 <= base_amount <= MOST_AMOUNT:
        raise RuleBroken("基准金额应在 0 到 10000 元之间。", field="base_amount")
    if not 0 <= base_points <= MOST_POINTS:
        raise RuleBroken("基准分应在 0 到 100 之间。", field="base_points")
