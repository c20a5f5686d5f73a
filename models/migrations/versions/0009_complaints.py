"""Add the book of complaints: cases, the chain of responsibility, evidence, channels and praise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "call",
                "letter",
                "visit",
                "duty_leader",
                "order",
                "media",
                "box",
                "online",
                "on_site",
                "revisit",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["users.id"], name=op.f("fk_complaint_channels_deputy_id")),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_complaint_channels_keeper_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_complaint_channels_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_channels")),
        sa.UniqueConstraint("unit_id", "channel", name=op.f("uq_complaint_channels_unit_id_channel")),
    )
    with op.batch_alter_table("complaint_channels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_channels_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_channels_keeper_id"), ["keeper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_channels_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "complaints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "complaint",
                "inquiry",
                "help",
                "praise",
                name="complaint_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "call",
                "letter",
                "visit",
                "duty_leader",
                "order",
                "media",
                "box",
                "online",
                "on_site",
                "revisit",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "type",
            sa.Enum(
                "attitude",
                "explanation",
                "special",
                "toll",
                "queue",
                "receipt",
                "refund",
                "etc",
                "policy",
                "equipment",
                "other",
                name="complaint_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "severity",
            sa.Enum(
                "ordinary", "serious", "grave", name="severity", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("office", "leader", "company", name="level", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "accepted",
                "investigating",
                "judging",
                "handling",
                "replied",
                "revisited",
                "closed",
                "transferred",
                "refused",
                "withdrawn",
                "merged",
                name="complaint_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("complainant", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("ticket_no", sa.String(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column(
            "order_from",
            sa.Enum(
                "transport",
                "city",
                "group",
                "company",
                name="order_from",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("order_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=True),
        sa.Column("lane_name", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("team_name", sa.String(), nullable=False),
        sa.Column("shift_name", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("promised_reply_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_receiver_id", sa.Integer(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=False),
        sa.Column("offered_to_id", sa.Integer(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("investigator_id", sa.Integer(), nullable=True),
        sa.Column("investigation", sa.Text(), nullable=False),
        sa.Column("investigated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "liability",
            sa.Enum(
                "ours", "both", "driver", "none", name="liability", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("is_verified", sa.Boolean(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("apology", sa.Text(), nullable=False),
        sa.Column("apologised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column(
            "reply_way",
            sa.Enum(
                "phone",
                "face",
                "letter",
                "online",
                "order",
                name="reply_way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "satisfaction",
            sa.Enum(
                "satisfied",
                "basically",
                "dissatisfied",
                "refused",
                "unreached",
                name="satisfaction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("revisited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exit_reason", sa.Text(), nullable=False),
        sa.Column("transferred_to", sa.String(), nullable=False),
        sa.Column("is_mishandled", sa.Boolean(), nullable=False),
        sa.Column("mishandled_reason", sa.Text(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("round > 0", name=op.f("ck_complaints_round")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_complaints_decided_by_id")),
        sa.ForeignKeyConstraint(["first_receiver_id"], ["users.id"], name=op.f("fk_complaints_first_receiver_id")),
        sa.ForeignKeyConstraint(["investigator_id"], ["users.id"], name=op.f("fk_complaints_investigator_id")),
        sa.ForeignKeyConstraint(["lane_id"], ["lanes.id"], name=op.f("fk_complaints_lane_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["complaints.id"], name=op.f("fk_complaints_merged_into_id")),
        sa.ForeignKeyConstraint(["offered_to_id"], ["users.id"], name=op.f("fk_complaints_offered_to_id")),
        sa.ForeignKeyConstraint(["replied_by_id"], ["users.id"], name=op.f("fk_complaints_replied_by_id")),
        sa.ForeignKeyConstraint(["responsible_id"], ["users.id"], name=op.f("fk_complaints_responsible_id")),
        sa.ForeignKeyConstraint(["team_id"], ["units.id"], name=op.f("fk_complaints_team_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_complaints_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("number", name=op.f("uq_complaints_number")),
    )
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaints_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_first_receiver_id"), ["first_receiver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_investigator_id"), ["investigator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_lane_id"), ["lane_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_occurred_at"), ["occurred_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_offered_to_id"), ["offered_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_order_no"), ["order_no"], unique=False)
        batch_op.create_index("ix_complaints_phone_id", ["phone", "id"], unique=False)
        batch_op.create_index("ix_complaints_plate_id", ["plate", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_registered_at"), ["registered_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_replied_by_id"), ["replied_by_id"], unique=False)
        batch_op.create_index("ix_complaints_responsible_id_state", ["responsible_id", "state"], unique=False)
        batch_op.create_index("ix_complaints_state_id", ["state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_team_id"), ["team_id"], unique=False)
        batch_op.create_index("ix_complaints_unit_id_occurred_at", ["unit_id", "occurred_at"], unique=False)

    op.create_table(
        "traffic_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("vehicles", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("vehicles >= 0", name=op.f("ck_traffic_months_vehicles")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_traffic_months_entered_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_traffic_months_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_months")),
        sa.UniqueConstraint("unit_id", "month", name=op.f("uq_traffic_months_unit_id_month")),
    )
    with op.batch_alter_table("traffic_months", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_traffic_months_entered_by_id"), ["entered_by_id"], unique=False)

    op.create_table(
        "complaint_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_complaint_merges_by_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_merges_complaint_id")),
        sa.ForeignKeyConstraint(["into_id"], ["complaints.id"], name=op.f("fk_complaint_merges_into_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["users.id"], name=op.f("fk_complaint_merges_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_merges")),
    )
    with op.batch_alter_table("complaint_merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_merges_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_merges_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_merges_into_id"), ["into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_merges_undone_by_id"), ["undone_by_id"], unique=False)

    op.create_table(
        "complaint_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken",
                "declined",
                "lapsed",
                "recalled",
                name="offer_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_offers_complaint_id")),
        sa.ForeignKeyConstraint(["from_id"], ["users.id"], name=op.f("fk_complaint_offers_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["users.id"], name=op.f("fk_complaint_offers_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_offers")),
    )
    with op.batch_alter_table("complaint_offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_offers_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_offers_from_id"), ["from_id"], unique=False)
        batch_op.create_index("ix_complaint_offers_state_answer_by", ["state", "answer_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_offers_to_id"), ["to_id"], unique=False)
        batch_op.create_index(
            "uq_complaint_offers_open",
            ["complaint_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "complaint_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("involved", "apology", name="part", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_people_complaint_id")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_complaint_people_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_people")),
        sa.UniqueConstraint(
            "complaint_id", "person_id", "part", name=op.f("uq_complaint_people_complaint_id_person_id_part")
        ),
    )
    with op.batch_alter_table("complaint_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_people_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_people_person_id"), ["person_id"], unique=False)

    op.create_table(
        "complaint_praises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_praises_complaint_id")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_complaint_praises_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_complaint_praises_unit_id")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["users.id"], name=op.f("fk_complaint_praises_verified_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_praises")),
        sa.UniqueConstraint("complaint_id", "person_id", name=op.f("uq_complaint_praises_complaint_id_person_id")),
    )
    with op.batch_alter_table("complaint_praises", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_praises_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_praises_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_praises_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_praises_verified_by_id"), ["verified_by_id"], unique=False)

    op.create_table(
        "complaint_revisits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column(
            "satisfaction",
            sa.Enum(
                "satisfied",
                "basically",
                "dissatisfied",
                "refused",
                "unreached",
                name="satisfaction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_complaint_revisits_by_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_revisits_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_revisits")),
    )
    with op.batch_alter_table("complaint_revisits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_revisits_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_complaint_revisits_complaint_id_round", ["complaint_id", "round"], unique=False)

    op.create_table(
        "complaint_spans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "first",
                "taken",
                "succession",
                "reopened",
                name="hold",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end",
            sa.Enum("passed", "ended", name="hold_end", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.CheckConstraint("to_at IS NULL OR to_at >= from_at", name=op.f("ck_complaint_spans_span")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_spans_complaint_id")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_complaint_spans_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_spans")),
    )
    with op.batch_alter_table("complaint_spans", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_spans_complaint_id_from_at", ["complaint_id", "from_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_spans_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_complaint_spans_open",
            ["complaint_id"],
            unique=True,
            sqlite_where=sa.text("to_at IS NULL"),
            postgresql_where=sa.text("to_at IS NULL"),
        )

    op.create_table(
        "complaint_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column(
            "rung",
            sa.Enum(
                "explain",
                "leader",
                "office",
                "office_head",
                "dispatch",
                "contact",
                "progress",
                "result",
                name="rung",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_complaint_steps_by_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_steps_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_steps")),
    )
    with op.batch_alter_table("complaint_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_steps_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_steps_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "complaint_duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("lane_name", sa.String(), nullable=False),
        sa.Column("team_name", sa.String(), nullable=False),
        sa.Column("shift_name", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_at_lane", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_duties_complaint_id")),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name=op.f("fk_complaint_duties_duty_id")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_complaint_duties_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_duties")),
    )
    with op.batch_alter_table("complaint_duties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_duties_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_duties_duty_id"), ["duty_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_duties_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("complaint_duties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_duties_person_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_duties_duty_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_duties_complaint_id"))

    op.drop_table("complaint_duties")
    with op.batch_alter_table("complaint_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_steps_complaint_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_steps_by_id"))

    op.drop_table("complaint_steps")
    with op.batch_alter_table("complaint_spans", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_complaint_spans_open", sqlite_where=sa.text("to_at IS NULL"), postgresql_where=sa.text("to_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_complaint_spans_person_id"))
        batch_op.drop_index("ix_complaint_spans_complaint_id_from_at")

    op.drop_table("complaint_spans")
    with op.batch_alter_table("complaint_revisits", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_revisits_complaint_id_round")
        batch_op.drop_index(batch_op.f("ix_complaint_revisits_by_id"))

    op.drop_table("complaint_revisits")
    with op.batch_alter_table("complaint_praises", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_praises_verified_by_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_praises_unit_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_praises_person_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_praises_complaint_id"))

    op.drop_table("complaint_praises")
    with op.batch_alter_table("complaint_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_people_person_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_people_complaint_id"))

    op.drop_table("complaint_people")
    with op.batch_alter_table("complaint_offers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_complaint_offers_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_complaint_offers_to_id"))
        batch_op.drop_index("ix_complaint_offers_state_answer_by")
        batch_op.drop_index(batch_op.f("ix_complaint_offers_from_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_offers_complaint_id"))

    op.drop_table("complaint_offers")
    with op.batch_alter_table("complaint_merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_merges_undone_by_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_merges_into_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_merges_complaint_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_merges_by_id"))

    op.drop_table("complaint_merges")
    with op.batch_alter_table("traffic_months", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_traffic_months_entered_by_id"))

    op.drop_table("traffic_months")
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.drop_index("ix_complaints_unit_id_occurred_at")
        batch_op.drop_index(batch_op.f("ix_complaints_team_id"))
        batch_op.drop_index("ix_complaints_state_id")
        batch_op.drop_index("ix_complaints_responsible_id_state")
        batch_op.drop_index(batch_op.f("ix_complaints_replied_by_id"))
        batch_op.drop_index(batch_op.f("ix_complaints_registered_at"))
        batch_op.drop_index("ix_complaints_plate_id")
        batch_op.drop_index("ix_complaints_phone_id")
        batch_op.drop_index(batch_op.f("ix_complaints_order_no"))
        batch_op.drop_index(batch_op.f("ix_complaints_offered_to_id"))
        batch_op.drop_index(batch_op.f("ix_complaints_occurred_at"))
        batch_op.drop_index(batch_op.f("ix_complaints_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_complaints_lane_id"))
        batch_op.drop_index(batch_op.f("ix_complaints_investigator_id"))
        batch_op.drop_index(batch_op.f("ix_complaints_first_receiver_id"))
        batch_op.drop_index(batch_op.f("ix_complaints_decided_by_id"))

    op.drop_table("complaints")
    with op.batch_alter_table("complaint_channels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_channels_unit_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_channels_keeper_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_channels_deputy_id"))

    op.drop_table("complaint_channels")
