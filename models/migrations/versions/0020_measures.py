"""Add talks, measures and orders to a unit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('directives',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('responsible_id', sa.Integer(), nullable=False),
    sa.Column('penalty_id', sa.Integer(), nullable=True),
    sa.Column('order_text', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('issued_by_id', sa.Integer(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('issued', 'answered', 'closed', 'withdrawn', name='directive_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['closed_by_id'], ['users.id'], name=op.f('fk_directives_closed_by_id')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['users.id'], name=op.f('fk_directives_issued_by_id')),
    sa.ForeignKeyConstraint(['penalty_id'], ['penalties.id'], name=op.f('fk_directives_penalty_id')),
    sa.ForeignKeyConstraint(['responsible_id'], ['users.id'], name=op.f('fk_directives_responsible_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_directives_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directives')),
    sa.UniqueConstraint('number', name=op.f('uq_directives_number'))
    )
    with op.batch_alter_table('directives', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_directives_closed_by_id'), ['closed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_directives_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_directives_issued_by_id'), ['issued_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_directives_penalty_id'), ['penalty_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_directives_responsible_id'), ['responsible_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_directives_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_directives_unit_id'), ['unit_id'], unique=False)

    op.create_table('measures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('criticism', 'suspension', 'reassignment', 'dismissal', name='measure_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('unit_name', sa.String(), nullable=False),
    sa.Column('penalty_id', sa.Integer(), nullable=True),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('basis', sa.JSON(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('new_post', sa.String(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'review', 'approved', 'in_force', 'ended', 'declined', 'revoked', 'withdrawn', name='measure_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('stated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('company_ref', sa.String(), nullable=False),
    sa.Column('company_on', sa.Date(), nullable=True),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('started_by_id', sa.Integer(), nullable=True),
    sa.Column('retest_on', sa.Date(), nullable=True),
    sa.Column('retest_score', sa.Integer(), nullable=True),
    sa.Column('retest_passed', sa.Boolean(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind = 'suspension') = (days > 0)", name=op.f('ck_measures_days')),
    sa.CheckConstraint('to_on IS NULL OR from_on <= to_on', name=op.f('ck_measures_span')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['users.id'], name=op.f('fk_measures_drafted_by_id')),
    sa.ForeignKeyConstraint(['penalty_id'], ['penalties.id'], name=op.f('fk_measures_penalty_id')),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_measures_person_id')),
    sa.ForeignKeyConstraint(['started_by_id'], ['users.id'], name=op.f('fk_measures_started_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_measures_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measures')),
    sa.UniqueConstraint('number', name=op.f('uq_measures_number'))
    )
    with op.batch_alter_table('measures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_measures_drafted_by_id'), ['drafted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_penalty_id'), ['penalty_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_started_by_id'), ['started_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_unit_id'), ['unit_id'], unique=False)

    op.create_table('talks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('meeting', 'admonition', name='talk_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('unit_name', sa.String(), nullable=False),
    sa.Column('penalty_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('talker_id', sa.Integer(), nullable=False),
    sa.Column('arranged_by_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'held', 'signed', 'refused', 'cancelled', name='talk_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.Column('demands', sa.Text(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('witness_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['arranged_by_id'], ['users.id'], name=op.f('fk_talks_arranged_by_id')),
    sa.ForeignKeyConstraint(['penalty_id'], ['penalties.id'], name=op.f('fk_talks_penalty_id')),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_talks_person_id')),
    sa.ForeignKeyConstraint(['talker_id'], ['users.id'], name=op.f('fk_talks_talker_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_talks_unit_id')),
    sa.ForeignKeyConstraint(['witness_id'], ['users.id'], name=op.f('fk_talks_witness_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talks')),
    sa.UniqueConstraint('number', name=op.f('uq_talks_number'))
    )
    with op.batch_alter_table('talks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_talks_arranged_by_id'), ['arranged_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_talks_penalty_id'), ['penalty_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_talks_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_talks_planned_at'), ['planned_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_talks_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_talks_talker_id'), ['talker_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_talks_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_talks_witness_id'), ['witness_id'], unique=False)


def downgrade() -> None:
    for table in ("directives", "measures", "talks"):
        op.drop_table(table)
