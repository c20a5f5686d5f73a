"""Let the book of finance take what is no fine, as rewards given back; let a held reward be closed with a reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

CAUSES = ("cause", "cause_name", "cause_href")
STANDING = sa.text("cause <> '' AND kind = 'receipt' AND reversed_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("penalty_collections") as batch_op:
        batch_op.alter_column("penalty_id", existing_type=sa.Integer(), nullable=True)
        for name in CAUSES:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        batch_op.create_check_constraint("cause", "(penalty_id IS NULL) = (cause <> '')")
    with op.batch_alter_table("penalty_collections") as batch_op:
        for name in CAUSES:
            batch_op.alter_column(name, server_default=None, existing_type=sa.String(), existing_nullable=False)
    op.create_index(
        "uq_penalty_collections_cause",
        "penalty_collections",
        ["cause"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    with op.batch_alter_table("award_candidates") as batch_op:
        batch_op.add_column(sa.Column("forgone_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("forgone_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("forgone_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_award_candidates_forgone_by_id"), "users", ["forgone_by_id"], ["id"])
        batch_op.create_index(op.f("ix_award_candidates_forgone_by_id"), ["forgone_by_id"])
    with op.batch_alter_table("award_candidates") as batch_op:
        batch_op.alter_column("forgone_reason", server_default=None, existing_type=sa.Text(), existing_nullable=False)


def downgrade() -> None:
    """Recoveries go: the earlier schema books fines alone."""
    op.drop_index("uq_penalty_collections_cause", table_name="penalty_collections")
    op.execute(sa.text("DELETE FROM penalty_collections WHERE penalty_id IS NULL AND kind = 'reversal'"))
    op.execute(sa.text("DELETE FROM penalty_collections WHERE penalty_id IS NULL"))
    with op.batch_alter_table("penalty_collections") as batch_op:
        batch_op.drop_constraint(op.f("ck_penalty_collections_cause"), type_="check")
        for name in CAUSES:
            batch_op.drop_column(name)
        batch_op.alter_column("penalty_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("award_candidates") as batch_op:
        batch_op.drop_constraint(op.f("fk_award_candidates_forgone_by_id"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_award_candidates_forgone_by_id"))
        for name in ("forgone_by_id", "forgone_reason", "forgone_at"):
            batch_op.drop_column(name)
