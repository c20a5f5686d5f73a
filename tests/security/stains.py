"""Hostile texts in every text column of the house, and a reader that notices when one of them works."""

from __future__ import annotations

import json
import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO

from sqlalchemy import JSON, Enum, String, UniqueConstraint, text, update

from models.core.db import Base, db

PAYLOADS = {
    "script": "<script>zwx(1)</script>",
    "image": '<img src=x onerror="zwx(1)">',
    "drawing": "<svg/onload=zwx(1)><animate onbegin=zwx(1)></svg>",
    "end of an attribute": '" onmouseover="zwx(1)" autofocus onfocus=zwx(1) x="',
    "end of a quoted attribute": "' onmouseover='zwx(1)' x='",
    "end of a script": "</script></textarea></title></style><zwx onclick=zwx(1)>",
    "link": "javascript:zwx(1)",
    "hidden link": "java\tscript:zwx(1)//",
    "template": "{{7*7}}zwx{% for a in (1,) %}zwx{% endfor %}${7*7}zwx",
    "htmx": "<a hx-get=/sign-out hx-trigger=load data-hx-on:load=zwx(1)>zwx</a>",
    "encoded": "&lt;zwx onclick=zwx(1)&gt;&#60;zwx&#62;",
    "comment": "--><zwx onclick=zwx(1)><!--",
    "formula": '=HYPERLINK("http://x",1)',
    "full-width formula": "＋1+cmd|' /C calc'!A0",
    "at formula": "@SUM(1+1)*zwx",
}
# what the house itself writes and compares: no field of a form ends there
OURS = re.compile(
    r"hash|_key$|_href$|^(key|code|kind|path|href|job|worker|action|origin|location|number|permission|media_type|value|previous"
    r"|holder|owner_type|subject_type|return_to|role_code|body_code|posts|escalate_to|staff_no|fingerprint|address|post|answer"
    r"|what|severity|slug|start_no|end_no|expected_no|sha256)$"
)
LINKS = frozenset({"href", "src", "action", "formaction", "data", "hx-get", "hx-post", "poster", "xlink:href"})
INERT_TABLES = frozenset({"audit_entries", "audit_heads", "form_receipts", "marks", "setting_values"})
HELD_JSON = frozenset({"body", "paper", "options", "fields"})
SEALED = "sealed"  # JSON as one text, whose hash is published


def stain(payload: str) -> list[str]:
    """Put ``payload`` into every text column of every row, past all rules; return the columns that had rows."""
    reached = []
    _open_ledgers()
    for table in Base.metadata.sorted_tables:
        if table.name in INERT_TABLES:
            continue
        texts = [column for column in table.columns if is_text(column)]
        for column in texts:
            value = column.concat(payload) if is_unique(column) else payload
            if db.session.execute(update(table).values({column.name: value}).where(column != "")).rowcount:
                reached.append(f"{table.name}.{column.name}")
        for column in [
            one for one in table.columns if isinstance(one.type, JSON) and one.name in HELD_JSON and "id" in table.c
        ]:
            _stain_json(table, column, payload)
        if SEALED in table.c:
            _stain_sealed(table, payload)
    db.session.commit()
    db.session.expire_all()
    return reached


def _open_ledgers() -> None:
    """Let rows be stained that the database itself keeps as they are. The tests that stain run on SQLite alone."""
    guards = text("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only%'")
    for name, where in db.session.execute(guards).all():
        if where not in INERT_TABLES:
            db.session.execute(text(f'DROP TRIGGER "{name}"'))


def is_unique(column) -> bool:
    """Whether no two rows may have the same text here, alone or together with other columns."""
    keys = [one for one in column.table.constraints if isinstance(one, UniqueConstraint)]
    keys += [one for one in column.table.indexes if one.unique]
    return column.unique or any(column.name in key.columns for key in keys)


def is_text(column) -> bool:
    plain = isinstance(column.type, String) and not isinstance(column.type, Enum)
    ours = column.foreign_keys or column.primary_key or column.name == SEALED or OURS.search(column.name)
    return plain and not ours


def _stain_json(table, column, payload: str) -> None:
    for row_id, value in db.session.execute(db.select(table.c.id, column)).all():
        db.session.execute(update(table).where(table.c.id == row_id).values({column.name: _stained(value, payload)}))


def _stain_sealed(table, payload: str) -> None:
    sealed = table.c[SEALED]
    for row_id, kept in db.session.execute(db.select(table.c.id, sealed).where(sealed != "")).all():
        stained = json.dumps(_stained(json.loads(kept), payload), ensure_ascii=False)
        db.session.execute(update(table).where(table.c.id == row_id).values({SEALED: stained}))


def _stained(value, payload: str, name: str = ""):
    """Return JSON with ``payload`` for every text of Chinese words in it: the others are keys and figures of ours."""
    if isinstance(value, dict):
        return {key: _stained(one, payload, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_stained(one, payload, name) for one in value]
    return payload if isinstance(value, str) and re.search(r"[\u4e00-\u9fff]", value) else value


class Reader(HTMLParser):
    """Reads a page as a browser does and notes what a payload has become: a tag, a handler, a link that runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs) -> None:
        self._script = tag == "script"
        if tag in ("zwx", "animate"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            squeezed = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith(("on", "hx-on", "data-hx-on")):
                self.found.append(f"{tag} {name}={value}")
            if name in LINKS and squeezed.startswith(("javascript:", "data:text", "vbscript:")):
                self.found.append(f"{tag} {name}={value}")
            if name.startswith("hx-vals") and squeezed.startswith("js:"):
                self.found.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and "zwx" in data:
            self.found.append(f"in a script: {data[:60]}")
        if "49zwx" in data or "zwxzwx" in data:
            self.found.append(f"a template ran: {data[:60]}")


def faults_of(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return reader.found


def formulas_in(workbook: bytes) -> list[str]:
    """Return what a spreadsheet program would calculate or follow: formulas, links, texts that begin like one."""
    found = []
    with zipfile.ZipFile(BytesIO(workbook)) as packed:
        for name in packed.namelist():
            xml = packed.read(name).decode("utf-8", "replace")
            if name.startswith("xl/worksheets/"):
                found += re.findall(r"<f>.*?</f>|<hyperlink .*?>", xml)
                found += [text for text in re.findall(r"<t[^>]*>([^<]*)</t>", xml) if is_formula(text)]
            if name == "xl/sharedStrings.xml":
                found += [text for text in re.findall(r"<t[^>]*>([^<]*)</t>", xml) if is_formula(text)]
    return found


def is_formula(text: str) -> bool:
    return bool(re.match(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]\S", text)) and not re.fullmatch(r"[-+]?\d[\d.,:%]*", text)
