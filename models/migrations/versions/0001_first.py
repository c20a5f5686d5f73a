"""Everything the first release needs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries "
        "BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END",
        "CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries "
        "BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$",
        "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "admin_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_admin_invitations_token_hash")),
    )
    op.create_table(
        "approval_chains",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("condition", sa.JSON(), nullable=False),
        sa.Column("allows_repeat", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_chains")),
        sa.UniqueConstraint("kind", "name", "version", name=op.f("uq_approval_chains_kind_name_version")),
    )
    with op.batch_alter_table("approval_chains", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_chains_kind"), ["kind"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("subject_name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entries_hash")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "audit_heads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "counters",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_counters")),
    )
    op.create_table(
        "form_receipts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form_receipts")),
    )
    with op.batch_alter_table("form_receipts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_receipts_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_form_receipts_user_id"), ["user_id"], unique=False)

    op.create_table(
        "holidays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("holiday", "makeup", name="day_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sa.UniqueConstraint("day", name=op.f("uq_holidays_day")),
    )
    op.create_table(
        "job_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "todo",
                "running",
                "done",
                "failed",
                name="run_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
        sa.UniqueConstraint("job", "due_at", name=op.f("uq_job_runs_job_due_at")),
    )
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.create_index("ix_job_runs_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "lockouts",
        sa.Column("staff_key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("staff_key", name=op.f("pk_lockouts")),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("duties", sa.String(), nullable=False),
        sa.Column(
            "default_reach",
            sa.Enum(
                "self", "unit", "subtree", "all", name="reach", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("code", name=op.f("uq_roles_code")),
    )
    op.create_table(
        "rule_clauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "book",
            sa.Enum(
                "service",
                "ten",
                "inspection",
                "attendance",
                name="book",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base_amount", sa.BigInteger(), nullable=True),
        sa.Column("base_points", sa.Integer(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "ordinary", "serious", "grave", name="severity", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_clauses")),
        sa.UniqueConstraint("book", "code", "edition", name=op.f("uq_rule_clauses_book_code_edition")),
    )
    with op.batch_alter_table("rule_clauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_clauses_book"), ["book"], unique=False)
        batch_op.create_index(batch_op.f("ix_rule_clauses_is_latest"), ["is_latest"], unique=False)

    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "company",
                "office",
                "station",
                "crew",
                "department",
                name="unit_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_units_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_units_path"), ["path"], unique=False)

    op.create_table(
        "approval_chain_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("any", "all", "sequential", name="step_mode", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("role_code", sa.String(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "company",
                "office",
                "station",
                "crew",
                "department",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("body_code", sa.String(), nullable=False),
        sa.Column("posts", sa.String(), nullable=False),
        sa.Column("timeout_hours", sa.Integer(), nullable=True),
        sa.Column("escalate_to", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["chain_id"], ["approval_chains.id"], name=op.f("fk_approval_chain_steps_chain_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_chain_steps")),
        sa.UniqueConstraint("chain_id", "position", name=op.f("uq_approval_chain_steps_chain_id_position")),
    )
    with op.batch_alter_table("approval_chain_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_chain_steps_chain_id"), ["chain_id"], unique=False)

    op.create_table(
        "bodies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("seated_unit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["bodies.id"], name=op.f("fk_bodies_parent_id")),
        sa.ForeignKeyConstraint(["seated_unit_id"], ["units.id"], name=op.f("fk_bodies_seated_unit_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_bodies_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
        sa.UniqueConstraint("code", name=op.f("uq_bodies_code")),
    )
    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bodies_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bodies_seated_unit_id"), ["seated_unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bodies_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "lanes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("entry", "exit", name="lane_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_etc_only", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_lanes_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lanes")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_lanes_unit_id_code")),
    )
    with op.batch_alter_table("lanes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lanes_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "patterns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "scheme",
            sa.Enum("three", "two", name="scheme", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("cycle", sa.JSON(), nullable=False),
        sa.Column("offsets", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_patterns_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patterns")),
    )
    with op.batch_alter_table("patterns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patterns_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "role_permissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("permission", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_role_permissions_role_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_permissions")),
        sa.UniqueConstraint("role_id", "permission", name=op.f("uq_role_permissions_role_id_permission")),
    )
    with op.batch_alter_table("role_permissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_permissions_permission"), ["permission"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_permissions_role_id"), ["role_id"], unique=False)

    op.create_table(
        "setting_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_setting_values_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_values")),
        sa.UniqueConstraint("key", "unit_id", "valid_from", name=op.f("uq_setting_values_key_unit_id_valid_from")),
    )
    with op.batch_alter_table("setting_values", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_setting_values_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_setting_values_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "shift_kinds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "scheme",
            sa.Enum("three", "two", name="scheme", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_shift_kinds_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_kinds")),
        sa.UniqueConstraint("unit_id", "code", "valid_from", name=op.f("uq_shift_kinds_unit_id_code_valid_from")),
    )
    with op.batch_alter_table("shift_kinds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_kinds_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "terminals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_terminals_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminals")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_terminals_token_hash")),
    )
    with op.batch_alter_table("terminals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_terminals_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(), nullable=False),
        sa.Column("staff_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post_title", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("active", "lent", "left", name="user_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("must_change_pin", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_users_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("staff_key", name=op.f("uq_users_staff_key")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_users_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_users_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("subject_name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "approved",
                "returned",
                "withdrawn",
                name="approval_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chain_id"], ["approval_chains.id"], name=op.f("fk_approvals_chain_id")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["users.id"], name=op.f("fk_approvals_drafted_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_approvals_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approvals_chain_id"), ["chain_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approvals_drafted_by_id"), ["drafted_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approvals_kind"), ["kind"], unique=False)
        batch_op.create_index("ix_approvals_subject_type_subject_id", ["subject_type", "subject_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approvals_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_approvals_running",
            ["kind", "subject_type", "subject_id"],
            unique=True,
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )

    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_type", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["kept_by_id"], ["users.id"], name=op.f("fk_attachments_kept_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_attachments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_kept_by_id"), ["kept_by_id"], unique=False)
        batch_op.create_index("ix_attachments_owner_type_owner_id", ["owner_type", "owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "body_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_body_posts_body_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_body_posts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_posts")),
    )
    with op.batch_alter_table("body_posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_posts_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_posts_user_id"), ["user_id"], unique=False)

    op.create_table(
        "days_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "exchange",
                "leave",
                "public",
                "official",
                name="day_off_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_days_off_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_days_off")),
    )
    with op.batch_alter_table("days_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_days_off_business_date"), ["business_date"], unique=False)
        batch_op.create_index("ix_days_off_user_id_business_date", ["user_id", "business_date"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("return_to", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_drafts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_drafts_user_id_key")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_saved_at"), ["saved_at"], unique=False)

    op.create_table(
        "leave_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "annual", "exchange", "public", name="leave_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("half_days >= 0", name=op.f("ck_leave_openings_half_days")),
        sa.ForeignKeyConstraint(["imported_by_id"], ["users.id"], name=op.f("fk_leave_openings_imported_by_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_leave_openings_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_openings")),
        sa.UniqueConstraint("user_id", "kind", name=op.f("uq_leave_openings_user_id_kind")),
    )
    with op.batch_alter_table("leave_openings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leave_openings_imported_by_id"), ["imported_by_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("href", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_messages_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_messages_user_id_key")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_at"), ["at"], unique=False)
        batch_op.create_index("ix_messages_user_id_read_at", ["user_id", "read_at"], unique=False)

    op.create_table(
        "moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "transfer", "lending", "leaving", name="move_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["from_unit_id"], ["units.id"], name=op.f("fk_moves_from_unit_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["users.id"], name=op.f("fk_moves_successor_id")),
        sa.ForeignKeyConstraint(["to_unit_id"], ["units.id"], name=op.f("fk_moves_to_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_moves_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
    )
    with op.batch_alter_table("moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moves_from_unit_id"), ["from_unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moves_successor_id"), ["successor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moves_to_unit_id"), ["to_unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moves_user_id"), ["user_id"], unique=False)

    op.create_table(
        "opening_balances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "machine",
                "fixed_5",
                "fixed_10",
                "fixed_20",
                "fixed_50",
                name="receipt_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_opening_balances_by_id")),
        sa.ForeignKeyConstraint(["lane_id"], ["lanes.id"], name=op.f("fk_opening_balances_lane_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_opening_balances_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_balances")),
        sa.UniqueConstraint(
            "unit_id", "lane_id", "what", "kind", name=op.f("uq_opening_balances_unit_id_lane_id_what_kind")
        ),
    )
    with op.batch_alter_table("opening_balances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_balances_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_balances_lane_id"), ["lane_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_balances_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "past_passwords",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_past_passwords_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_passwords")),
    )
    with op.batch_alter_table("past_passwords", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_passwords_user_id"), ["user_id"], unique=False)

    op.create_table(
        "question_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("checked", "done", name="import_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("good_count", sa.Integer(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("refusals", sa.JSON(), nullable=False),
        sa.Column("duplicates", sa.JSON(), nullable=False),
        sa.Column("flaws", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_question_imports_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_imports")),
    )
    with op.batch_alter_table("question_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_imports_by_id"), ["by_id"], unique=False)

    op.create_table(
        "quiz_excuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("excused_by_id", sa.Integer(), nullable=False),
        sa.Column("excused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["excused_by_id"], ["users.id"], name=op.f("fk_quiz_excuses_excused_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_quiz_excuses_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_quiz_excuses_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_excuses")),
        sa.UniqueConstraint("user_id", "business_date", name=op.f("uq_quiz_excuses_user_id_business_date")),
    )
    with op.batch_alter_table("quiz_excuses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quiz_excuses_excused_by_id"), ["excused_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quiz_excuses_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "reach",
            sa.Enum(
                "self", "unit", "subtree", "all", name="reach", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_role_grants_role_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_role_grants_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_role_grants_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grants_role_id"), ["role_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grants_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grants_user_id"), ["user_id"], unique=False)

    op.create_table(
        "role_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "granted",
                "refused",
                name="request_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_role_requests_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_role_requests_decided_by_id")),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_role_requests_role_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_role_requests_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_role_requests_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_requests")),
    )
    with op.batch_alter_table("role_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_requests_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_requests_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_requests_role_id"), ["role_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_requests_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_requests_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_requests_user_id"), ["user_id"], unique=False)

    op.create_table(
        "roster_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("crew_ids", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("shift_count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pattern_id"], ["patterns.id"], name=op.f("fk_roster_plans_pattern_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_roster_plans_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_plans")),
    )
    with op.batch_alter_table("roster_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_plans_pattern_id"), ["pattern_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_plans_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "shifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("crew_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "published",
                "frozen",
                name="shift_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("kind_name", sa.String(), nullable=False),
        sa.Column("crew_name", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["crew_id"], ["units.id"], name=op.f("fk_shifts_crew_id")),
        sa.ForeignKeyConstraint(["kind_id"], ["shift_kinds.id"], name=op.f("fk_shifts_kind_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_shifts_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint(
            "unit_id", "business_date", "kind_id", name=op.f("uq_shifts_unit_id_business_date_kind_id")
        ),
    )
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shifts_business_date"), ["business_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_shifts_crew_id"), ["crew_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shifts_kind_id"), ["kind_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shifts_state"), ["state"], unique=False)
        batch_op.create_index("ix_shifts_unit_id_starts_at", ["unit_id", "starts_at"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("terminal_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminals.id"], name=op.f("fk_sign_ins_terminal_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_terminal_id"), ["terminal_id"], unique=False)
        batch_op.create_index("ix_sign_ins_user_id_seen_at", ["user_id", "seen_at"], unique=False)

    op.create_table(
        "violations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "inspection",
                "complaint",
                "monitor",
                "self",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_ref", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reported",
                "confirmed",
                "dismissed",
                "overturned",
                name="violation_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("joint_with_id", sa.Integer(), nullable=True),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["users.id"], name=op.f("fk_violations_confirmed_by_id")),
        sa.ForeignKeyConstraint(["joint_with_id"], ["violations.id"], name=op.f("fk_violations_joint_with_id")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_violations_person_id")),
        sa.ForeignKeyConstraint(["reported_by_id"], ["users.id"], name=op.f("fk_violations_reported_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_violations_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violations")),
        sa.UniqueConstraint("number", name=op.f("uq_violations_number")),
    )
    with op.batch_alter_table("violations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_violations_confirmed_by_id"), ["confirmed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_violations_joint_with_id"), ["joint_with_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_violations_occurred_at"), ["occurred_at"], unique=False)
        batch_op.create_index("ix_violations_person_id_occurred_at", ["person_id", "occurred_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_violations_reported_by_id"), ["reported_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_violations_source_ref"), ["source_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_violations_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_violations_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "approval_concerns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approvals.id"], name=op.f("fk_approval_concerns_approval_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_approval_concerns_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_concerns")),
    )
    with op.batch_alter_table("approval_concerns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_concerns_approval_id"), ["approval_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_concerns_user_id"), ["user_id"], unique=False)

    op.create_table(
        "approval_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("any", "all", "sequential", name="step_mode", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("role_code", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("body_code", sa.String(), nullable=False),
        sa.Column("posts", sa.String(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("escalate_to", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "approved",
                "returned",
                "delegated",
                "skipped",
                name="task_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("delegated_to_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approvals.id"], name=op.f("fk_approval_tasks_approval_id")),
        sa.ForeignKeyConstraint(["assignee_id"], ["users.id"], name=op.f("fk_approval_tasks_assignee_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_approval_tasks_decided_by_id")),
        sa.ForeignKeyConstraint(["delegated_to_id"], ["users.id"], name=op.f("fk_approval_tasks_delegated_to_id")),
        sa.ForeignKeyConstraint(["for_id"], ["users.id"], name=op.f("fk_approval_tasks_for_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_approval_tasks_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_tasks")),
    )
    with op.batch_alter_table("approval_tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_tasks_approval_id"), ["approval_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_tasks_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_tasks_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_tasks_delegated_to_id"), ["delegated_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_tasks_for_id"), ["for_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_tasks_role_code"), ["role_code"], unique=False)
        batch_op.create_index("ix_approval_tasks_state_due_at", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_tasks_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "post",
            sa.Enum(
                "leader",
                "collector",
                "field",
                "monitor",
                "ticket",
                "duty_leader",
                "reserve",
                name="duty_post",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lane_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("substitute_for_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("is_extra", sa.Boolean(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.Column("is_frozen", sa.Boolean(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("lane_name", sa.String(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duties_span")),
        sa.ForeignKeyConstraint(["lane_id"], ["lanes.id"], name=op.f("fk_duties_lane_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["duties.id"], name=op.f("fk_duties_replaces_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_duties_shift_id")),
        sa.ForeignKeyConstraint(["substitute_for_id"], ["users.id"], name=op.f("fk_duties_substitute_for_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_duties_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
    )
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duties_lane_id"), ["lane_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duties_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duties_shift_id"), ["shift_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duties_substitute_for_id"), ["substitute_for_id"], unique=False)
        batch_op.create_index("ix_duties_user_id_starts_at", ["user_id", "starts_at"], unique=False)

    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("next_shift_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "objected",
                "handed_over",
                "checking",
                "taken_over",
                "sealed",
                name="handover_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_backfill", sa.Boolean(), nullable=False),
        sa.Column("backfill_reason", sa.String(), nullable=False),
        sa.Column(
            "weather",
            sa.Enum(
                "sunny",
                "cloudy",
                "overcast",
                "light_rain",
                "rain",
                "heavy_rain",
                "rainstorm",
                "light_to_rain",
                "rain_to_heavy",
                "heavy_to_storm",
                "shower",
                "thunder",
                "fog",
                "haze",
                "dust",
                "sleet",
                "light_snow",
                "snow",
                "heavy_snow",
                "snowstorm",
                "light_to_snow",
                "snow_to_heavy",
                "heavy_to_snowstorm",
                name="weather",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("lined_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("logged_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("briefing", sa.Text(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("receiver_remark", sa.Text(), nullable=False),
        sa.Column("leader_remark", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("seal_seq", sa.Integer(), nullable=True),
        sa.Column("seal_hash", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["next_shift_id"], ["shifts.id"], name=op.f("fk_handovers_next_shift_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_handovers_shift_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_handovers_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("number", name=op.f("uq_handovers_number")),
        sa.UniqueConstraint("shift_id", name=op.f("uq_handovers_shift_id")),
        sa.UniqueConstraint("unit_id", "seal_seq", name=op.f("uq_handovers_unit_id_seal_seq")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handovers_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_next_shift_id"), ["next_shift_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_sealed_at"), ["sealed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "penalties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("violation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "path",
            sa.Enum(
                "clauses", "complaint", "mishandling", name="path", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum("fine", "points", "deduction", name="mode", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reckoning", sa.JSON(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("repeat_no", sa.Integer(), nullable=False),
        sa.Column("is_repeat", sa.Boolean(), nullable=False),
        sa.Column("ten_clause_id", sa.Integer(), nullable=True),
        sa.Column("overlap_reason", sa.Text(), nullable=False),
        sa.Column("overlap_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "review",
                "approved",
                "served",
                "appealed",
                "effective",
                "due",
                "collected",
                "archived",
                "revoked",
                "withdrawn",
                name="penalty_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("served_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "service",
            sa.Enum("signed", "refused", name="service_kind", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("witness_id", sa.Integer(), nullable=True),
        sa.Column("service_note", sa.Text(), nullable=False),
        sa.Column("appeal_until", sa.Date(), nullable=True),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_penalties_amount")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["users.id"], name=op.f("fk_penalties_drafted_by_id")),
        sa.ForeignKeyConstraint(["overlap_by_id"], ["users.id"], name=op.f("fk_penalties_overlap_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_penalties_person_id")),
        sa.ForeignKeyConstraint(["served_by_id"], ["users.id"], name=op.f("fk_penalties_served_by_id")),
        sa.ForeignKeyConstraint(["ten_clause_id"], ["rule_clauses.id"], name=op.f("fk_penalties_ten_clause_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_penalties_unit_id")),
        sa.ForeignKeyConstraint(["violation_id"], ["violations.id"], name=op.f("fk_penalties_violation_id")),
        sa.ForeignKeyConstraint(["witness_id"], ["users.id"], name=op.f("fk_penalties_witness_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalties")),
        sa.UniqueConstraint("number", name=op.f("uq_penalties_number")),
    )
    with op.batch_alter_table("penalties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_penalties_appeal_until"), ["appeal_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalties_drafted_by_id"), ["drafted_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalties_overlap_by_id"), ["overlap_by_id"], unique=False)
        batch_op.create_index("ix_penalties_person_id_state", ["person_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalties_served_by_id"), ["served_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalties_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalties_ten_clause_id"), ["ten_clause_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalties_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalties_violation_id"), ["violation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalties_witness_id"), ["witness_id"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "single",
                "multiple",
                "judge",
                "fill",
                "short",
                name="question_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column(
            "difficulty",
            sa.Enum("easy", "medium", "hard", name="difficulty", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "active",
                "retired",
                name="question_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["question_imports.id"], name=op.f("fk_questions_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_questions_fingerprint")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_topic"), ["topic"], unique=False)

    op.create_table(
        "quiz_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("crew_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("pass_score", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("right_count", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.CheckConstraint("turn IN (1, 2)", name=op.f("ck_quiz_attempts_turn")),
        sa.ForeignKeyConstraint(["crew_id"], ["units.id"], name=op.f("fk_quiz_attempts_crew_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_quiz_attempts_shift_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_quiz_attempts_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_quiz_attempts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempts")),
        sa.UniqueConstraint(
            "user_id", "business_date", "turn", name=op.f("uq_quiz_attempts_user_id_business_date_turn")
        ),
    )
    with op.batch_alter_table("quiz_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_quiz_attempts_business_date_crew_id", ["business_date", "crew_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quiz_attempts_crew_id"), ["crew_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quiz_attempts_shift_id"), ["shift_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quiz_attempts_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "roster_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_roster_changes_made_by_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_roster_changes_shift_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_roster_changes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_changes")),
    )
    with op.batch_alter_table("roster_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_changes_made_at"), ["made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_changes_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_changes_shift_id"), ["shift_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_changes_user_id"), ["user_id"], unique=False)

    op.create_table(
        "violation_clauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("violation_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["rule_clauses.id"], name=op.f("fk_violation_clauses_clause_id")),
        sa.ForeignKeyConstraint(["violation_id"], ["violations.id"], name=op.f("fk_violation_clauses_violation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violation_clauses")),
        sa.UniqueConstraint("violation_id", "clause_id", name=op.f("uq_violation_clauses_violation_id_clause_id")),
    )
    with op.batch_alter_table("violation_clauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_violation_clauses_clause_id"), ["clause_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_violation_clauses_violation_id"), ["violation_id"], unique=False)

    op.create_table(
        "award_bans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penalty_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["penalty_id"], ["penalties.id"], name=op.f("fk_award_bans_penalty_id")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_award_bans_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_award_bans_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_bans")),
        sa.UniqueConstraint("penalty_id", name=op.f("uq_award_bans_penalty_id")),
    )
    with op.batch_alter_table("award_bans", schema=None) as batch_op:
        batch_op.create_index("ix_award_bans_person_id_year", ["person_id", "year"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_bans_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "booth_absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("break", "booth", name="absence_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_booth_absences_handover_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_booth_absences_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_absences")),
    )
    with op.batch_alter_table("booth_absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booth_absences_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booth_absences_user_id"), ["user_id"], unique=False)

    op.create_table(
        "booth_settlements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=True),
        sa.Column("standard", sa.BigInteger(), nullable=False),
        sa.Column("n100", sa.Integer(), nullable=True),
        sa.Column("n50", sa.Integer(), nullable=True),
        sa.Column("n20", sa.Integer(), nullable=True),
        sa.Column("n10", sa.Integer(), nullable=True),
        sa.Column("n5", sa.Integer(), nullable=True),
        sa.Column("n1", sa.Integer(), nullable=True),
        sa.Column("n05", sa.Integer(), nullable=True),
        sa.Column("n01", sa.Integer(), nullable=True),
        sa.Column("float_reason", sa.String(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=True),
        sa.Column("cash", sa.BigInteger(), nullable=True),
        sa.Column("over", sa.BigInteger(), nullable=True),
        sa.Column("epay", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("has_tickets", sa.Boolean(), nullable=False),
        sa.Column("has_stamp", sa.Boolean(), nullable=False),
        sa.Column("has_badge", sa.Boolean(), nullable=False),
        sa.Column("has_float", sa.Boolean(), nullable=False),
        sa.Column("has_seal", sa.Boolean(), nullable=False),
        sa.Column("has_log", sa.Boolean(), nullable=False),
        sa.Column("has_cards", sa.Boolean(), nullable=False),
        sa.Column("has_pen", sa.Boolean(), nullable=False),
        sa.Column("goods_note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_booth_settlements_handover_id")),
        sa.ForeignKeyConstraint(["lane_id"], ["lanes.id"], name=op.f("fk_booth_settlements_lane_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_booth_settlements_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_settlements")),
    )
    with op.batch_alter_table("booth_settlements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booth_settlements_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booth_settlements_lane_id"), ["lane_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booth_settlements_user_id"), ["user_id"], unique=False)

    op.create_table(
        "card_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("opening", sa.Integer(), nullable=True),
        sa.Column("received", sa.Integer(), nullable=True),
        sa.Column("issued", sa.Integer(), nullable=True),
        sa.Column("recovered", sa.Integer(), nullable=True),
        sa.Column("transferred", sa.Integer(), nullable=True),
        sa.Column("bad", sa.Integer(), nullable=True),
        sa.Column("closing", sa.Integer(), nullable=True),
        sa.Column("boxes", sa.Integer(), nullable=True),
        sa.Column("bad_numbers", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_card_counts_handover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_counts")),
    )
    with op.batch_alter_table("card_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_counts_handover_id"), ["handover_id"], unique=False)

    op.create_table(
        "equipment_faults",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=True),
        sa.Column(
            "equipment",
            sa.Enum(
                "lane_pc",
                "printer",
                "reader",
                "display",
                "barrier",
                "loop",
                "canopy",
                "signal",
                "scale",
                "camera",
                "intercom",
                "air",
                "extinguisher",
                name="equipment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("repair_no", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_equipment_faults_handover_id")),
        sa.ForeignKeyConstraint(["lane_id"], ["lanes.id"], name=op.f("fk_equipment_faults_lane_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_faults")),
    )
    with op.batch_alter_table("equipment_faults", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_equipment_faults_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_equipment_faults_lane_id"), ["lane_id"], unique=False)

    op.create_table(
        "handover_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_handover_corrections_by_id")),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_corrections_handover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_corrections")),
    )
    with op.batch_alter_table("handover_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_corrections_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_corrections_handover_id"), ["handover_id"], unique=False)

    op.create_table(
        "handover_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_drafts_handover_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_handover_drafts_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_drafts")),
        sa.UniqueConstraint("handover_id", name=op.f("uq_handover_drafts_handover_id")),
    )
    with op.batch_alter_table("handover_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_drafts_saved_by_id"), ["saved_by_id"], unique=False)

    op.create_table(
        "handover_lanes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=False),
        sa.Column(
            "condition",
            sa.Enum(
                "open", "closed", "faulty", name="lane_condition", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_lanes_handover_id")),
        sa.ForeignKeyConstraint(["lane_id"], ["lanes.id"], name=op.f("fk_handover_lanes_lane_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_lanes")),
    )
    with op.batch_alter_table("handover_lanes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_lanes_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_lanes_lane_id"), ["lane_id"], unique=False)

    op.create_table(
        "handover_leader_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "post",
                "procedure",
                "service",
                "match",
                "plaza",
                name="leader_item",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "grade",
            sa.Enum("good", "fair", "poor", name="grade", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_leader_checks_handover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_leader_checks")),
        sa.UniqueConstraint("handover_id", "item", name=op.f("uq_handover_leader_checks_handover_id_item")),
    )
    with op.batch_alter_table("handover_leader_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_leader_checks_handover_id"), ["handover_id"], unique=False)

    op.create_table(
        "handover_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=True),
        sa.Column(
            "post",
            sa.Enum(
                "leader",
                "collector",
                "field",
                "monitor",
                "ticket",
                "duty_leader",
                "reserve",
                name="duty_post",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "attendance",
            sa.Enum(
                "present",
                "substitute",
                "leave",
                "absent",
                name="attendance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_members_handover_id")),
        sa.ForeignKeyConstraint(["lane_id"], ["lanes.id"], name=op.f("fk_handover_members_lane_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_handover_members_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_members")),
    )
    with op.batch_alter_table("handover_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_members_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_members_lane_id"), ["lane_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_members_user_id"), ["user_id"], unique=False)

    op.create_table(
        "handover_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("href", sa.String(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_notices_handover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_notices")),
    )
    with op.batch_alter_table("handover_notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_notices_handover_id"), ["handover_id"], unique=False)

    op.create_table(
        "handover_objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_handover_objections_by_id")),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_objections_handover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_objections")),
    )
    with op.batch_alter_table("handover_objections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_objections_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_objections_handover_id"), ["handover_id"], unique=False)

    op.create_table(
        "handover_receiver_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "float",
                "goods",
                "equipment",
                "hygiene",
                "desk",
                name="receiver_item",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "grade",
            sa.Enum("good", "fair", "poor", name="grade", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handovers.id"], name=op.f("fk_handover_receiver_checks_handover_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_receiver_checks")),
        sa.UniqueConstraint("handover_id", "item", name=op.f("uq_handover_receiver_checks_handover_id_item")),
    )
    with op.batch_alter_table("handover_receiver_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_receiver_checks_handover_id"), ["handover_id"], unique=False)

    op.create_table(
        "handover_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "outgoing", "incoming", "duty_leader", name="side", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("session_user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("staff_no", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("substitute_reason", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_signatures_handover_id")),
        sa.ForeignKeyConstraint(["session_user_id"], ["users.id"], name=op.f("fk_handover_signatures_session_user_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_handover_signatures_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_signatures")),
    )
    with op.batch_alter_table("handover_signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_signatures_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_signatures_session_user_id"), ["session_user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_signatures_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_handover_signatures_live",
            ["handover_id", "side"],
            unique=True,
            sqlite_where=sa.text("NOT is_void"),
            postgresql_where=sa.text("NOT is_void"),
        )

    op.create_table(
        "item_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_item_counts_handover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_counts")),
    )
    with op.batch_alter_table("item_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_counts_handover_id"), ["handover_id"], unique=False)

    op.create_table(
        "matters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("opened_in_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum("urgent", "normal", name="urgency", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hops", sa.Integer(), nullable=False),
        sa.Column("is_opening", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "closed", name="matter_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name=op.f("fk_matters_closed_by_id")),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_matters_handover_id")),
        sa.ForeignKeyConstraint(["opened_in_id"], ["handovers.id"], name=op.f("fk_matters_opened_in_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_matters_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters")),
    )
    with op.batch_alter_table("matters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matters_closed_by_id"), ["closed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matters_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matters_opened_at"), ["opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_matters_opened_in_id"), ["opened_in_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matters_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_matters_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "penalty_appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penalty_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld", "altered", "revoked", name="outcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_penalty_appeals_decided_by_id")),
        sa.ForeignKeyConstraint(["penalty_id"], ["penalties.id"], name=op.f("fk_penalty_appeals_penalty_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_penalty_appeals_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty_appeals")),
        sa.UniqueConstraint("penalty_id", name=op.f("uq_penalty_appeals_penalty_id")),
    )
    with op.batch_alter_table("penalty_appeals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_penalty_appeals_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalty_appeals_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalty_appeals_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "penalty_collections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penalty_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("receipt_no", sa.String(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "cash",
                "payroll",
                "transfer",
                name="payment_method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("collected_by_id", sa.Integer(), nullable=True),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["collected_by_id"], ["users.id"], name=op.f("fk_penalty_collections_collected_by_id")),
        sa.ForeignKeyConstraint(["penalty_id"], ["penalties.id"], name=op.f("fk_penalty_collections_penalty_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_penalty_collections_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty_collections")),
        sa.UniqueConstraint("penalty_id", name=op.f("uq_penalty_collections_penalty_id")),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_penalty_collections_receipt_no")),
    )
    with op.batch_alter_table("penalty_collections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_penalty_collections_collected_by_id"), ["collected_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalty_collections_collected_on"), ["collected_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalty_collections_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "penalty_reliefs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penalty_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_penalty_reliefs_amount")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_penalty_reliefs_by_id")),
        sa.ForeignKeyConstraint(["penalty_id"], ["penalties.id"], name=op.f("fk_penalty_reliefs_penalty_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_penalty_reliefs_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty_reliefs")),
    )
    with op.batch_alter_table("penalty_reliefs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_penalty_reliefs_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalty_reliefs_penalty_id"), ["penalty_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalty_reliefs_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "quiz_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["quiz_attempts.id"], name=op.f("fk_quiz_answers_attempt_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_quiz_answers_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_answers")),
        sa.UniqueConstraint("attempt_id", "position", name=op.f("uq_quiz_answers_attempt_id_position")),
    )
    with op.batch_alter_table("quiz_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quiz_answers_question_id"), ["question_id"], unique=False)

    op.create_table(
        "receipt_rolls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "machine",
                "fixed_5",
                "fixed_10",
                "fixed_20",
                "fixed_50",
                name="receipt_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lane_id", sa.Integer(), nullable=True),
        sa.Column("expected_no", sa.String(), nullable=False),
        sa.Column("start_no", sa.String(), nullable=False),
        sa.Column("end_no", sa.String(), nullable=False),
        sa.Column("is_new_roll", sa.Boolean(), nullable=False),
        sa.Column("system_count", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_receipt_rolls_handover_id")),
        sa.ForeignKeyConstraint(["lane_id"], ["lanes.id"], name=op.f("fk_receipt_rolls_lane_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_rolls")),
    )
    with op.batch_alter_table("receipt_rolls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_rolls_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipt_rolls_lane_id"), ["lane_id"], unique=False)

    op.create_table(
        "void_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "machine",
                "fixed_5",
                "fixed_10",
                "fixed_20",
                "fixed_50",
                name="receipt_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_void_receipts_handover_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_void_receipts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_void_receipts")),
    )
    with op.batch_alter_table("void_receipts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_void_receipts_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_void_receipts_user_id"), ["user_id"], unique=False)

    op.create_table(
        "handover_differences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "short",
                "over",
                "float",
                "receipt",
                "card",
                "item",
                name="difference_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "settled", name="difference_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("is_opening", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handled_by_id"], ["users.id"], name=op.f("fk_handover_differences_handled_by_id")),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_differences_handover_id")),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["booth_settlements.id"], name=op.f("fk_handover_differences_settlement_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_handover_differences_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_handover_differences_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_differences")),
    )
    with op.batch_alter_table("handover_differences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_differences_handled_by_id"), ["handled_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_differences_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_differences_on"), ["on"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_differences_settlement_id"), ["settlement_id"], unique=False)
        batch_op.create_index("ix_handover_differences_unit_id_state", ["unit_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_differences_user_id"), ["user_id"], unique=False)

    op.create_table(
        "handover_matters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum("urgent", "normal", name="urgency", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("hops", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_matters_handover_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_handover_matters_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_matters")),
        sa.UniqueConstraint("handover_id", "matter_id", name=op.f("uq_handover_matters_handover_id_matter_id")),
    )
    with op.batch_alter_table("handover_matters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_matters_handover_id"), ["handover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_matters_matter_id"), ["matter_id"], unique=False)

    op.create_table(
        "shortage_repayments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("difference_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("receipt_no", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_shortage_repayments_positive")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_shortage_repayments_by_id")),
        sa.ForeignKeyConstraint(
            ["difference_id"], ["handover_differences.id"], name=op.f("fk_shortage_repayments_difference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortage_repayments")),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_shortage_repayments_receipt_no")),
    )
    with op.batch_alter_table("shortage_repayments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shortage_repayments_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shortage_repayments_difference_id"), ["difference_id"], unique=False)
    op.execute("INSERT INTO audit_heads (id, count, hash) VALUES (1, 0, '')")
    for guard in GUARDS[op.get_context().dialect.name]:
        op.execute(guard)


def downgrade() -> None:
    with op.batch_alter_table("shortage_repayments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shortage_repayments_difference_id"))
        batch_op.drop_index(batch_op.f("ix_shortage_repayments_by_id"))

    op.drop_table("shortage_repayments")
    with op.batch_alter_table("handover_matters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_matters_matter_id"))
        batch_op.drop_index(batch_op.f("ix_handover_matters_handover_id"))

    op.drop_table("handover_matters")
    with op.batch_alter_table("handover_differences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_differences_user_id"))
        batch_op.drop_index("ix_handover_differences_unit_id_state")
        batch_op.drop_index(batch_op.f("ix_handover_differences_settlement_id"))
        batch_op.drop_index(batch_op.f("ix_handover_differences_on"))
        batch_op.drop_index(batch_op.f("ix_handover_differences_handover_id"))
        batch_op.drop_index(batch_op.f("ix_handover_differences_handled_by_id"))

    op.drop_table("handover_differences")
    with op.batch_alter_table("void_receipts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_void_receipts_user_id"))
        batch_op.drop_index(batch_op.f("ix_void_receipts_handover_id"))

    op.drop_table("void_receipts")
    with op.batch_alter_table("receipt_rolls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_rolls_lane_id"))
        batch_op.drop_index(batch_op.f("ix_receipt_rolls_handover_id"))

    op.drop_table("receipt_rolls")
    with op.batch_alter_table("quiz_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quiz_answers_question_id"))

    op.drop_table("quiz_answers")
    with op.batch_alter_table("penalty_reliefs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_penalty_reliefs_unit_id"))
        batch_op.drop_index(batch_op.f("ix_penalty_reliefs_penalty_id"))
        batch_op.drop_index(batch_op.f("ix_penalty_reliefs_by_id"))

    op.drop_table("penalty_reliefs")
    with op.batch_alter_table("penalty_collections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_penalty_collections_unit_id"))
        batch_op.drop_index(batch_op.f("ix_penalty_collections_collected_on"))
        batch_op.drop_index(batch_op.f("ix_penalty_collections_collected_by_id"))

    op.drop_table("penalty_collections")
    with op.batch_alter_table("penalty_appeals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_penalty_appeals_unit_id"))
        batch_op.drop_index(batch_op.f("ix_penalty_appeals_due_on"))
        batch_op.drop_index(batch_op.f("ix_penalty_appeals_decided_by_id"))

    op.drop_table("penalty_appeals")
    with op.batch_alter_table("matters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matters_unit_id"))
        batch_op.drop_index(batch_op.f("ix_matters_state"))
        batch_op.drop_index(batch_op.f("ix_matters_opened_in_id"))
        batch_op.drop_index(batch_op.f("ix_matters_opened_at"))
        batch_op.drop_index(batch_op.f("ix_matters_handover_id"))
        batch_op.drop_index(batch_op.f("ix_matters_closed_by_id"))

    op.drop_table("matters")
    with op.batch_alter_table("item_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_counts_handover_id"))

    op.drop_table("item_counts")
    with op.batch_alter_table("handover_signatures", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_handover_signatures_live", sqlite_where=sa.text("NOT is_void"), postgresql_where=sa.text("NOT is_void")
        )
        batch_op.drop_index(batch_op.f("ix_handover_signatures_user_id"))
        batch_op.drop_index(batch_op.f("ix_handover_signatures_session_user_id"))
        batch_op.drop_index(batch_op.f("ix_handover_signatures_handover_id"))

    op.drop_table("handover_signatures")
    with op.batch_alter_table("handover_receiver_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_receiver_checks_handover_id"))

    op.drop_table("handover_receiver_checks")
    with op.batch_alter_table("handover_objections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_objections_handover_id"))
        batch_op.drop_index(batch_op.f("ix_handover_objections_by_id"))

    op.drop_table("handover_objections")
    with op.batch_alter_table("handover_notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_notices_handover_id"))

    op.drop_table("handover_notices")
    with op.batch_alter_table("handover_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_members_user_id"))
        batch_op.drop_index(batch_op.f("ix_handover_members_lane_id"))
        batch_op.drop_index(batch_op.f("ix_handover_members_handover_id"))

    op.drop_table("handover_members")
    with op.batch_alter_table("handover_leader_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_leader_checks_handover_id"))

    op.drop_table("handover_leader_checks")
    with op.batch_alter_table("handover_lanes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_lanes_lane_id"))
        batch_op.drop_index(batch_op.f("ix_handover_lanes_handover_id"))

    op.drop_table("handover_lanes")
    with op.batch_alter_table("handover_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_drafts_saved_by_id"))

    op.drop_table("handover_drafts")
    with op.batch_alter_table("handover_corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_corrections_handover_id"))
        batch_op.drop_index(batch_op.f("ix_handover_corrections_by_id"))

    op.drop_table("handover_corrections")
    with op.batch_alter_table("equipment_faults", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_equipment_faults_lane_id"))
        batch_op.drop_index(batch_op.f("ix_equipment_faults_handover_id"))

    op.drop_table("equipment_faults")
    with op.batch_alter_table("card_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_counts_handover_id"))

    op.drop_table("card_counts")
    with op.batch_alter_table("booth_settlements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booth_settlements_user_id"))
        batch_op.drop_index(batch_op.f("ix_booth_settlements_lane_id"))
        batch_op.drop_index(batch_op.f("ix_booth_settlements_handover_id"))

    op.drop_table("booth_settlements")
    with op.batch_alter_table("booth_absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booth_absences_user_id"))
        batch_op.drop_index(batch_op.f("ix_booth_absences_handover_id"))

    op.drop_table("booth_absences")
    with op.batch_alter_table("award_bans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_bans_unit_id"))
        batch_op.drop_index("ix_award_bans_person_id_year")

    op.drop_table("award_bans")
    with op.batch_alter_table("violation_clauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_violation_clauses_violation_id"))
        batch_op.drop_index(batch_op.f("ix_violation_clauses_clause_id"))

    op.drop_table("violation_clauses")
    with op.batch_alter_table("roster_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_changes_user_id"))
        batch_op.drop_index(batch_op.f("ix_roster_changes_shift_id"))
        batch_op.drop_index(batch_op.f("ix_roster_changes_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_roster_changes_made_at"))

    op.drop_table("roster_changes")
    with op.batch_alter_table("quiz_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quiz_attempts_unit_id"))
        batch_op.drop_index(batch_op.f("ix_quiz_attempts_shift_id"))
        batch_op.drop_index(batch_op.f("ix_quiz_attempts_crew_id"))
        batch_op.drop_index("ix_quiz_attempts_business_date_crew_id")

    op.drop_table("quiz_attempts")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_topic"))
        batch_op.drop_index(batch_op.f("ix_questions_state"))
        batch_op.drop_index(batch_op.f("ix_questions_kind"))
        batch_op.drop_index(batch_op.f("ix_questions_import_id"))
        batch_op.drop_index(batch_op.f("ix_questions_code"))

    op.drop_table("questions")
    with op.batch_alter_table("penalties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_penalties_witness_id"))
        batch_op.drop_index(batch_op.f("ix_penalties_violation_id"))
        batch_op.drop_index(batch_op.f("ix_penalties_unit_id"))
        batch_op.drop_index(batch_op.f("ix_penalties_ten_clause_id"))
        batch_op.drop_index(batch_op.f("ix_penalties_state"))
        batch_op.drop_index(batch_op.f("ix_penalties_served_by_id"))
        batch_op.drop_index("ix_penalties_person_id_state")
        batch_op.drop_index(batch_op.f("ix_penalties_overlap_by_id"))
        batch_op.drop_index(batch_op.f("ix_penalties_drafted_by_id"))
        batch_op.drop_index(batch_op.f("ix_penalties_appeal_until"))

    op.drop_table("penalties")
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handovers_unit_id"))
        batch_op.drop_index(batch_op.f("ix_handovers_state"))
        batch_op.drop_index(batch_op.f("ix_handovers_starts_at"))
        batch_op.drop_index(batch_op.f("ix_handovers_sealed_at"))
        batch_op.drop_index(batch_op.f("ix_handovers_next_shift_id"))
        batch_op.drop_index(batch_op.f("ix_handovers_due_at"))

    op.drop_table("handovers")
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index("ix_duties_user_id_starts_at")
        batch_op.drop_index(batch_op.f("ix_duties_substitute_for_id"))
        batch_op.drop_index(batch_op.f("ix_duties_shift_id"))
        batch_op.drop_index(batch_op.f("ix_duties_replaces_id"))
        batch_op.drop_index(batch_op.f("ix_duties_lane_id"))

    op.drop_table("duties")
    with op.batch_alter_table("approval_tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_tasks_unit_id"))
        batch_op.drop_index("ix_approval_tasks_state_due_at")
        batch_op.drop_index(batch_op.f("ix_approval_tasks_role_code"))
        batch_op.drop_index(batch_op.f("ix_approval_tasks_for_id"))
        batch_op.drop_index(batch_op.f("ix_approval_tasks_delegated_to_id"))
        batch_op.drop_index(batch_op.f("ix_approval_tasks_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_approval_tasks_assignee_id"))
        batch_op.drop_index(batch_op.f("ix_approval_tasks_approval_id"))

    op.drop_table("approval_tasks")
    with op.batch_alter_table("approval_concerns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_concerns_user_id"))
        batch_op.drop_index(batch_op.f("ix_approval_concerns_approval_id"))

    op.drop_table("approval_concerns")
    with op.batch_alter_table("violations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_violations_unit_id"))
        batch_op.drop_index(batch_op.f("ix_violations_state"))
        batch_op.drop_index(batch_op.f("ix_violations_source_ref"))
        batch_op.drop_index(batch_op.f("ix_violations_reported_by_id"))
        batch_op.drop_index("ix_violations_person_id_occurred_at")
        batch_op.drop_index(batch_op.f("ix_violations_occurred_at"))
        batch_op.drop_index(batch_op.f("ix_violations_joint_with_id"))
        batch_op.drop_index(batch_op.f("ix_violations_confirmed_by_id"))

    op.drop_table("violations")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_ins_user_id_seen_at")
        batch_op.drop_index(batch_op.f("ix_sign_ins_terminal_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.drop_index("ix_shifts_unit_id_starts_at")
        batch_op.drop_index(batch_op.f("ix_shifts_state"))
        batch_op.drop_index(batch_op.f("ix_shifts_kind_id"))
        batch_op.drop_index(batch_op.f("ix_shifts_crew_id"))
        batch_op.drop_index(batch_op.f("ix_shifts_business_date"))

    op.drop_table("shifts")
    with op.batch_alter_table("roster_plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_plans_unit_id"))
        batch_op.drop_index(batch_op.f("ix_roster_plans_pattern_id"))

    op.drop_table("roster_plans")
    with op.batch_alter_table("role_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_requests_user_id"))
        batch_op.drop_index(batch_op.f("ix_role_requests_unit_id"))
        batch_op.drop_index(batch_op.f("ix_role_requests_state"))
        batch_op.drop_index(batch_op.f("ix_role_requests_role_id"))
        batch_op.drop_index(batch_op.f("ix_role_requests_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_role_requests_asked_by_id"))

    op.drop_table("role_requests")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grants_user_id"))
        batch_op.drop_index(batch_op.f("ix_role_grants_unit_id"))
        batch_op.drop_index(batch_op.f("ix_role_grants_role_id"))

    op.drop_table("role_grants")
    with op.batch_alter_table("quiz_excuses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quiz_excuses_unit_id"))
        batch_op.drop_index(batch_op.f("ix_quiz_excuses_excused_by_id"))

    op.drop_table("quiz_excuses")
    with op.batch_alter_table("question_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_imports_by_id"))

    op.drop_table("question_imports")
    with op.batch_alter_table("past_passwords", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_passwords_user_id"))

    op.drop_table("past_passwords")
    with op.batch_alter_table("opening_balances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_balances_unit_id"))
        batch_op.drop_index(batch_op.f("ix_opening_balances_lane_id"))
        batch_op.drop_index(batch_op.f("ix_opening_balances_by_id"))

    op.drop_table("opening_balances")
    with op.batch_alter_table("moves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moves_user_id"))
        batch_op.drop_index(batch_op.f("ix_moves_to_unit_id"))
        batch_op.drop_index(batch_op.f("ix_moves_successor_id"))
        batch_op.drop_index(batch_op.f("ix_moves_from_unit_id"))

    op.drop_table("moves")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_user_id_read_at")
        batch_op.drop_index(batch_op.f("ix_messages_at"))

    op.drop_table("messages")
    with op.batch_alter_table("leave_openings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leave_openings_imported_by_id"))

    op.drop_table("leave_openings")
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafts_saved_at"))

    op.drop_table("drafts")
    with op.batch_alter_table("days_off", schema=None) as batch_op:
        batch_op.drop_index("ix_days_off_user_id_business_date")
        batch_op.drop_index(batch_op.f("ix_days_off_business_date"))

    op.drop_table("days_off")
    with op.batch_alter_table("body_posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_posts_user_id"))
        batch_op.drop_index(batch_op.f("ix_body_posts_body_id"))

    op.drop_table("body_posts")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_unit_id"))
        batch_op.drop_index(batch_op.f("ix_attachments_sha256"))
        batch_op.drop_index("ix_attachments_owner_type_owner_id")
        batch_op.drop_index(batch_op.f("ix_attachments_kept_by_id"))

    op.drop_table("attachments")
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_approvals_running",
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )
        batch_op.drop_index(batch_op.f("ix_approvals_unit_id"))
        batch_op.drop_index("ix_approvals_subject_type_subject_id")
        batch_op.drop_index(batch_op.f("ix_approvals_kind"))
        batch_op.drop_index(batch_op.f("ix_approvals_drafted_by_id"))
        batch_op.drop_index(batch_op.f("ix_approvals_chain_id"))

    op.drop_table("approvals")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_unit_id"))
        batch_op.drop_index(batch_op.f("ix_users_state"))

    op.drop_table("users")
    with op.batch_alter_table("terminals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terminals_unit_id"))

    op.drop_table("terminals")
    with op.batch_alter_table("shift_kinds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shift_kinds_unit_id"))

    op.drop_table("shift_kinds")
    with op.batch_alter_table("setting_values", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_setting_values_unit_id"))
        batch_op.drop_index(batch_op.f("ix_setting_values_key"))

    op.drop_table("setting_values")
    with op.batch_alter_table("role_permissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_permissions_role_id"))
        batch_op.drop_index(batch_op.f("ix_role_permissions_permission"))

    op.drop_table("role_permissions")
    with op.batch_alter_table("patterns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patterns_unit_id"))

    op.drop_table("patterns")
    with op.batch_alter_table("lanes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lanes_unit_id"))

    op.drop_table("lanes")
    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bodies_unit_id"))
        batch_op.drop_index(batch_op.f("ix_bodies_seated_unit_id"))
        batch_op.drop_index(batch_op.f("ix_bodies_parent_id"))

    op.drop_table("bodies")
    with op.batch_alter_table("approval_chain_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_chain_steps_chain_id"))

    op.drop_table("approval_chain_steps")
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_path"))
        batch_op.drop_index(batch_op.f("ix_units_parent_id"))

    op.drop_table("units")
    with op.batch_alter_table("rule_clauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_clauses_is_latest"))
        batch_op.drop_index(batch_op.f("ix_rule_clauses_book"))

    op.drop_table("rule_clauses")
    op.drop_table("roles")
    op.drop_table("marks")
    op.drop_table("lockouts")
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_job_runs_state_due_at")

    op.drop_table("job_runs")
    op.drop_table("holidays")
    with op.batch_alter_table("form_receipts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_receipts_user_id"))
        batch_op.drop_index(batch_op.f("ix_form_receipts_at"))

    op.drop_table("form_receipts")
    op.drop_table("counters")
    op.drop_table("audit_heads")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_unit_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_action"))

    op.drop_table("audit_entries")
    with op.batch_alter_table("approval_chains", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_chains_kind"))

    op.drop_table("approval_chains")
    op.drop_table("admin_invitations")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_append_only()")
