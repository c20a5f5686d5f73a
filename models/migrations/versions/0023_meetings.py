"""Meetings of the leaders: agenda, attendance, decisions with their course, additions to signed minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.core import append_only

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

GROWING = ("meeting_remarks", "meeting_decision_entries")


def upgrade() -> None:
    op.create_table('meetings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('chair_id', sa.Integer(), nullable=False),
    sa.Column('recorder_id', sa.Integer(), nullable=False),
    sa.Column('planned_by_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'held', 'review', 'signed', 'cancelled', name='meeting_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pack', sa.JSON(), nullable=False),
    sa.Column('pack_hash', sa.String(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(pack_hash = '') = (held_at IS NULL)", name=op.f('ck_meetings_frozen')),
    sa.CheckConstraint('since <= until', name=op.f('ck_meetings_period')),
    sa.ForeignKeyConstraint(['chair_id'], ['users.id'], name=op.f('fk_meetings_chair_id')),
    sa.ForeignKeyConstraint(['planned_by_id'], ['users.id'], name=op.f('fk_meetings_planned_by_id')),
    sa.ForeignKeyConstraint(['recorder_id'], ['users.id'], name=op.f('fk_meetings_recorder_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_meetings_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meetings')),
    sa.UniqueConstraint('number', name=op.f('uq_meetings_number'))
    )
    with op.batch_alter_table('meetings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meetings_chair_id'), ['chair_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meetings_planned_at'), ['planned_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_meetings_planned_by_id'), ['planned_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meetings_recorder_id'), ['recorder_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meetings_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_meetings_unit_id'), ['unit_id'], unique=False)

    op.create_table('meeting_agenda',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_agenda_meeting_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['users.id'], name=op.f('fk_meeting_agenda_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_agenda'))
    )
    with op.batch_alter_table('meeting_agenda', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_agenda_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_agenda_written_by_id'), ['written_by_id'], unique=False)

    op.create_table('meeting_attendees',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('presence', sa.Enum('expected', 'present', 'absent', name='presence', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.CheckConstraint("presence <> 'absent' OR reason <> ''", name=op.f('ck_meeting_attendees_reason')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_attendees_meeting_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_meeting_attendees_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_attendees')),
    sa.UniqueConstraint('meeting_id', 'user_id', name=op.f('uq_meeting_attendees_meeting_id_user_id'))
    )
    with op.batch_alter_table('meeting_attendees', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_attendees_user_id'), ['user_id'], unique=False)

    op.create_table('meeting_remarks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_meeting_remarks_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_remarks_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_remarks'))
    )
    with op.batch_alter_table('meeting_remarks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_remarks_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_remarks_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('meeting_decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('agenda_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('decision_text', sa.Text(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('overseer_id', sa.Integer(), nullable=False),
    sa.Column('first_due_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('open', 'reported', 'done', 'dropped', name='decision_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('report', sa.Text(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('extended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('due_on >= first_due_on', name=op.f('ck_meeting_decisions_due')),
    sa.CheckConstraint('owner_id <> overseer_id', name=op.f('ck_meeting_decisions_overseer')),
    sa.ForeignKeyConstraint(['agenda_id'], ['meeting_agenda.id'], name=op.f('fk_meeting_decisions_agenda_id')),
    sa.ForeignKeyConstraint(['department_id'], ['units.id'], name=op.f('fk_meeting_decisions_department_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_decisions_meeting_id')),
    sa.ForeignKeyConstraint(['overseer_id'], ['users.id'], name=op.f('fk_meeting_decisions_overseer_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_meeting_decisions_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_meeting_decisions_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_decisions')),
    sa.UniqueConstraint('number', name=op.f('uq_meeting_decisions_number'))
    )
    with op.batch_alter_table('meeting_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_decisions_agenda_id'), ['agenda_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decisions_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decisions_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decisions_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decisions_overseer_id'), ['overseer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decisions_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decisions_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decisions_unit_id'), ['unit_id'], unique=False)

    op.create_table('meeting_decision_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('made', 'changed', 'progress', 'report', 'confirm', 'return', 'extend', 'escalate', 'pass_on', 'drop', name='entry_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_meeting_decision_entries_by_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['meeting_decisions.id'], name=op.f('fk_meeting_decision_entries_decision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_decision_entries'))
    )
    with op.batch_alter_table('meeting_decision_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_decision_entries_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decision_entries_decision_id'), ['decision_id'], unique=False)
    for table in GROWING:
        for guard in append_only.statements(table, op.get_context().dialect.name):
            op.execute(guard)


def downgrade() -> None:
    with op.batch_alter_table('meeting_decision_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_decision_entries_decision_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_decision_entries_by_id'))

    op.drop_table('meeting_decision_entries')
    with op.batch_alter_table('meeting_decisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_unit_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_state'))
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_owner_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_overseer_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_meeting_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_due_on'))
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_department_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_agenda_id'))

    op.drop_table('meeting_decisions')
    with op.batch_alter_table('meeting_remarks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_remarks_meeting_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_remarks_by_id'))

    op.drop_table('meeting_remarks')
    with op.batch_alter_table('meeting_attendees', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_attendees_user_id'))

    op.drop_table('meeting_attendees')
    with op.batch_alter_table('meeting_agenda', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_agenda_written_by_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_agenda_meeting_id'))

    op.drop_table('meeting_agenda')
    with op.batch_alter_table('meetings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meetings_unit_id'))
        batch_op.drop_index(batch_op.f('ix_meetings_state'))
        batch_op.drop_index(batch_op.f('ix_meetings_recorder_id'))
        batch_op.drop_index(batch_op.f('ix_meetings_planned_by_id'))
        batch_op.drop_index(batch_op.f('ix_meetings_planned_at'))
        batch_op.drop_index(batch_op.f('ix_meetings_chair_id'))

    op.drop_table('meetings')
