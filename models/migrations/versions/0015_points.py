"""Points: rules in editions, an append-only ledger of double entry, balances by month; good deeds, grievances."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.core import append_only

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

GROWING = ("point_entries", "point_lines")


def upgrade() -> None:
    op.create_table('point_rules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('base', 'deduct', 'merit', 'offset', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('tenths', sa.Integer(), nullable=True),
    sa.Column('month_cap', sa.Integer(), nullable=True),
    sa.Column('is_offsetting', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('is_example', sa.Boolean(), nullable=False),
    sa.Column('is_latest', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('month_cap >= 0', name=op.f('ck_point_rules_month_cap')),
    sa.CheckConstraint('tenths >= 0', name=op.f('ck_point_rules_tenths')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_point_rules')),
    sa.UniqueConstraint('kind', 'edition', name=op.f('uq_point_rules_kind_edition'))
    )
    with op.batch_alter_table('point_rules', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_point_rules_is_latest'), ['is_latest'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_rules_kind'), ['kind'], unique=False)

    op.create_table('point_balances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('base', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('merit', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_point_balances_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_point_balances_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_point_balances')),
    sa.UniqueConstraint('holder', 'month', name=op.f('uq_point_balances_holder_month'))
    )
    with op.batch_alter_table('point_balances', schema=None) as batch_op:
        batch_op.create_index('ix_point_balances_month_score', ['month', 'score'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_balances_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_balances_unit_id'), ['unit_id'], unique=False)

    op.create_table('point_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('type', sa.Enum('opening', 'event', 'reversal', 'settling', name='entry_type', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('rule_id', sa.Integer(), nullable=True),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('booked_month', sa.Date(), nullable=False),
    sa.Column('claimed', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('source_table', sa.String(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('source_label', sa.String(), nullable=False),
    sa.Column('source_href', sa.String(), nullable=False),
    sa.Column('reverses_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('claimed >= 0', name=op.f('ck_point_entries_claimed')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_point_entries_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_point_entries_person_id')),
    sa.ForeignKeyConstraint(['rule_id'], ['point_rules.id'], name=op.f('fk_point_entries_rule_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_point_entries_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_point_entries')),
    sa.UniqueConstraint('key', name=op.f('uq_point_entries_key')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_point_entries_reverses_id'))
    )
    with op.batch_alter_table('point_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_point_entries_booked_month'), ['booked_month'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_entries_by_id'), ['by_id'], unique=False)
        batch_op.create_index('ix_point_entries_holder_month', ['holder', 'month'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_entries_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_entries_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_entries_rule_id'), ['rule_id'], unique=False)
        batch_op.create_index('ix_point_entries_source_table_source_id', ['source_table', 'source_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_entries_unit_id'), ['unit_id'], unique=False)

    op.create_table('point_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('account', sa.String(), nullable=False),
    sa.Column('tenths', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['point_entries.id'], name=op.f('fk_point_lines_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_point_lines'))
    )
    with op.batch_alter_table('point_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_point_lines_account'), ['account'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_lines_entry_id'), ['entry_id'], unique=False)

    op.create_table('good_deeds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('reported', 'verified', 'refused', 'overturned', name='deed_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reported_by_id', sa.Integer(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finding', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_good_deeds_decided_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_good_deeds_person_id')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['users.id'], name=op.f('fk_good_deeds_reported_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_good_deeds_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_good_deeds')),
    sa.UniqueConstraint('number', name=op.f('uq_good_deeds_number'))
    )
    with op.batch_alter_table('good_deeds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_good_deeds_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_good_deeds_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_good_deeds_reported_by_id'), ['reported_by_id'], unique=False)
        batch_op.create_index('ix_good_deeds_unit_id_state', ['unit_id', 'state'], unique=False)

    op.create_table('grievances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=True),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('conduct', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('recorded', 'signed', 'refused', 'withdrawn', name='grievance_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_grievances_person_id')),
    sa.ForeignKeyConstraint(['station_id'], ['units.id'], name=op.f('fk_grievances_station_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_grievances_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grievances')),
    sa.UniqueConstraint('number', name=op.f('uq_grievances_number'))
    )
    with op.batch_alter_table('grievances', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grievances_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grievances_station_id'), ['station_id'], unique=False)
        batch_op.create_index('ix_grievances_unit_id_state', ['unit_id', 'state'], unique=False)

    op.create_table('grievance_signatures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('grievance_id', sa.Integer(), nullable=False),
    sa.Column('signer', sa.Enum('crew', 'monitor', 'station', name='signer', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['grievance_id'], ['grievances.id'], name=op.f('fk_grievance_signatures_grievance_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_grievance_signatures_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grievance_signatures')),
    sa.UniqueConstraint('grievance_id', 'signer', name=op.f('uq_grievance_signatures_grievance_id_signer')),
    sa.UniqueConstraint('grievance_id', 'user_id', name=op.f('uq_grievance_signatures_grievance_id_user_id'))
    )
    with op.batch_alter_table('grievance_signatures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grievance_signatures_user_id'), ['user_id'], unique=False)
    for table in GROWING:
        for guard in append_only.statements(table, op.get_context().dialect.name):
            op.execute(guard)


def downgrade() -> None:
    with op.batch_alter_table('grievance_signatures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grievance_signatures_user_id'))

    op.drop_table('grievance_signatures')
    with op.batch_alter_table('grievances', schema=None) as batch_op:
        batch_op.drop_index('ix_grievances_unit_id_state')
        batch_op.drop_index(batch_op.f('ix_grievances_station_id'))
        batch_op.drop_index(batch_op.f('ix_grievances_person_id'))

    op.drop_table('grievances')
    with op.batch_alter_table('good_deeds', schema=None) as batch_op:
        batch_op.drop_index('ix_good_deeds_unit_id_state')
        batch_op.drop_index(batch_op.f('ix_good_deeds_reported_by_id'))
        batch_op.drop_index(batch_op.f('ix_good_deeds_person_id'))
        batch_op.drop_index(batch_op.f('ix_good_deeds_decided_by_id'))

    op.drop_table('good_deeds')
    with op.batch_alter_table('point_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_point_lines_entry_id'))
        batch_op.drop_index(batch_op.f('ix_point_lines_account'))

    op.drop_table('point_lines')
    with op.batch_alter_table('point_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_point_entries_unit_id'))
        batch_op.drop_index('ix_point_entries_source_table_source_id')
        batch_op.drop_index(batch_op.f('ix_point_entries_rule_id'))
        batch_op.drop_index(batch_op.f('ix_point_entries_person_id'))
        batch_op.drop_index(batch_op.f('ix_point_entries_kind'))
        batch_op.drop_index('ix_point_entries_holder_month')
        batch_op.drop_index(batch_op.f('ix_point_entries_by_id'))
        batch_op.drop_index(batch_op.f('ix_point_entries_booked_month'))

    op.drop_table('point_entries')
    with op.batch_alter_table('point_balances', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_point_balances_unit_id'))
        batch_op.drop_index(batch_op.f('ix_point_balances_person_id'))
        batch_op.drop_index('ix_point_balances_month_score')

    op.drop_table('point_balances')
    with op.batch_alter_table('point_rules', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_point_rules_kind'))
        batch_op.drop_index(batch_op.f('ix_point_rules_is_latest'))

    op.drop_table('point_rules')
