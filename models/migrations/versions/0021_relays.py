"""Ways out of the house for messages: channels, leases, addresses, sendings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('relay_channels',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('email', 'wecom', 'dingtalk', name='channel_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('security', sa.Enum('tls', 'starttls', 'plain', name='security', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('host', sa.String(), nullable=False),
    sa.Column('port', sa.Integer(), nullable=False),
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('username', sa.String(), nullable=False),
    sa.Column('vault_name', sa.String(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_relay_channels_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relay_channels')),
    sa.UniqueConstraint('name', name=op.f('uq_relay_channels_name'))
    )
    with op.batch_alter_table('relay_channels', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relay_channels_unit_id'), ['unit_id'], unique=False)

    op.create_table('relay_addresses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_relay_addresses_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relay_addresses')),
    sa.UniqueConstraint('user_id', name=op.f('uq_relay_addresses_user_id'))
    )
    op.create_table('relay_deliveries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('message_id', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('href', sa.String(), nullable=False),
    sa.Column('is_urgent', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'sent', 'failed', name='delivery_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('error', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['channel_id'], ['relay_channels.id'], name=op.f('fk_relay_deliveries_channel_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_relay_deliveries_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relay_deliveries')),
    sa.UniqueConstraint('channel_id', 'target', 'key', name=op.f('uq_relay_deliveries_channel_id_target_key')),
    sa.UniqueConstraint('message_id', name=op.f('uq_relay_deliveries_message_id'))
    )
    with op.batch_alter_table('relay_deliveries', schema=None) as batch_op:
        batch_op.create_index('ix_relay_deliveries_channel_id_state', ['channel_id', 'state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relay_deliveries_user_id'), ['user_id'], unique=False)

    op.create_table('relay_leases',
    sa.Column('channel_id', sa.Integer(), nullable=False),
    sa.Column('worker', sa.String(), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['channel_id'], ['relay_channels.id'], name=op.f('fk_relay_leases_channel_id')),
    sa.PrimaryKeyConstraint('channel_id', name=op.f('pk_relay_leases'))
    )


def downgrade() -> None:
    op.drop_table('relay_leases')
    with op.batch_alter_table('relay_deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_relay_deliveries_user_id'))
        batch_op.drop_index('ix_relay_deliveries_channel_id_state')

    op.drop_table('relay_deliveries')
    op.drop_table('relay_addresses')
    with op.batch_alter_table('relay_channels', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_relay_channels_unit_id'))

    op.drop_table('relay_channels')
