"""Let a survey sheet that was typed wrongly be struck out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

VOIDED_BY = "fk_survey_sheets_voided_by_id"


def upgrade() -> None:
    with op.batch_alter_table("survey_sheets") as batch_op:
        batch_op.add_column(sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("voided_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("void_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(op.f(VOIDED_BY), "users", ["voided_by_id"], ["id"])
    with op.batch_alter_table("survey_sheets") as batch_op:
        batch_op.alter_column("void_reason", server_default=None, existing_type=sa.Text(), existing_nullable=False)
    op.create_index(op.f("ix_survey_sheets_voided_by_id"), "survey_sheets", ["voided_by_id"])


def downgrade() -> None:
    """The earlier schema knows no struck sheets and would count them again: they go, the trail keeps them."""
    op.execute(
        sa.text(
            "DELETE FROM survey_answers WHERE sheet_id IN (SELECT id FROM survey_sheets WHERE voided_at IS NOT NULL)"
        )
    )
    op.execute(sa.text("DELETE FROM survey_sheets WHERE voided_at IS NOT NULL"))
    op.drop_index(op.f("ix_survey_sheets_voided_by_id"), table_name="survey_sheets")
    with op.batch_alter_table("survey_sheets") as batch_op:
        batch_op.drop_constraint(op.f(VOIDED_BY), type_="foreignkey")
        for name in ("void_reason", "voided_by_id", "voided_at"):
            batch_op.drop_column(name)
