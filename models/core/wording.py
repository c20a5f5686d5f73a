"""An audit entry in the reader's words: the act by its permission's label, columns by labels that areas register."""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum as PythonEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Enum

from models.core import clock
from models.core.audit import HIDDEN, AuditEntry
from models.core.db import Base, Moment, db
from models.core.permissions import CATALOGUE

UNSAID = frozenset({"id", "version"})  # columns that tell a reader nothing

_DETAIL = re.compile(r"(\w+)#(\d+)\.(\w+)")
_labels: dict[str, dict[str, str]] = {}
_acts: dict[str, str] = {}


def label(table: str, **columns: str) -> None:
    """Name the columns of ``table`` as pages do: ``label("penalties", amount="金额")``."""
    _labels.setdefault(table, {}).update(columns)


def label_acts(acts: dict[str, str]) -> None:
    """Name acts that are nobody's permission: ``label_acts({"sign_in.start": "登录"})``."""
    _acts.update(acts)


def label_of(table: str, column: str) -> str:
    return _labels.get(table, {}).get(column, column)


def act_of(action: str) -> str:
    """Return what was done, e.g. 修改人员资料."""
    permission = CATALOGUE.get(action)
    return permission.label if permission else _acts.get(action, action)


def in_words(entry: AuditEntry) -> list[str]:
    """Return what happened: the act and whom it was about, the reason, then one sentence for each changed column."""
    said = [f"{act_of(entry.action)}{f'：{entry.subject_name}' if entry.subject_name else ''}"]
    if entry.note:
        said.append(f"说明：{entry.note}")
    return said + [line for name, pair in entry.changes.items() if (line := _change(entry.subject_type, name, pair))]


def _change(table: str, name: str, pair: list) -> str:
    if detail := _DETAIL.fullmatch(name):
        table, name = detail[1], detail[3]
    if name in UNSAID:
        return ""
    old, new = pair
    what = label_of(table, name)
    if (old, new) == (HIDDEN, HIDDEN):
        return f"{what}：已修改，内容不记录"
    before, after = _shown(table, name, old), _shown(table, name, new)
    if old is None:
        return f"{what}：{after}"
    return f"{what}：{before} → {after if new is not None else '（空）'}"


def _shown(table: str, name: str, value: Any) -> str:
    """Return a stored value as a page shows it: label of a state, name of a row, yuan, local time."""
    if value is None or value == "":
        return "（空）"
    column = _column(table, name)
    if column is None:
        return str(value)
    if column.foreign_keys:
        return _name_of(column, value)
    return _plain(column, value)


def _plain(column: Column, value: Any) -> str:
    kind = column.type
    if isinstance(kind, Enum) and kind.enum_class:
        return _member(kind.enum_class, value)
    if isinstance(kind, Boolean):
        return "是" if value else "否"
    if isinstance(kind, Moment):
        return clock.local(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(kind, BigInteger) and isinstance(value, int):
        return f"{'−' if value < 0 else ''}{abs(value) // 100:,}.{abs(value) % 100:02d} 元"
    return str(value)


def _member(kinds: type[PythonEnum], value: str) -> str:
    """Return the label of a member; an old entry may hold one that is no longer there."""
    return next((getattr(member, "label", member.value) for member in kinds if member.value == value), value)


def _column(table: str, name: str) -> Column | None:
    known = Base.metadata.tables.get(table)
    return known.columns.get(name) if known is not None else None


def _name_of(column: Column, row_id: Any) -> str:
    """Return the name or number of the row that a foreign key points to."""
    target = next(iter(column.foreign_keys)).column.table
    mapped = next((m.class_ for m in Base.registry.mappers if m.local_table is target), None)
    row = db.session.get(mapped, row_id) if mapped and isinstance(row_id, int) else None
    return str(getattr(row, "name", None) or getattr(row, "number", None) or f"编号 {row_id}")


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
label("setting_values", key="参数", unit_id="单位", valid_from="生效日期", value="值", set_at="修改时间")
label("holidays", day="日期", kind="类别", name="名称", source="依据")
label_acts({"attachment.keep": "添加附件", "attachment.retire": "撤下附件"})
