"""Add the services of a station

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_kinds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("items", sa.String(), nullable=False),
        sa.Column("is_form", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_service_kinds_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_kinds")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_service_kinds_unit_id_name")),
    )
    with op.batch_alter_table("service_kinds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_kinds_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "window_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_window_items_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_items")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_window_items_unit_id_name")),
    )
    with op.batch_alter_table("window_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_window_items_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                "elderly",
                "disabled",
                "impaired",
                "maternity",
                "other",
                name="special_group",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "booked",
                "dispatched",
                "visiting",
                "done",
                "cancelled",
                name="appointment_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("collector_id", sa.Integer(), nullable=True),
        sa.Column("recorder_id", sa.Integer(), nullable=True),
        sa.Column("dispatched_by_id", sa.Integer(), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_no", sa.String(), nullable=False),
        sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("receipt_no", sa.String(), nullable=True),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column(
            "satisfaction",
            sa.Enum(
                "satisfied",
                "fair",
                "unsatisfied",
                name="satisfaction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column(
            "cancel_cause",
            sa.Enum(
                "withdrawn",
                "duplicate",
                "station",
                "beyond",
                name="cancel_cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_appointments_amount")),
        sa.CheckConstraint("collector_id <> recorder_id", name=op.f("ck_appointments_two_people")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_appointments_slot")),
        sa.ForeignKeyConstraint(["collector_id"], ["users.id"], name=op.f("fk_appointments_collector_id")),
        sa.ForeignKeyConstraint(["dispatched_by_id"], ["users.id"], name=op.f("fk_appointments_dispatched_by_id")),
        sa.ForeignKeyConstraint(["recorder_id"], ["users.id"], name=op.f("fk_appointments_recorder_id")),
        sa.ForeignKeyConstraint(["registered_by_id"], ["users.id"], name=op.f("fk_appointments_registered_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_appointments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("number", name=op.f("uq_appointments_number")),
        sa.UniqueConstraint("unit_id", "receipt_no", name=op.f("uq_appointments_unit_id_receipt_no")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointments_collector_id"), ["collector_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_dispatched_by_id"), ["dispatched_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_recorder_id"), ["recorder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_registered_by_id"), ["registered_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_state"), ["state"], unique=False)
        batch_op.create_index("ix_appointments_unit_id_starts_at", ["unit_id", "starts_at"], unique=False)

    op.create_table(
        "follow_up_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("pool_size", sa.Integer(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_follow_up_rounds_days")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["users.id"], name=op.f("fk_follow_up_rounds_drawn_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_follow_up_rounds_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_rounds")),
        sa.UniqueConstraint("number", name=op.f("uq_follow_up_rounds_number")),
    )
    with op.batch_alter_table("follow_up_rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_rounds_drawn_by_id"), ["drawn_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_rounds_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "service_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("items", sa.String(), nullable=False),
        sa.Column("form_name", sa.String(), nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                "elderly",
                "disabled",
                "impaired",
                "maternity",
                "other",
                name="special_group",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "outcome",
            sa.Enum("served", "declined", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_service_records_quantity")),
        sa.ForeignKeyConstraint(["kind_id"], ["service_kinds.id"], name=op.f("fk_service_records_kind_id")),
        sa.ForeignKeyConstraint(["registered_by_id"], ["users.id"], name=op.f("fk_service_records_registered_by_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["users.id"], name=op.f("fk_service_records_signed_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_service_records_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_records")),
        sa.UniqueConstraint("number", name=op.f("uq_service_records_number")),
    )
    with op.batch_alter_table("service_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_records_group"), ["group"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_records_kind_id"), ["kind_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_records_registered_by_id"), ["registered_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_records_served_at"), ["served_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_records_signed_by_id"), ["signed_by_id"], unique=False)
        batch_op.create_index("ix_service_records_unit_id_served_at", ["unit_id", "served_at"], unique=False)

    op.create_table(
        "survey_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("greeting", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("scale", sa.JSON(), nullable=False),
        sa.Column("satisfied_from", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "open", "closed", name="round_state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_survey_rounds_days")),
        sa.CheckConstraint("wanted > 0", name=op.f("ck_survey_rounds_wanted")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_survey_rounds_made_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_survey_rounds_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_rounds")),
        sa.UniqueConstraint("number", name=op.f("uq_survey_rounds_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_survey_rounds_slug")),
    )
    with op.batch_alter_table("survey_rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_rounds_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_rounds_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_rounds_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "window_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("bad_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["checked_by_id"], ["users.id"], name=op.f("fk_window_checks_checked_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_window_checks_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_checks")),
        sa.UniqueConstraint(
            "unit_id", "business_date", "period", name=op.f("uq_window_checks_unit_id_business_date_period")
        ),
    )
    with op.batch_alter_table("window_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_window_checks_business_date"), ["business_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_window_checks_checked_by_id"), ["checked_by_id"], unique=False)
        batch_op.create_index("ix_window_checks_unit_id_checked_at", ["unit_id", "checked_at"], unique=False)

    op.create_table(
        "follow_up_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column(
            "result",
            sa.Enum(
                "satisfied",
                "fair",
                "unsatisfied",
                "refused",
                "no_answer",
                name="call_result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("called_by_id", sa.Integer(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(record_id IS NULL) <> (appointment_id IS NULL)", name=op.f("ck_follow_up_calls_one_source")
        ),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_follow_up_calls_tries")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_follow_up_calls_appointment_id")
        ),
        sa.ForeignKeyConstraint(["called_by_id"], ["users.id"], name=op.f("fk_follow_up_calls_called_by_id")),
        sa.ForeignKeyConstraint(["record_id"], ["service_records.id"], name=op.f("fk_follow_up_calls_record_id")),
        sa.ForeignKeyConstraint(["round_id"], ["follow_up_rounds.id"], name=op.f("fk_follow_up_calls_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_follow_up_calls_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_calls")),
    )
    with op.batch_alter_table("follow_up_calls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_calls_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_calls_called_by_id"), ["called_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_calls_record_id"), ["record_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_calls_result"), ["result"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_calls_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_calls_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "survey_dimensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["survey_rounds.id"], name=op.f("fk_survey_dimensions_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_dimensions")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_survey_dimensions_round_id_name")),
    )
    with op.batch_alter_table("survey_dimensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_dimensions_round_id"), ["round_id"], unique=False)

    op.create_table(
        "survey_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("paper", "phone", "code", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_survey_sheets_entered_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["survey_rounds.id"], name=op.f("fk_survey_sheets_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_survey_sheets_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_sheets")),
    )
    with op.batch_alter_table("survey_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_sheets_entered_by_id"), ["entered_by_id"], unique=False)
        batch_op.create_index("ix_survey_sheets_round_id_answered_on", ["round_id", "answered_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_sheets_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "window_check_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("item_name", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "good", "missing", "damaged", name="item_state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["window_checks.id"], name=op.f("fk_window_check_lines_check_id")),
        sa.ForeignKeyConstraint(["item_id"], ["window_items.id"], name=op.f("fk_window_check_lines_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_check_lines")),
        sa.UniqueConstraint("check_id", "item_id", name=op.f("uq_window_check_lines_check_id_item_id")),
    )
    with op.batch_alter_table("window_check_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_window_check_lines_check_id"), ["check_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_window_check_lines_item_id"), ["item_id"], unique=False)

    op.create_table(
        "window_gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "found",
            sa.Enum(
                "good", "missing", "damaged", name="item_state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "restored", name="gap_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_by_id", sa.Integer(), nullable=True),
        sa.Column("restored_words", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["window_checks.id"], name=op.f("fk_window_gaps_check_id")),
        sa.ForeignKeyConstraint(["item_id"], ["window_items.id"], name=op.f("fk_window_gaps_item_id")),
        sa.ForeignKeyConstraint(["restored_by_id"], ["users.id"], name=op.f("fk_window_gaps_restored_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_window_gaps_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_gaps")),
    )
    with op.batch_alter_table("window_gaps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_window_gaps_check_id"), ["check_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_window_gaps_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_window_gaps_restored_by_id"), ["restored_by_id"], unique=False)
        batch_op.create_index("ix_window_gaps_unit_id_state", ["unit_id", "state"], unique=False)

    op.create_table(
        "survey_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("dimension_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.CheckConstraint("score > 0", name=op.f("ck_survey_answers_score")),
        sa.ForeignKeyConstraint(
            ["dimension_id"], ["survey_dimensions.id"], name=op.f("fk_survey_answers_dimension_id")
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["survey_sheets.id"], name=op.f("fk_survey_answers_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
        sa.UniqueConstraint("sheet_id", "dimension_id", name=op.f("uq_survey_answers_sheet_id_dimension_id")),
    )
    with op.batch_alter_table("survey_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_answers_dimension_id"), ["dimension_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_answers_sheet_id"), ["sheet_id"], unique=False)


def downgrade() -> None:
    op.drop_table("survey_answers")
    op.drop_table("window_gaps")
    op.drop_table("window_check_lines")
    op.drop_table("survey_sheets")
    op.drop_table("survey_dimensions")
    op.drop_table("follow_up_calls")
    op.drop_table("window_checks")
    op.drop_table("survey_rounds")
    op.drop_table("service_records")
    op.drop_table("follow_up_rounds")
    op.drop_table("appointments")
    op.drop_table("window_items")
    op.drop_table("service_kinds")
