"""Keep which of a sample were wrong."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inspection_findings") as batch_op:
        batch_op.add_column(sa.Column("marks", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("inspection_findings") as batch_op:
        batch_op.alter_column("marks", server_default=None, existing_type=sa.String(), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("inspection_findings") as batch_op:
        batch_op.drop_column("marks")
