"""The words of complaints, found by an index; the list by state and channel too."""

from __future__ import annotations

from types import SimpleNamespace

import sqlalchemy as sa
from alembic import op

from models.core import masking, search

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BATCH = 500
NUMBERS = ("number", "order_no")
TEXTS = ("content", "demand", "lane_name", "investigation", "finding", "measures", "reply")


def upgrade() -> None:
    search.create(op.get_bind(), "complaints")
    _fill(op.get_bind())
    op.create_index("ix_complaints_channel_id", "complaints", ["channel", "id"])


def downgrade() -> None:
    op.drop_index("ix_complaints_channel_id", "complaints")
    search.drop(op.get_bind(), "complaints")


def _fill(connection) -> None:
    """Index what is there already, in batches by id."""
    columns = ", ".join(("id", *NUMBERS, *TEXTS))
    ask = sa.text(f"SELECT {columns} FROM complaints WHERE id > :last ORDER BY id LIMIT {BATCH}")
    index, last = SimpleNamespace(name="complaints_fts", words=_words), 0
    while rows := connection.execute(ask, {"last": last}).all():
        search.write(connection, index, rows)
        last = rows[-1].id


def _words(row) -> str:
    numbers = [getattr(row, name) or "" for name in NUMBERS]
    return " ".join(numbers + [masking.scrub(getattr(row, name)) for name in TEXTS])
