"""An audit entry in the reader's words: the act by its permission's label, columns by labels that areas register."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import datetime
from enum import Enum as PythonEnum
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Enum, String, Time, select
from sqlalchemy.exc import InvalidRequestError

from models.core import clock
from models.core.audit import HIDDEN, AuditEntry
from models.core.db import Base, Moment, db, once
from models.core.permissions import CATALOGUE

UNSAID = frozenset({"id", "version"})  # columns that tell a reader nothing
UNSAID_OF_DETAILS = UNSAID | {"sort"}
EMPTY = (None, "", [], {})
NAMES = ("name", "number", "title", "caption", "text")  # what a row is called, whichever it has
POINTERS = ("_type", "_table")  # of a column that names the table of its sister ``…_id``
UNNAMED = "编号 "  # and its id, where a row has no name
MOST_SHOWN = 12  # members of a list
Changes = dict[str, list]  # {column: [old, new]}

_DETAIL = re.compile(r"(\w+)#(\d+)\.(\w+)")
_labels: dict[str, dict[str, str]] = {}
_nouns: dict[str, str] = {}
_values: dict[tuple[str, str], Callable[[Any], str]] = {}
_acts: dict[str, str] = {}


def label(table: str, noun: str = "", /, **columns: str) -> None:
    """Name the columns of ``table`` as pages do: ``label("penalties", amount="金额")``.

    A table whose changes count as those of another row (``audit_parent``), or that is pointed to by its name, also
    has a noun for one of its rows: ``label("violation_clauses", "违反条款", clause_id="条款")``.
    """
    _labels.setdefault(table, {}).update(columns)
    if noun:
        _nouns[table] = noun


def label_value(table: str, column: str, say: Callable[[Any], str]) -> None:
    """Say what is stored in ``column``, where its type does not tell: a code, a list of ids."""
    _values[table, column] = say


def label_pointer(table: str, column: str) -> None:
    """Say the name of a table that is stored in ``column`` by the noun of its rows; its sister ``…_id`` by that row."""
    label_value(table, column, noun_of)


def label_acts(acts: dict[str, str]) -> None:
    """Name acts that are no permission, or one of several it allows: ``label_acts({"sign_in.start": "登录"})``."""
    _acts.update(acts)


def label_of(table: str, column: str) -> str:
    return _labels.get(table, {}).get(column, column)


def noun_of(table: str) -> str:
    return _nouns.get(table, table)


def yuan(cents: int | None) -> str:
    return "" if cents is None else f"{'−' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d} 元"


def act_of(action: str) -> str:
    """Return what was done, e.g. 修改人员资料."""
    permission = CATALOGUE.get(action)
    return _acts.get(action) or (permission.label if permission else action)


def acts_called(text: str) -> list[str]:
    """Return the names of the acts whose words hold ``text``, or the one of this very name."""
    return [name for name in {*CATALOGUE, *_acts} if name == text or text in act_of(name)]


def in_words(entry: AuditEntry) -> list[str]:
    """Return what happened: the act and whom it was about, the reason, then one sentence for each changed column.

    All that changed in one row of a detail table is one sentence; the rows of one table stand together.
    """
    said = [f"{act_of(entry.action)}{f'：{entry.subject_name}' if entry.subject_name else ''}"]
    if entry.note:
        said.append(f"说明：{entry.note}")
    own, details = _sorted_out(entry)
    said += [f"{what}：{change}" for what, change in _told(entry.subject_type, own, UNSAID)]
    return said + [
        line for (table, row_id), changes in sorted(details.items()) if (line := _detail(table, row_id, changes))
    ]


def look_up(entries: Iterable[AuditEntry]) -> list[Base]:
    """Load the rows that ``entries`` name, one statement for each table: while they are held, telling asks nothing."""
    asked: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        own, details = _sorted_out(entry)
        for table, row_id in details:
            asked[table].add(row_id)
        for table, changes in [(entry.subject_type, own), *((table, some) for (table, _id), some in details.items())]:
            for target, row_id in _pointed_to(table, changes):
                asked[target].add(row_id)
    kinds = [(kind, ids) for table, ids in asked.items() if (kind := _class_of(table)) and hasattr(kind, "id")]
    return [row for kind, ids in kinds for row in db.session.scalars(select(kind).where(kind.id.in_(ids))).unique()]


def _pointed_to(table: str, changes: Changes) -> Iterator[tuple[str, int]]:
    """Yield ``(table, id)`` of the rows that changes name, before and after."""
    for name, pair in changes.items():
        column = _column(table, name)
        known = _target_of(column) if column is not None and column.foreign_keys else None
        for where, value in zip(_tables_beside(name, changes), pair, strict=True):
            if isinstance(value, int) and (where or known):
                yield where or known, value


def _tables_beside(name: str, changes: Changes) -> Sequence[str | None]:
    """Return the tables that the id ``name`` points to before and after, if its sister column tells them."""
    sisters = [name.removesuffix("_id") + end for end in POINTERS if name.endswith("_id")]
    return next((changes[one] for one in sisters if one in changes), (None, None))


def _sorted_out(entry: AuditEntry) -> tuple[Changes, dict[tuple[str, int], Changes]]:
    """Return the changes of the row itself, and those of each of its detail rows."""
    own: Changes = {}
    details: dict[tuple[str, int], Changes] = {}
    for name, pair in entry.changes.items():
        if found := _DETAIL.fullmatch(name):
            details.setdefault((found[1], int(found[2])), {})[found[3]] = pair
        else:
            own[name] = pair
    return own, details


def _detail(table: str, row_id: int, changes: Changes) -> str:
    """Return one sentence about a detail row: new, removed, or which one it is and what changed."""
    kind = _class_of(table)
    parent = kind.audit_parent[1] if kind and kind.audit_parent else ""
    is_new, is_gone = parent in changes, parent in changes and changes[parent][1] is None
    if is_gone:
        changes = {name: [None, old] for name, (old, _) in changes.items()}
    said = list(_told(table, changes, UNSAID_OF_DETAILS | {parent}))
    told = "，".join(change if what == _nouns.get(table) else f"{what} {change}" for what, change in said)
    which = "" if is_new or not said else _which(kind, row_id, UNSAID_OF_DETAILS | {parent, "unit_id", *changes})
    noun = f"{'删除' if is_gone else ''}{_nouns.get(table, '')}{f'（{which}）' if which else ''}"
    return f"{noun}：{told}" if noun and told else told


def _which(kind: type[Base] | None, row_id: int, beside: set[str]) -> str:
    """Return what tells a detail row from its sisters: its first filled column that is a name, a kind or a text."""
    row = db.session.get(kind, row_id) if kind else None
    if row is None:
        return ""
    for name, column in kind.__table__.columns.items():
        tells = column.foreign_keys or isinstance(column.type, String)
        if tells and name not in beside | row.audit_hidden and (value := getattr(row, name, None)):
            said = _shown(kind.__tablename__, name, getattr(value, "value", value))
            if not said.startswith(UNNAMED):
                return said
    return ""


def _told(table: str, changes: Changes, unsaid: Set[str]) -> Iterator[tuple[str, str]]:
    """Give the label of each changed column with its change; what a new row leaves empty goes unsaid."""
    for name, (old, new) in changes.items():
        if name not in unsaid and not (old is None and new in EMPTY):
            yield label_of(table, name), _change(table, name, old, new, _tables_beside(name, changes))


def _change(table: str, name: str, old: Any, new: Any, tables: Sequence[str | None]) -> str:
    """Return the change of one column; ``tables`` are those that an id points to before and after, if it does."""
    if HIDDEN in (old, new):
        return "（内容不记录）"
    before, after = (
        _name_in(where, value) if where and value else _shown(table, name, value)
        for where, value in zip(tables, (old, new), strict=True)
    )
    return after if old is None else f"{before} → {after}"


def _shown(table: str, name: str, value: Any) -> str:
    """Return a stored value as a page shows it: label of a state, name of a row, yuan, local time."""
    if value in EMPTY:
        return "（空）"
    if say := _values.get((table, name)):
        return say(value)
    column = _column(table, name)
    if column is None:
        return str(value)
    if column.foreign_keys:
        return _name_in(_target_of(column), value)
    return _plain(column, value)


def _plain(column: Column, value: Any) -> str:
    kind = column.type
    if isinstance(kind, Enum) and kind.enum_class:
        return _member(kind.enum_class, value)
    if isinstance(kind, Boolean) or isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(kind, Moment):
        return clock.local(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(kind, BigInteger) and isinstance(value, int):
        return yuan(value)
    if isinstance(kind, Time):
        return str(value)[:5]
    if isinstance(value, (list, dict)):
        return _listed(value)
    return str(value)


def _listed(value: list | dict) -> str:
    """Return the first members of a stored list in words, and how many there are if that is not all."""
    pairs = value.items() if isinstance(value, dict) else value
    said = [" ".join(map(str, one)) if isinstance(one, (list, tuple)) else str(one) for one in pairs]
    return "、".join(said[:MOST_SHOWN]) + (f" 等 {len(said)} 项" if len(said) > MOST_SHOWN else "")


def _member(kinds: type[PythonEnum], value: str) -> str:
    """Return the label of a member; an old entry may hold one that is no longer there."""
    return next((getattr(member, "label", member.value) for member in kinds if member.value == value), value)


def _column(table: str, name: str) -> Column | None:
    known = Base.metadata.tables.get(table)
    return known.columns.get(name) if known is not None else None


def _target_of(column: Column) -> str:
    return next(iter(column.foreign_keys)).column.table.name


def _name_in(table: str, row_id: Any) -> str:
    """Return the name or number of a row that is pointed to, if the row itself holds it; looked up once per page."""
    return once(("name of", table, row_id), lambda: _read_name(table, row_id))


def _read_name(table: str, row_id: Any) -> str:
    kind = _class_of(table)
    row = db.session.get(kind, row_id) if kind and isinstance(row_id, int) else None
    try:
        return str(next((name for one in NAMES if (name := getattr(row, one, None))), f"{UNNAMED}{row_id}"))
    except InvalidRequestError:  # the name needs other rows, which are not loaded here: see ``label_value``
        return f"{UNNAMED}{row_id}"


@cache
def _class_of(table: str) -> type[Base] | None:
    return next((m.class_ for m in Base.registry.mappers if m.local_table.name == table), None)


label(
    "attachments",
    owner_type="所属业务",
    owner_id="所属记录",
    unit_id="单位",
    name="文件名",
    caption="说明",
    media_type="类型",
    size="字节数",
    sha256="校验值",
    width="宽",
    height="高",
    kept_by_id="上传人",
    kept_at="上传时间",
    is_retired="已撤下",
)
label_pointer("attachments", "owner_type")
label("setting_values", key="参数", unit_id="单位", valid_from="生效日期", value="值", set_at="修改时间")
label("holidays", day="日期", kind="类别", name="名称", source="依据")
label_acts({"attachment.keep": "添加附件", "attachment.retire": "撤下附件"})
