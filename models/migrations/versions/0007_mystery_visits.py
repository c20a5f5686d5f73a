"""Add mystery visits

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "mystery_roots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mystery_roots")),
        sa.UniqueConstraint("day", name=op.f("uq_mystery_roots_day")),
    )
    op.create_table(
        "mystery_visits",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "issued",
                "sent",
                "studied",
                "published",
                "cancelled",
                name="visit_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("focus", sa.Text(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_until", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("studied_by_id", sa.Integer(), nullable=True),
        sa.Column("studied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["planned_by_id"], ["users.id"], name=op.f("fk_mystery_visits_planned_by_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["users.id"], name=op.f("fk_mystery_visits_published_by_id")),
        sa.ForeignKeyConstraint(["studied_by_id"], ["users.id"], name=op.f("fk_mystery_visits_studied_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_mystery_visits_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mystery_visits")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_mystery_visits_code_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_mystery_visits_number")),
    )
    with op.batch_alter_table("mystery_visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mystery_visits_planned_by_id"), ["planned_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mystery_visits_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mystery_visits_published_by_id"), ["published_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mystery_visits_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_mystery_visits_studied_by_id"), ["studied_by_id"], unique=False)
        batch_op.create_index("ix_mystery_visits_unit_id_state", ["unit_id", "state"], unique=False)

    op.create_table(
        "held_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("disclosed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["mystery_visits.id"], name=op.f("fk_held_acts_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_acts")),
    )
    with op.batch_alter_table("held_acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_acts_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "mystery_drafts",
        sa.Column("visit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opening_hash", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["mystery_visits.id"], name=op.f("fk_mystery_drafts_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_mystery_drafts")),
        sa.UniqueConstraint("opening_hash", name=op.f("uq_mystery_drafts_opening_hash")),
    )
    op.create_table(
        "mystery_matters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("suggestion", "proposal", name="matter_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "adopted", "partly", "declined", name="decision", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_mystery_matters_decided_by_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["mystery_visits.id"], name=op.f("fk_mystery_matters_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mystery_matters")),
        sa.UniqueConstraint("visit_id", "kind", "position", name=op.f("uq_mystery_matters_visit_id_kind_position")),
    )
    with op.batch_alter_table("mystery_matters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mystery_matters_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mystery_matters_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "mystery_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("small", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["mystery_visits.id"], name=op.f("fk_mystery_photos_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mystery_photos")),
    )
    with op.batch_alter_table("mystery_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mystery_photos_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "mystery_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("receipt_no", sa.String(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("opening_hash", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("proof", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["root_id"], ["mystery_roots.id"], name=op.f("fk_mystery_reports_root_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["mystery_visits.id"], name=op.f("fk_mystery_reports_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mystery_reports")),
        sa.UniqueConstraint("commitment", name=op.f("uq_mystery_reports_commitment")),
        sa.UniqueConstraint("opening_hash", name=op.f("uq_mystery_reports_opening_hash")),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_mystery_reports_receipt_no")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_mystery_reports_visit_id")),
    )
    with op.batch_alter_table("mystery_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mystery_reports_root_id"), ["root_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mystery_reports_visited_on"), ["visited_on"], unique=False)


def downgrade():
    op.drop_table("mystery_reports")
    op.drop_table("mystery_photos")
    op.drop_table("mystery_matters")
    op.drop_table("mystery_drafts")
    op.drop_table("held_acts")
    op.drop_table("mystery_visits")
    op.drop_table("mystery_roots")
