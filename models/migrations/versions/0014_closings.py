"""Add the closed months."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('month_closings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['closed_by_id'], ['users.id'], name=op.f('fk_month_closings_closed_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_month_closings_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_month_closings')),
    sa.UniqueConstraint('unit_id', 'month', name=op.f('uq_month_closings_unit_id_month'))
    )
    with op.batch_alter_table('month_closings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_month_closings_closed_by_id'), ['closed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_month_closings_month'), ['month'], unique=False)
        batch_op.create_index(batch_op.f('ix_month_closings_unit_id'), ['unit_id'], unique=False)


def downgrade() -> None:
    for table in ("month_closings",):
        op.drop_table(table)
