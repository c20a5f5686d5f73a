"""Praise can be withdrawn; a case says which matter of another room led to it; two filters have one index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.add_column("complaints", sa.Column("reference", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_complaints_state_channel_id", "complaints", ["state", "channel", "id"])
    with op.batch_alter_table("complaint_praises") as table:
        table.drop_constraint("uq_complaint_praises_complaint_id_person_id", type_="unique")
        table.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("withdrawn_reason", sa.Text(), nullable=False, server_default=""))
        table.create_foreign_key("fk_complaint_praises_withdrawn_by_id", "users", ["withdrawn_by_id"], ["id"])
    op.create_index("ix_complaint_praises_withdrawn_by_id", "complaint_praises", ["withdrawn_by_id"])
    op.create_index("ix_complaint_praises_verified_at_id", "complaint_praises", ["verified_at", "id"])
    op.create_index(
        "uq_complaint_praises_standing",
        "complaint_praises",
        ["complaint_id", "person_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    op.execute("DELETE FROM complaint_praises WHERE withdrawn_at IS NOT NULL")
    op.drop_index("uq_complaint_praises_standing", "complaint_praises")
    op.drop_index("ix_complaint_praises_verified_at_id", "complaint_praises")
    op.drop_index("ix_complaint_praises_withdrawn_by_id", "complaint_praises")
    with op.batch_alter_table("complaint_praises") as table:
        table.drop_constraint("fk_complaint_praises_withdrawn_by_id", type_="foreignkey")
        table.drop_column("withdrawn_reason")
        table.drop_column("withdrawn_by_id")
        table.drop_column("withdrawn_at")
        table.create_unique_constraint("uq_complaint_praises_complaint_id_person_id", ["complaint_id", "person_id"])
    op.drop_index("ix_complaints_state_channel_id", "complaints")
    op.drop_column("complaints", "reference")
