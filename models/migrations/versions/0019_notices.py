"""Notices: kinds, papers, audiences, receipts; which crew was told of one is asked by its key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.core import search

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('notice_kinds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('word', sa.String(), nullable=False),
    sa.Column('is_red', sa.Boolean(), nullable=False),
    sa.Column('is_must_read', sa.Boolean(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('sort', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_kinds')),
    sa.UniqueConstraint('code', name=op.f('uq_notice_kinds_code'))
    )
    op.create_table('notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('kind_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('addressed_to', sa.String(), nullable=False),
    sa.Column('issuer_name', sa.String(), nullable=False),
    sa.Column('is_red', sa.Boolean(), nullable=False),
    sa.Column('is_must_read', sa.Boolean(), nullable=False),
    sa.Column('sign_hours', sa.Integer(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('answer', sa.Integer(), nullable=True),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'review', 'published', 'expired', 'withdrawn', 'dropped', name='notice_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('source_name', sa.String(), nullable=False),
    sa.Column('source_href', sa.String(), nullable=False),
    sa.Column('concerned', sa.JSON(), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=True),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('expires_on IS NULL OR expires_on >= effective_on', name=op.f('ck_notices_window')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['users.id'], name=op.f('fk_notices_drafted_by_id')),
    sa.ForeignKeyConstraint(['kind_id'], ['notice_kinds.id'], name=op.f('fk_notices_kind_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['users.id'], name=op.f('fk_notices_published_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_notices_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
    sa.UniqueConstraint('number', name=op.f('uq_notices_number'))
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notices_drafted_by_id'), ['drafted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notices_effective_on'), ['effective_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_notices_expires_on'), ['expires_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_notices_kind_id'), ['kind_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notices_published_by_id'), ['published_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notices_source_href'), ['source_href'], unique=False)
        batch_op.create_index(batch_op.f('ix_notices_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_notices_unit_id'), ['unit_id'], unique=False)

    op.create_table('notice_receipts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notice_receipts_notice_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_notice_receipts_unit_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_notice_receipts_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_receipts')),
    sa.UniqueConstraint('notice_id', 'user_id', name=op.f('uq_notice_receipts_notice_id_user_id'))
    )
    with op.batch_alter_table('notice_receipts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_receipts_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_receipts_signed_at'), ['signed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_receipts_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_receipts_user_id'), ['user_id'], unique=False)

    op.create_table('notice_targets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('role_id', sa.Integer(), nullable=True),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(unit_id IS NOT NULL AND role_id IS NULL AND user_id IS NULL) OR (unit_id IS NULL AND role_id IS NOT NULL AND user_id IS NULL) OR (unit_id IS NULL AND role_id IS NULL AND user_id IS NOT NULL)', name=op.f('ck_notice_targets_one')),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notice_targets_notice_id')),
    sa.ForeignKeyConstraint(['role_id'], ['roles.id'], name=op.f('fk_notice_targets_role_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_notice_targets_unit_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_notice_targets_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_targets'))
    )
    with op.batch_alter_table('notice_targets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_targets_notice_id'), ['notice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_targets_role_id'), ['role_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_targets_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_targets_user_id'), ['user_id'], unique=False)

    search.create(op.get_bind(), "notices")
    op.create_index("ix_handover_notices_key", "handover_notices", ["key"])


def downgrade() -> None:
    op.drop_index("ix_handover_notices_key", "handover_notices")
    search.drop(op.get_bind(), "notices")
    with op.batch_alter_table('notice_targets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_targets_user_id'))
        batch_op.drop_index(batch_op.f('ix_notice_targets_unit_id'))
        batch_op.drop_index(batch_op.f('ix_notice_targets_role_id'))
        batch_op.drop_index(batch_op.f('ix_notice_targets_notice_id'))

    op.drop_table('notice_targets')
    with op.batch_alter_table('notice_receipts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_receipts_user_id'))
        batch_op.drop_index(batch_op.f('ix_notice_receipts_unit_id'))
        batch_op.drop_index(batch_op.f('ix_notice_receipts_signed_at'))
        batch_op.drop_index(batch_op.f('ix_notice_receipts_due_at'))

    op.drop_table('notice_receipts')
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notices_unit_id'))
        batch_op.drop_index(batch_op.f('ix_notices_state'))
        batch_op.drop_index(batch_op.f('ix_notices_source_href'))
        batch_op.drop_index(batch_op.f('ix_notices_published_by_id'))
        batch_op.drop_index(batch_op.f('ix_notices_kind_id'))
        batch_op.drop_index(batch_op.f('ix_notices_expires_on'))
        batch_op.drop_index(batch_op.f('ix_notices_effective_on'))
        batch_op.drop_index(batch_op.f('ix_notices_drafted_by_id'))

    op.drop_table('notices')
    op.drop_table('notice_kinds')
