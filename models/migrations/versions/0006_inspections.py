"""Check sheets, inspections by them, findings, replies and deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inspection_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("full", "start", name="basis", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("full", sa.Integer(), nullable=False),
        sa.Column("ceiling", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "retired",
                name="template_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["users.id"], name=op.f("fk_inspection_templates_drafted_by_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_inspection_templates_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_templates")),
        sa.UniqueConstraint("code", "edition", name=op.f("uq_inspection_templates_code_edition")),
    )
    with op.batch_alter_table("inspection_templates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_templates_drafted_by_id"), ["drafted_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_templates_published_by_id"), ["published_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_templates_state"), ["state"], unique=False)

    op.create_table(
        "inspection_template_sections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_inspection_template_sections_points")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["inspection_templates.id"], name=op.f("fk_inspection_template_sections_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_template_sections")),
    )
    with op.batch_alter_table("inspection_template_sections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_template_sections_template_id"), ["template_id"], unique=False)

    op.create_table(
        "inspections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "daily",
                "special",
                "open",
                "self",
                "duty",
                "cross",
                "superior",
                "preparation",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "on_site",
                "video",
                "figures",
                "complaint",
                "topic",
                "simulation",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("weather", sa.String(), nullable=False),
        sa.Column("lane_names", sa.JSON(), nullable=False),
        sa.Column("answerable_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "confirming",
                "review",
                "published",
                "rectifying",
                "archived",
                "withdrawn",
                name="inspection_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("permille", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=True),
        sa.Column("is_vetoed", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirm_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answerable_id"], ["users.id"], name=op.f("fk_inspections_answerable_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_inspections_created_by_id")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["users.id"], name=op.f("fk_inspections_reviewed_by_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_inspections_shift_id")),
        sa.ForeignKeyConstraint(["station_id"], ["units.id"], name=op.f("fk_inspections_station_id")),
        sa.ForeignKeyConstraint(["template_id"], ["inspection_templates.id"], name=op.f("fk_inspections_template_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_inspections_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
        sa.UniqueConstraint("number", name=op.f("uq_inspections_number")),
    )
    with op.batch_alter_table("inspections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspections_answerable_id"), ["answerable_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspections_confirm_until"), ["confirm_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspections_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspections_reviewed_by_id"), ["reviewed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspections_shift_id"), ["shift_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspections_started_at"), ["started_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspections_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspections_station_id"), ["station_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspections_template_id"), ["template_id"], unique=False)
        batch_op.create_index("ix_inspections_unit_id_started_at", ["unit_id", "started_at"], unique=False)

    op.create_table(
        "inspection_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_inspection_deliveries_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_deliveries_inspection_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_inspection_deliveries_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_deliveries")),
        sa.UniqueConstraint("inspection_id", "key", name=op.f("uq_inspection_deliveries_inspection_id_key")),
    )
    op.create_table(
        "inspection_inspectors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_inspectors_inspection_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_inspection_inspectors_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_inspectors")),
        sa.UniqueConstraint("inspection_id", "user_id", name=op.f("uq_inspection_inspectors_inspection_id_user_id")),
    )
    with op.batch_alter_table("inspection_inspectors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_inspectors_inspection_id"), ["inspection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_inspectors_user_id"), ["user_id"], unique=False)

    op.create_table(
        "inspection_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("lane_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_people_inspection_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_inspection_people_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_people")),
        sa.UniqueConstraint("inspection_id", "user_id", name=op.f("uq_inspection_people_inspection_id_user_id")),
    )
    with op.batch_alter_table("inspection_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_people_inspection_id"), ["inspection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_people_user_id"), ["user_id"], unique=False)

    op.create_table(
        "inspection_template_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("most_step", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column(
            "cap",
            sa.Enum(
                "accumulate", "open", "once", name="cap_mode", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "red_line",
            sa.Enum("no", "section", "sheet", name="red_line", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_bonus", sa.Boolean(), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.CheckConstraint("step >= 0", name=op.f("ck_inspection_template_items_step")),
        sa.ForeignKeyConstraint(
            ["section_id"], ["inspection_template_sections.id"], name=op.f("fk_inspection_template_items_section_id")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["inspection_templates.id"], name=op.f("fk_inspection_template_items_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_template_items")),
    )
    with op.batch_alter_table("inspection_template_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_template_items_section_id"), ["section_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_template_items_template_id"), ["template_id"], unique=False)

    op.create_table(
        "inspection_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("pass", "fail", "none", name="verdict", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("sampled", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_inspection_answers_by_id")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_answers_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["inspection_template_items.id"], name=op.f("fk_inspection_answers_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_answers")),
        sa.UniqueConstraint("inspection_id", "item_id", name=op.f("uq_inspection_answers_inspection_id_item_id")),
    )
    with op.batch_alter_table("inspection_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_answers_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_answers_inspection_id"), ["inspection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_answers_item_id"), ["item_id"], unique=False)

    op.create_table(
        "inspection_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("lane_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("video_ref", sa.String(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_inspection_findings_number")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_findings_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["inspection_template_items.id"], name=op.f("fk_inspection_findings_item_id")
        ),
        sa.ForeignKeyConstraint(["lane_id"], ["lanes.id"], name=op.f("fk_inspection_findings_lane_id")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_inspection_findings_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_inspection_findings_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_findings")),
        sa.UniqueConstraint("inspection_id", "key", name=op.f("uq_inspection_findings_inspection_id_key")),
    )
    with op.batch_alter_table("inspection_findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_findings_inspection_id"), ["inspection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_findings_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_findings_lane_id"), ["lane_id"], unique=False)
        batch_op.create_index("ix_inspection_findings_person_id_at", ["person_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_findings_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "inspection_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "agreed",
                "disputed",
                "lapsed",
                name="reply_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld", "amended", "overturned", name="outcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_inspection_replies_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["inspection_findings.id"], name=op.f("fk_inspection_replies_finding_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_inspection_replies_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_inspection_replies_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_replies")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_inspection_replies_finding_id")),
    )
    with op.batch_alter_table("inspection_replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_replies_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_replies_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_replies_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_replies_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("inspection_replies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_replies_unit_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_replies_state"))
        batch_op.drop_index(batch_op.f("ix_inspection_replies_person_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_replies_decided_by_id"))

    op.drop_table("inspection_replies")
    with op.batch_alter_table("inspection_findings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_findings_unit_id"))
        batch_op.drop_index("ix_inspection_findings_person_id_at")
        batch_op.drop_index(batch_op.f("ix_inspection_findings_lane_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_findings_item_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_findings_inspection_id"))

    op.drop_table("inspection_findings")
    with op.batch_alter_table("inspection_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_answers_item_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_answers_inspection_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_answers_by_id"))

    op.drop_table("inspection_answers")
    with op.batch_alter_table("inspection_template_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_template_items_template_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_template_items_section_id"))

    op.drop_table("inspection_template_items")
    with op.batch_alter_table("inspection_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_people_user_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_people_inspection_id"))

    op.drop_table("inspection_people")
    with op.batch_alter_table("inspection_inspectors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_inspectors_user_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_inspectors_inspection_id"))

    op.drop_table("inspection_inspectors")
    op.drop_table("inspection_deliveries")
    with op.batch_alter_table("inspections", schema=None) as batch_op:
        batch_op.drop_index("ix_inspections_unit_id_started_at")
        batch_op.drop_index(batch_op.f("ix_inspections_template_id"))
        batch_op.drop_index(batch_op.f("ix_inspections_station_id"))
        batch_op.drop_index(batch_op.f("ix_inspections_state"))
        batch_op.drop_index(batch_op.f("ix_inspections_started_at"))
        batch_op.drop_index(batch_op.f("ix_inspections_shift_id"))
        batch_op.drop_index(batch_op.f("ix_inspections_reviewed_by_id"))
        batch_op.drop_index(batch_op.f("ix_inspections_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_inspections_confirm_until"))
        batch_op.drop_index(batch_op.f("ix_inspections_answerable_id"))

    op.drop_table("inspections")
    with op.batch_alter_table("inspection_template_sections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_template_sections_template_id"))

    op.drop_table("inspection_template_sections")
    with op.batch_alter_table("inspection_templates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_templates_state"))
        batch_op.drop_index(batch_op.f("ix_inspection_templates_published_by_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_templates_drafted_by_id"))

    op.drop_table("inspection_templates")
