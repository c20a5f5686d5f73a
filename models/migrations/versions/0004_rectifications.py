"""Add rectifications, campaigns and reviews of processes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('campaigns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'running', 'closed', name='campaign_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('practice', sa.Text(), nullable=False),
    sa.Column('planned_by_id', sa.Integer(), nullable=True),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['closed_by_id'], ['users.id'], name=op.f('fk_campaigns_closed_by_id')),
    sa.ForeignKeyConstraint(['planned_by_id'], ['users.id'], name=op.f('fk_campaigns_planned_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_campaigns_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaigns')),
    sa.UniqueConstraint('number', name=op.f('uq_campaigns_number'))
    )
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaigns_closed_by_id'), ['closed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaigns_planned_by_id'), ['planned_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaigns_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaigns_unit_id'), ['unit_id'], unique=False)

    op.create_table('process_reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('process', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('verdict', sa.Enum('simplified', 'unchanged', name='verdict', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'published', 'returned', name='process_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=True),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('notice', sa.Text(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_process_reviews_decided_by_id')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['users.id'], name=op.f('fk_process_reviews_drafted_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_process_reviews_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_reviews')),
    sa.UniqueConstraint('number', name=op.f('uq_process_reviews_number'))
    )
    with op.batch_alter_table('process_reviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_process_reviews_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_process_reviews_drafted_by_id'), ['drafted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_process_reviews_next_on'), ['next_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_process_reviews_process'), ['process'], unique=False)
        batch_op.create_index(batch_op.f('ix_process_reviews_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_process_reviews_unit_id'), ['unit_id'], unique=False)

    op.create_table('campaign_goals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('aim', sa.Enum('at_least', 'at_most', 'by_date', name='aim', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('start', sa.Double(), nullable=True),
    sa.Column('target', sa.Double(), nullable=True),
    sa.Column('unit_name', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_campaign_goals_campaign_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_goals'))
    )
    with op.batch_alter_table('campaign_goals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_goals_campaign_id'), ['campaign_id'], unique=False)

    op.create_table('campaign_phases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('tasks', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_campaign_phases_campaign_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_phases'))
    )
    with op.batch_alter_table('campaign_phases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_phases_campaign_id'), ['campaign_id'], unique=False)

    op.create_table('campaign_studies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('role_code', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_campaign_studies_campaign_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_campaign_studies_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_studies'))
    )
    with op.batch_alter_table('campaign_studies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_studies_campaign_id'), ['campaign_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaign_studies_unit_id'), ['unit_id'], unique=False)

    op.create_table('process_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('sort', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('fate', sa.Enum('keep', 'change', 'merge', 'remove', name='fate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('after_text', sa.String(), nullable=False),
    sa.Column('minutes_after', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(), nullable=False),
    sa.CheckConstraint('minutes >= 0 AND minutes_after >= 0', name=op.f('ck_process_steps_minutes')),
    sa.ForeignKeyConstraint(['review_id'], ['process_reviews.id'], name=op.f('fk_process_steps_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_steps'))
    )
    with op.batch_alter_table('process_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_process_steps_review_id'), ['review_id'], unique=False)

    op.create_table('rectifications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('unit_name', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('source_ref', sa.String(), nullable=True),
    sa.Column('source_href', sa.String(), nullable=False),
    sa.Column('source_item', sa.String(), nullable=False),
    sa.Column('category', sa.Enum('operation', 'service', 'equipment', 'money', 'training', 'system', name='category', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('cause', sa.Text(), nullable=False),
    sa.Column('goal', sa.Text(), nullable=False),
    sa.Column('goal_metric', sa.String(), nullable=False),
    sa.Column('goal_unit', sa.String(), nullable=False),
    sa.Column('goal_from', sa.Double(), nullable=True),
    sa.Column('goal_to', sa.Double(), nullable=True),
    sa.Column('goal_actual', sa.Double(), nullable=True),
    sa.Column('goal_by', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('issued', 'signed', 'working', 'review', 'closed', 'failed', 'withdrawn', name='rectification_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('responsible_id', sa.Integer(), nullable=False),
    sa.Column('level_unit_id', sa.Integer(), nullable=False),
    sa.Column('issued_by_id', sa.Integer(), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_by_id', sa.Integer(), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_by_id', sa.Integer(), nullable=True),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('issue_no', sa.Integer(), nullable=False),
    sa.Column('reissued_from_id', sa.Integer(), nullable=True),
    sa.Column('recurs_id', sa.Integer(), nullable=True),
    sa.Column('campaign_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('issue_no >= 1', name=op.f('ck_rectifications_issue_no')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_rectifications_campaign_id')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['users.id'], name=op.f('fk_rectifications_issued_by_id')),
    sa.ForeignKeyConstraint(['level_unit_id'], ['units.id'], name=op.f('fk_rectifications_level_unit_id')),
    sa.ForeignKeyConstraint(['recurs_id'], ['rectifications.id'], name=op.f('fk_rectifications_recurs_id')),
    sa.ForeignKeyConstraint(['reissued_from_id'], ['rectifications.id'], name=op.f('fk_rectifications_reissued_from_id')),
    sa.ForeignKeyConstraint(['responsible_id'], ['users.id'], name=op.f('fk_rectifications_responsible_id')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['users.id'], name=op.f('fk_rectifications_reviewed_by_id')),
    sa.ForeignKeyConstraint(['signed_by_id'], ['users.id'], name=op.f('fk_rectifications_signed_by_id')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['users.id'], name=op.f('fk_rectifications_submitted_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_rectifications_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectifications')),
    sa.UniqueConstraint('number', name=op.f('uq_rectifications_number')),
    sa.UniqueConstraint('reissued_from_id', name=op.f('uq_rectifications_reissued_from_id'))
    )
    with op.batch_alter_table('rectifications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectifications_campaign_id'), ['campaign_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectifications_issued_at'), ['issued_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectifications_issued_by_id'), ['issued_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectifications_level_unit_id'), ['level_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectifications_recurs_id'), ['recurs_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectifications_responsible_id'), ['responsible_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectifications_reviewed_at'), ['reviewed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectifications_reviewed_by_id'), ['reviewed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectifications_signed_by_id'), ['signed_by_id'], unique=False)
        batch_op.create_index('ix_rectifications_state_due_on', ['state', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectifications_submitted_by_id'), ['submitted_by_id'], unique=False)
        batch_op.create_index('ix_rectifications_unit_id_category', ['unit_id', 'category'], unique=False)
        batch_op.create_index('uq_rectifications_source', ['source', 'source_ref', 'issue_no'], unique=True, sqlite_where=sa.text("state <> 'withdrawn'"), postgresql_where=sa.text("state <> 'withdrawn'"))

    op.create_table('campaign_progress',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('goal_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('figure', sa.Double(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_campaign_progress_by_id')),
    sa.ForeignKeyConstraint(['goal_id'], ['campaign_goals.id'], name=op.f('fk_campaign_progress_goal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_progress'))
    )
    with op.batch_alter_table('campaign_progress', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_progress_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaign_progress_goal_id'), ['goal_id'], unique=False)

    op.create_table('campaign_signatures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('study_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['study_id'], ['campaign_studies.id'], name=op.f('fk_campaign_signatures_study_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_campaign_signatures_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_signatures')),
    sa.UniqueConstraint('study_id', 'user_id', name=op.f('uq_campaign_signatures_study_id_user_id'))
    )
    with op.batch_alter_table('campaign_signatures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_signatures_user_id'), ['user_id'], unique=False)

    op.create_table('rectification_extensions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rectification_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('was_on', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leader_id', sa.Integer(), nullable=False),
    sa.Column('decision', sa.Enum('granted', 'refused', name='decision', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_rectification_extensions_asked_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_rectification_extensions_decided_by_id')),
    sa.ForeignKeyConstraint(['leader_id'], ['users.id'], name=op.f('fk_rectification_extensions_leader_id')),
    sa.ForeignKeyConstraint(['rectification_id'], ['rectifications.id'], name=op.f('fk_rectification_extensions_rectification_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_rectification_extensions_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectification_extensions')),
    sa.UniqueConstraint('rectification_id', name=op.f('uq_rectification_extensions_rectification_id'))
    )
    with op.batch_alter_table('rectification_extensions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectification_extensions_asked_by_id'), ['asked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_extensions_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_extensions_leader_id'), ['leader_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_extensions_unit_id'), ['unit_id'], unique=False)

    op.create_table('rectification_measures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rectification_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.Column('done_words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['done_by_id'], ['users.id'], name=op.f('fk_rectification_measures_done_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_rectification_measures_owner_id')),
    sa.ForeignKeyConstraint(['rectification_id'], ['rectifications.id'], name=op.f('fk_rectification_measures_rectification_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectification_measures'))
    )
    with op.batch_alter_table('rectification_measures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectification_measures_done_by_id'), ['done_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_measures_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_measures_rectification_id'), ['rectification_id'], unique=False)

    op.create_table('rectification_photos',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rectification_id', sa.Integer(), nullable=False),
    sa.Column('attachment_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('before', 'after', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('answers_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['answers_id'], ['rectification_photos.id'], name=op.f('fk_rectification_photos_answers_id')),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachments.id'], name=op.f('fk_rectification_photos_attachment_id')),
    sa.ForeignKeyConstraint(['rectification_id'], ['rectifications.id'], name=op.f('fk_rectification_photos_rectification_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectification_photos')),
    sa.UniqueConstraint('attachment_id', name=op.f('uq_rectification_photos_attachment_id'))
    )
    with op.batch_alter_table('rectification_photos', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectification_photos_answers_id'), ['answers_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_photos_rectification_id'), ['rectification_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('rectification_photos', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rectification_photos_rectification_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_photos_answers_id'))

    op.drop_table('rectification_photos')
    with op.batch_alter_table('rectification_measures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rectification_measures_rectification_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_measures_owner_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_measures_done_by_id'))

    op.drop_table('rectification_measures')
    with op.batch_alter_table('rectification_extensions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rectification_extensions_unit_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_extensions_leader_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_extensions_decided_by_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_extensions_asked_by_id'))

    op.drop_table('rectification_extensions')
    with op.batch_alter_table('campaign_signatures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_signatures_user_id'))

    op.drop_table('campaign_signatures')
    with op.batch_alter_table('campaign_progress', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_progress_goal_id'))
        batch_op.drop_index(batch_op.f('ix_campaign_progress_by_id'))

    op.drop_table('campaign_progress')
    with op.batch_alter_table('rectifications', schema=None) as batch_op:
        batch_op.drop_index('uq_rectifications_source', sqlite_where=sa.text("state <> 'withdrawn'"), postgresql_where=sa.text("state <> 'withdrawn'"))
        batch_op.drop_index('ix_rectifications_unit_id_category')
        batch_op.drop_index(batch_op.f('ix_rectifications_submitted_by_id'))
        batch_op.drop_index('ix_rectifications_state_due_on')
        batch_op.drop_index(batch_op.f('ix_rectifications_signed_by_id'))
        batch_op.drop_index(batch_op.f('ix_rectifications_reviewed_by_id'))
        batch_op.drop_index(batch_op.f('ix_rectifications_reviewed_at'))
        batch_op.drop_index(batch_op.f('ix_rectifications_responsible_id'))
        batch_op.drop_index(batch_op.f('ix_rectifications_recurs_id'))
        batch_op.drop_index(batch_op.f('ix_rectifications_level_unit_id'))
        batch_op.drop_index(batch_op.f('ix_rectifications_issued_by_id'))
        batch_op.drop_index(batch_op.f('ix_rectifications_issued_at'))
        batch_op.drop_index(batch_op.f('ix_rectifications_campaign_id'))

    op.drop_table('rectifications')
    with op.batch_alter_table('process_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_process_steps_review_id'))

    op.drop_table('process_steps')
    with op.batch_alter_table('campaign_studies', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_studies_unit_id'))
        batch_op.drop_index(batch_op.f('ix_campaign_studies_campaign_id'))

    op.drop_table('campaign_studies')
    with op.batch_alter_table('campaign_phases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_phases_campaign_id'))

    op.drop_table('campaign_phases')
    with op.batch_alter_table('campaign_goals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_goals_campaign_id'))

    op.drop_table('campaign_goals')
    with op.batch_alter_table('process_reviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_process_reviews_unit_id'))
        batch_op.drop_index(batch_op.f('ix_process_reviews_state'))
        batch_op.drop_index(batch_op.f('ix_process_reviews_process'))
        batch_op.drop_index(batch_op.f('ix_process_reviews_next_on'))
        batch_op.drop_index(batch_op.f('ix_process_reviews_drafted_by_id'))
        batch_op.drop_index(batch_op.f('ix_process_reviews_decided_by_id'))

    op.drop_table('process_reviews')
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaigns_unit_id'))
        batch_op.drop_index(batch_op.f('ix_campaigns_state'))
        batch_op.drop_index(batch_op.f('ix_campaigns_planned_by_id'))
        batch_op.drop_index(batch_op.f('ix_campaigns_closed_by_id'))

    op.drop_table('campaigns')
