"""Link violations to the case they came from

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COUNTS = sa.text("source_href != '' AND state IN ('reported', 'confirmed')")


def upgrade():
    with op.batch_alter_table("violations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_href", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("violations", schema=None) as batch_op:
        batch_op.alter_column("source_href", server_default=None, existing_type=sa.String(), existing_nullable=False)
    op.create_index(
        "uq_violations_case_person",
        "violations",
        ["source", "source_ref", "person_id"],
        unique=True,
        sqlite_where=COUNTS,
        postgresql_where=COUNTS,
    )


def downgrade():
    op.drop_index("uq_violations_case_person", table_name="violations")
    with op.batch_alter_table("violations", schema=None) as batch_op:
        batch_op.drop_column("source_href")
