"""Let a mystery visit lead to violations, and what its group adopted be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

CHECK, BEFORE = "ck_violations_source", ("inspection", "complaint", "monitor", "self")
WITHDRAWN_BY = "fk_mystery_matters_withdrawn_by_id"


def _allow(sources: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{one}'" for one in sources)
    with op.batch_alter_table("violations") as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.create_check_constraint(op.f(CHECK), f"source IN ({listed})")


def upgrade() -> None:
    _allow((*BEFORE, "mystery_visit"))
    with op.batch_alter_table("mystery_matters") as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("withdrawal", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(op.f(WITHDRAWN_BY), "users", ["withdrawn_by_id"], ["id"])
    with op.batch_alter_table("mystery_matters") as batch_op:
        batch_op.alter_column("withdrawal", server_default=None, existing_type=sa.Text(), existing_nullable=False)
    op.create_index(op.f("ix_mystery_matters_withdrawn_by_id"), "mystery_matters", ["withdrawn_by_id"])


def downgrade() -> None:
    """What came from a visit counts as found by ourselves: the earlier schema knows no other word for it."""
    op.execute(sa.text("UPDATE violations SET source = 'self' WHERE source = 'mystery_visit'"))
    op.drop_index(op.f("ix_mystery_matters_withdrawn_by_id"), table_name="mystery_matters")
    with op.batch_alter_table("mystery_matters") as batch_op:
        batch_op.drop_constraint(op.f(WITHDRAWN_BY), type_="foreignkey")
        for name in ("withdrawal", "withdrawn_by_id", "withdrawn_at"):
            batch_op.drop_column(name)
    _allow(BEFORE)
