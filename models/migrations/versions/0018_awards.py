"""Awards: kinds, rounds, candidates, votes, objections, bars, rewards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('award_kinds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('holder', sa.Enum('person', 'crew', name='holder', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('is_for_all', sa.Boolean(), nullable=False),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_award_kinds_amount')),
    sa.CheckConstraint('places > 0', name=op.f('ck_award_kinds_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_kinds')),
    sa.UniqueConstraint('code', name=op.f('uq_award_kinds_code'))
    )
    op.create_table('award_bars',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_award_bars_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_award_bars_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_award_bars_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_bars'))
    )
    with op.batch_alter_table('award_bars', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_bars_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_bars_holder'), ['holder'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_bars_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_bars_unit_id'), ['unit_id'], unique=False)

    op.create_table('awards',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('kind_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('call', 'screening', 'jury', 'notice', 'approval', 'approved', 'issued', 'cancelled', name='award_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('notice_on', sa.Date(), nullable=True),
    sa.Column('notice_until', sa.Date(), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['users.id'], name=op.f('fk_awards_created_by_id')),
    sa.ForeignKeyConstraint(['kind_id'], ['award_kinds.id'], name=op.f('fk_awards_kind_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_awards_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_awards')),
    sa.UniqueConstraint('number', name=op.f('uq_awards_number'))
    )
    with op.batch_alter_table('awards', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_awards_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_awards_kind_id'), ['kind_id'], unique=False)
        batch_op.create_index('ix_awards_unit_id_state', ['unit_id', 'state'], unique=False)

    op.create_table('award_candidates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('award_id', sa.Integer(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('caption', sa.String(), nullable=False),
    sa.Column('unit_name', sa.String(), nullable=False),
    sa.Column('nominated_by_id', sa.Integer(), nullable=True),
    sa.Column('nomination', sa.Text(), nullable=False),
    sa.Column('is_eligible', sa.Boolean(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.Column('is_winner', sa.Boolean(), nullable=False),
    sa.Column('sort', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['award_id'], ['awards.id'], name=op.f('fk_award_candidates_award_id')),
    sa.ForeignKeyConstraint(['nominated_by_id'], ['users.id'], name=op.f('fk_award_candidates_nominated_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_award_candidates_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_award_candidates_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_candidates')),
    sa.UniqueConstraint('award_id', 'holder', name=op.f('uq_award_candidates_award_id_holder'))
    )
    with op.batch_alter_table('award_candidates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_candidates_nominated_by_id'), ['nominated_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_candidates_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_candidates_unit_id'), ['unit_id'], unique=False)

    op.create_table('award_objections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('award_id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.Enum('upheld', 'rejected', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['award_id'], ['awards.id'], name=op.f('fk_award_objections_award_id')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_award_objections_by_id')),
    sa.ForeignKeyConstraint(['candidate_id'], ['award_candidates.id'], name=op.f('fk_award_objections_candidate_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_award_objections_decided_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_objections'))
    )
    with op.batch_alter_table('award_objections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_objections_award_id'), ['award_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_objections_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_objections_candidate_id'), ['candidate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_objections_decided_by_id'), ['decided_by_id'], unique=False)

    op.create_table('award_payments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('receipt_no', sa.String(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=False),
    sa.Column('paid_by_id', sa.Integer(), nullable=False),
    sa.Column('paid_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['award_candidates.id'], name=op.f('fk_award_payments_candidate_id')),
    sa.ForeignKeyConstraint(['paid_by_id'], ['users.id'], name=op.f('fk_award_payments_paid_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_award_payments_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_payments')),
    sa.UniqueConstraint('candidate_id', name=op.f('uq_award_payments_candidate_id')),
    sa.UniqueConstraint('receipt_no', name=op.f('uq_award_payments_receipt_no'))
    )
    with op.batch_alter_table('award_payments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_payments_paid_by_id'), ['paid_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_payments_unit_id'), ['unit_id'], unique=False)

    op.create_table('award_votes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('award_id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('voter_id', sa.Integer(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('points BETWEEN 0 AND 100', name=op.f('ck_award_votes_points')),
    sa.ForeignKeyConstraint(['award_id'], ['awards.id'], name=op.f('fk_award_votes_award_id')),
    sa.ForeignKeyConstraint(['candidate_id'], ['award_candidates.id'], name=op.f('fk_award_votes_candidate_id')),
    sa.ForeignKeyConstraint(['voter_id'], ['users.id'], name=op.f('fk_award_votes_voter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_votes')),
    sa.UniqueConstraint('candidate_id', 'voter_id', name=op.f('uq_award_votes_candidate_id_voter_id'))
    )
    with op.batch_alter_table('award_votes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_votes_award_id'), ['award_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_votes_voter_id'), ['voter_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('award_votes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_votes_voter_id'))
        batch_op.drop_index(batch_op.f('ix_award_votes_award_id'))

    op.drop_table('award_votes')
    with op.batch_alter_table('award_payments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_payments_unit_id'))
        batch_op.drop_index(batch_op.f('ix_award_payments_paid_by_id'))

    op.drop_table('award_payments')
    with op.batch_alter_table('award_objections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_objections_decided_by_id'))
        batch_op.drop_index(batch_op.f('ix_award_objections_candidate_id'))
        batch_op.drop_index(batch_op.f('ix_award_objections_by_id'))
        batch_op.drop_index(batch_op.f('ix_award_objections_award_id'))

    op.drop_table('award_objections')
    with op.batch_alter_table('award_candidates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_candidates_unit_id'))
        batch_op.drop_index(batch_op.f('ix_award_candidates_person_id'))
        batch_op.drop_index(batch_op.f('ix_award_candidates_nominated_by_id'))

    op.drop_table('award_candidates')
    with op.batch_alter_table('awards', schema=None) as batch_op:
        batch_op.drop_index('ix_awards_unit_id_state')
        batch_op.drop_index(batch_op.f('ix_awards_kind_id'))
        batch_op.drop_index(batch_op.f('ix_awards_created_by_id'))

    op.drop_table('awards')
    with op.batch_alter_table('award_bars', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_bars_unit_id'))
        batch_op.drop_index(batch_op.f('ix_award_bars_person_id'))
        batch_op.drop_index(batch_op.f('ix_award_bars_holder'))
        batch_op.drop_index(batch_op.f('ix_award_bars_by_id'))

    op.drop_table('award_bars')
    op.drop_table('award_kinds')
