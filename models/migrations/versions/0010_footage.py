"""Add camera groups and recordings to be saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('camera_groups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('coverage', sa.Enum('lane', 'booth', 'plaza', 'indoor', name='coverage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('lane_ids', sa.JSON(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_camera_groups_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_camera_groups')),
    sa.UniqueConstraint('unit_id', 'name', name=op.f('uq_camera_groups_unit_id_name'))
    )
    with op.batch_alter_table('camera_groups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_camera_groups_unit_id'), ['unit_id'], unique=False)

    op.create_table('camera_retentions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.CheckConstraint('hours > 0', name=op.f('ck_camera_retentions_hours')),
    sa.ForeignKeyConstraint(['group_id'], ['camera_groups.id'], name=op.f('fk_camera_retentions_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_camera_retentions')),
    sa.UniqueConstraint('group_id', 'valid_from', name=op.f('uq_camera_retentions_group_id_valid_from'))
    )
    with op.batch_alter_table('camera_retentions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_camera_retentions_group_id'), ['group_id'], unique=False)

    op.create_table('preservations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('lane_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('to_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('overwritten_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'saved', 'lost', 'cancelled', name='footage_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('clip', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state != 'saved' OR (length(sha256) = 64 AND clip != '')", name=op.f('ck_preservations_proof')),
    sa.CheckConstraint('from_at < to_at', name=op.f('ck_preservations_range')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['users.id'], name=op.f('fk_preservations_closed_by_id')),
    sa.ForeignKeyConstraint(['group_id'], ['camera_groups.id'], name=op.f('fk_preservations_group_id')),
    sa.ForeignKeyConstraint(['lane_id'], ['lanes.id'], name=op.f('fk_preservations_lane_id')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['users.id'], name=op.f('fk_preservations_requested_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_preservations_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_preservations')),
    sa.UniqueConstraint('number', name=op.f('uq_preservations_number'))
    )
    with op.batch_alter_table('preservations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_preservations_closed_by_id'), ['closed_by_id'], unique=False)
        batch_op.create_index('ix_preservations_group_id_from_at', ['group_id', 'from_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_preservations_lane_id'), ['lane_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_preservations_overwritten_at'), ['overwritten_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_preservations_requested_at'), ['requested_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_preservations_requested_by_id'), ['requested_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_preservations_state'), ['state'], unique=False)
        batch_op.create_index('ix_preservations_state_overwritten_at', ['state', 'overwritten_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_preservations_unit_id'), ['unit_id'], unique=False)

    op.create_table('preservation_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('preservation_id', sa.Integer(), nullable=False),
    sa.Column('owner_type', sa.String(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('href', sa.String(), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('to_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_preservation_requests_by_id')),
    sa.ForeignKeyConstraint(['preservation_id'], ['preservations.id'], name=op.f('fk_preservation_requests_preservation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_preservation_requests'))
    )
    with op.batch_alter_table('preservation_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_preservation_requests_by_id'), ['by_id'], unique=False)
        batch_op.create_index('ix_preservation_requests_owner_type_owner_id', ['owner_type', 'owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_preservation_requests_preservation_id'), ['preservation_id'], unique=False)
        batch_op.create_index('uq_preservation_requests_owner', ['preservation_id', 'owner_type', 'owner_id'], unique=True, sqlite_where=sa.text("owner_type != ''"), postgresql_where=sa.text("owner_type != ''"))



def downgrade() -> None:
    for table in ("preservation_requests", "preservations", "camera_retentions", "camera_groups"):
        op.drop_table(table)
