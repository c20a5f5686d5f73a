"""Add the rules of deadlines, the clocks, and what happens to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deadline_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column(
            "time_unit",
            sa.Enum(
                "minutes", "hours", "workdays", name="time_unit", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "clock",
            sa.Enum("wall", "office", name="clock_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_deadline_rules_amount")),
        sa.ForeignKeyConstraint(["set_by_id"], ["users.id"], name=op.f("fk_deadline_rules_set_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_deadline_rules_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_rules")),
        sa.UniqueConstraint(
            "kind", "severity", "unit_id", "edition", name=op.f("uq_deadline_rules_kind_severity_unit_id_edition")
        ),
    )
    with op.batch_alter_table("deadline_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_rules_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_rules_set_by_id"), ["set_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_rules_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_deadline_rules_house",
            ["kind", "severity", "edition"],
            unique=True,
            sqlite_where=sa.text("unit_id IS NULL"),
            postgresql_where=sa.text("unit_id IS NULL"),
        )

    op.create_table(
        "deadline_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum("minutes", "percent", name="step_measure", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("distance", sa.Integer(), nullable=False),
        sa.Column(
            "whom",
            sa.Enum("responsible", "role", "body", name="whom", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("role_code", sa.String(), nullable=False),
        sa.Column("body_code", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.CheckConstraint("measure = 'minutes' OR distance BETWEEN 1 AND 400", name=op.f("ck_deadline_steps_percent")),
        sa.ForeignKeyConstraint(["rule_id"], ["deadline_rules.id"], name=op.f("fk_deadline_steps_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_steps")),
    )
    with op.batch_alter_table("deadline_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_steps_rule_id"), ["rule_id"], unique=False)

    op.create_table(
        "deadline_timers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_type", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("subject_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("ours", "theirs", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("fixed_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("armed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alarm_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("met", "missed", "void", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["responsible_id"], ["users.id"], name=op.f("fk_deadline_timers_responsible_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["deadline_rules.id"], name=op.f("fk_deadline_timers_rule_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["users.id"], name=op.f("fk_deadline_timers_started_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_deadline_timers_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_timers")),
    )
    with op.batch_alter_table("deadline_timers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_timers_alarm_at"), ["alarm_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_timers_kind"), ["kind"], unique=False)
        batch_op.create_index("ix_deadline_timers_owner_type_owner_id", ["owner_type", "owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_timers_responsible_id"), ["responsible_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_timers_rule_id"), ["rule_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_timers_started_at"), ["started_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_timers_started_by_id"), ["started_by_id"], unique=False)
        batch_op.create_index("ix_deadline_timers_stopped_at_due_at", ["stopped_at", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_timers_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_deadline_timers_open",
            ["owner_type", "owner_id", "kind", "side"],
            unique=True,
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )

    op.create_table(
        "deadline_alarms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("timer_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["deadline_steps.id"], name=op.f("fk_deadline_alarms_step_id")),
        sa.ForeignKeyConstraint(["timer_id"], ["deadline_timers.id"], name=op.f("fk_deadline_alarms_timer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_alarms")),
        sa.UniqueConstraint("timer_id", "step_id", "due_at", name=op.f("uq_deadline_alarms_timer_id_step_id_due_at")),
    )
    with op.batch_alter_table("deadline_alarms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_alarms_fired_at"), ["fired_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_alarms_step_id"), ["step_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_alarms_timer_id"), ["timer_id"], unique=False)

    op.create_table(
        "deadline_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("timer_id", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "severity",
                "hand_over",
                "extend",
                "calendar",
                name="change_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("severity_before", sa.String(), nullable=False),
        sa.Column("severity_after", sa.String(), nullable=False),
        sa.Column("rule_before_id", sa.Integer(), nullable=True),
        sa.Column("rule_after_id", sa.Integer(), nullable=True),
        sa.Column("responsible_before_id", sa.Integer(), nullable=True),
        sa.Column("responsible_after_id", sa.Integer(), nullable=True),
        sa.Column("workdays", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_after", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_deadline_changes_by_id")),
        sa.ForeignKeyConstraint(
            ["responsible_after_id"], ["users.id"], name=op.f("fk_deadline_changes_responsible_after_id")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_before_id"], ["users.id"], name=op.f("fk_deadline_changes_responsible_before_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_after_id"], ["deadline_rules.id"], name=op.f("fk_deadline_changes_rule_after_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_before_id"], ["deadline_rules.id"], name=op.f("fk_deadline_changes_rule_before_id")
        ),
        sa.ForeignKeyConstraint(["timer_id"], ["deadline_timers.id"], name=op.f("fk_deadline_changes_timer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_changes")),
    )
    with op.batch_alter_table("deadline_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_changes_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_deadline_changes_responsible_after_id"), ["responsible_after_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_deadline_changes_responsible_before_id"), ["responsible_before_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_deadline_changes_rule_after_id"), ["rule_after_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_changes_rule_before_id"), ["rule_before_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_changes_timer_id"), ["timer_id"], unique=False)

    op.create_table(
        "deadline_pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("timer_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_deadline_pauses_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name=op.f("fk_deadline_pauses_ended_by_id")),
        sa.ForeignKeyConstraint(["timer_id"], ["deadline_timers.id"], name=op.f("fk_deadline_pauses_timer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_pauses")),
    )
    with op.batch_alter_table("deadline_pauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_pauses_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_pauses_ended_by_id"), ["ended_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_pauses_timer_id"), ["timer_id"], unique=False)
        batch_op.create_index(
            "uq_deadline_pauses_open",
            ["timer_id"],
            unique=True,
            sqlite_where=sa.text("to_at IS NULL"),
            postgresql_where=sa.text("to_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("deadline_pauses", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deadline_pauses_open", sqlite_where=sa.text("to_at IS NULL"), postgresql_where=sa.text("to_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_deadline_pauses_timer_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_pauses_ended_by_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_pauses_by_id"))

    op.drop_table("deadline_pauses")
    with op.batch_alter_table("deadline_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_changes_timer_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_changes_rule_before_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_changes_rule_after_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_changes_responsible_before_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_changes_responsible_after_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_changes_by_id"))

    op.drop_table("deadline_changes")
    with op.batch_alter_table("deadline_alarms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_alarms_timer_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_alarms_step_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_alarms_fired_at"))

    op.drop_table("deadline_alarms")
    with op.batch_alter_table("deadline_timers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deadline_timers_open",
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_deadline_timers_unit_id"))
        batch_op.drop_index("ix_deadline_timers_stopped_at_due_at")
        batch_op.drop_index(batch_op.f("ix_deadline_timers_started_by_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_timers_started_at"))
        batch_op.drop_index(batch_op.f("ix_deadline_timers_rule_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_timers_responsible_id"))
        batch_op.drop_index("ix_deadline_timers_owner_type_owner_id")
        batch_op.drop_index(batch_op.f("ix_deadline_timers_kind"))
        batch_op.drop_index(batch_op.f("ix_deadline_timers_alarm_at"))

    op.drop_table("deadline_timers")
    with op.batch_alter_table("deadline_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_steps_rule_id"))

    op.drop_table("deadline_steps")
    with op.batch_alter_table("deadline_rules", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deadline_rules_house",
            sqlite_where=sa.text("unit_id IS NULL"),
            postgresql_where=sa.text("unit_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_deadline_rules_unit_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_rules_set_by_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_rules_kind"))

    op.drop_table("deadline_rules")
