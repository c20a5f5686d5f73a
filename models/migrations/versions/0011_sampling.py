"""Plans of inspections, draws of video clips, their reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('inspection_plan_targets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('daily', 'special', 'open', 'self', 'duty', 'cross', 'superior', 'preparation', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('target', sa.Integer(), nullable=False),
    sa.CheckConstraint('target >= 0', name=op.f('ck_inspection_plan_targets_target')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_inspection_plan_targets_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspection_plan_targets')),
    sa.UniqueConstraint('unit_id', 'month', 'kind', name=op.f('uq_inspection_plan_targets_unit_id_month_kind'))
    )
    with op.batch_alter_table('inspection_plan_targets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inspection_plan_targets_month'), ['month'], unique=False)

    op.create_table('sampling_draws',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('fair', 'directed', name='draw_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('template_id', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('double_percent', sa.Integer(), nullable=False),
    sa.Column('seed', sa.String(), nullable=False),
    sa.Column('candidates', sa.JSON(), nullable=False),
    sa.Column('earlier', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('cause', sa.Enum('new', 'weak', 'complaint', 'return', name='cause', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('open', 'cancelled', name='draw_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('drawn_by_id', sa.Integer(), nullable=True),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['drawn_by_id'], ['users.id'], name=op.f('fk_sampling_draws_drawn_by_id')),
    sa.ForeignKeyConstraint(['template_id'], ['inspection_templates.id'], name=op.f('fk_sampling_draws_template_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_sampling_draws_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sampling_draws')),
    sa.UniqueConstraint('number', name=op.f('uq_sampling_draws_number'))
    )
    with op.batch_alter_table('sampling_draws', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sampling_draws_drawn_by_id'), ['drawn_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_draws_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_draws_template_id'), ['template_id'], unique=False)
        batch_op.create_index('ix_sampling_draws_unit_id_month', ['unit_id', 'month'], unique=False)

    op.create_table('sampling_clips',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draw_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('person_name', sa.String(), nullable=False),
    sa.Column('duty_id', sa.Integer(), nullable=False),
    sa.Column('crew_id', sa.Integer(), nullable=False),
    sa.Column('crew_name', sa.String(), nullable=False),
    sa.Column('lane_name', sa.String(), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('to_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_double', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'scored', 'missing', 'dropped', name='clip_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('inspection_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['crew_id'], ['units.id'], name=op.f('fk_sampling_clips_crew_id')),
    sa.ForeignKeyConstraint(['draw_id'], ['sampling_draws.id'], name=op.f('fk_sampling_clips_draw_id')),
    sa.ForeignKeyConstraint(['duty_id'], ['duties.id'], name=op.f('fk_sampling_clips_duty_id')),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspections.id'], name=op.f('fk_sampling_clips_inspection_id')),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_sampling_clips_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_sampling_clips_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sampling_clips')),
    sa.UniqueConstraint('inspection_id', name=op.f('uq_sampling_clips_inspection_id'))
    )
    with op.batch_alter_table('sampling_clips', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sampling_clips_crew_id'), ['crew_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_clips_draw_id'), ['draw_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_clips_duty_id'), ['duty_id'], unique=False)
        batch_op.create_index('ix_sampling_clips_person_id_from_at', ['person_id', 'from_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_clips_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_clips_unit_id'), ['unit_id'], unique=False)

    op.create_table('sampling_reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clip_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'done', 'missing', 'dropped', name='review_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('permille', sa.Integer(), nullable=True),
    sa.Column('clip_ref', sa.String(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['clip_id'], ['sampling_clips.id'], name=op.f('fk_sampling_reviews_clip_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['users.id'], name=op.f('fk_sampling_reviews_reviewer_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_sampling_reviews_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sampling_reviews')),
    sa.UniqueConstraint('clip_id', 'reviewer_id', name=op.f('uq_sampling_reviews_clip_id_reviewer_id'))
    )
    with op.batch_alter_table('sampling_reviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sampling_reviews_clip_id'), ['clip_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_reviews_reviewer_id'), ['reviewer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_reviews_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_reviews_unit_id'), ['unit_id'], unique=False)

    op.create_table('sampling_marks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('pass', 'fail', 'none', name='verdict', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['inspection_template_items.id'], name=op.f('fk_sampling_marks_item_id')),
    sa.ForeignKeyConstraint(['review_id'], ['sampling_reviews.id'], name=op.f('fk_sampling_marks_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sampling_marks')),
    sa.UniqueConstraint('review_id', 'item_id', name=op.f('uq_sampling_marks_review_id_item_id'))
    )
    with op.batch_alter_table('sampling_marks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sampling_marks_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sampling_marks_review_id'), ['review_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('sampling_marks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sampling_marks_review_id'))
        batch_op.drop_index(batch_op.f('ix_sampling_marks_item_id'))

    op.drop_table('sampling_marks')
    with op.batch_alter_table('sampling_reviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sampling_reviews_unit_id'))
        batch_op.drop_index(batch_op.f('ix_sampling_reviews_state'))
        batch_op.drop_index(batch_op.f('ix_sampling_reviews_reviewer_id'))
        batch_op.drop_index(batch_op.f('ix_sampling_reviews_clip_id'))

    op.drop_table('sampling_reviews')
    with op.batch_alter_table('sampling_clips', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sampling_clips_unit_id'))
        batch_op.drop_index(batch_op.f('ix_sampling_clips_state'))
        batch_op.drop_index('ix_sampling_clips_person_id_from_at')
        batch_op.drop_index(batch_op.f('ix_sampling_clips_duty_id'))
        batch_op.drop_index(batch_op.f('ix_sampling_clips_draw_id'))
        batch_op.drop_index(batch_op.f('ix_sampling_clips_crew_id'))

    op.drop_table('sampling_clips')
    with op.batch_alter_table('sampling_draws', schema=None) as batch_op:
        batch_op.drop_index('ix_sampling_draws_unit_id_month')
        batch_op.drop_index(batch_op.f('ix_sampling_draws_template_id'))
        batch_op.drop_index(batch_op.f('ix_sampling_draws_state'))
        batch_op.drop_index(batch_op.f('ix_sampling_draws_drawn_by_id'))

    op.drop_table('sampling_draws')
    with op.batch_alter_table('inspection_plan_targets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inspection_plan_targets_month'))

    op.drop_table('inspection_plan_targets')
