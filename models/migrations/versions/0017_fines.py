"""Let the ledger of fines reverse and pay back; freeze the words a penalty rests on and its days of appeal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KIND = sa.Enum(
    "receipt", "reversal", "refund", name="entry_kind", native_enum=False, create_constraint=True, length=40
)
STANDING = sa.text("kind = 'receipt' AND reversed_at IS NULL")
REFUND = sa.text("kind = 'refund'")
BOOKS = {"service": "服务准则", "ten": "十不准", "inspection": "稽查细则", "attendance": "考勤"}
CLAUSES = """
SELECT p.id, c.book, c.code, c.edition, c.text, 0 AS place, l.id AS link FROM penalties p
JOIN violation_clauses l ON l.violation_id = p.violation_id JOIN rule_clauses c ON c.id = l.clause_id
UNION ALL
SELECT p.id, c.book, c.code, c.edition, c.text, 1, 0 FROM penalties p JOIN rule_clauses c ON c.id = p.ten_clause_id
WHERE NOT EXISTS (SELECT 1 FROM violation_clauses l WHERE l.violation_id = p.violation_id AND l.clause_id = c.id)
ORDER BY 1, 6, 7
"""


def upgrade() -> None:
    with op.batch_alter_table("penalties") as batch_op:
        batch_op.add_column(sa.Column("basis", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("window_days", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("penalties") as batch_op:
        for name in ("basis", "window_days"):
            batch_op.alter_column(name, server_default=None, existing_type=sa.JSON(), existing_nullable=False)
    _freeze_words()
    with op.batch_alter_table("penalty_collections") as batch_op:
        batch_op.drop_constraint(op.f("uq_penalty_collections_penalty_id"), type_="unique")
        batch_op.add_column(sa.Column("kind", KIND, nullable=False, server_default="receipt"))
        batch_op.add_column(sa.Column("reverses_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        batch_op.create_unique_constraint(op.f("uq_penalty_collections_reverses_id"), ["reverses_id"])
        batch_op.create_foreign_key(
            op.f("fk_penalty_collections_reverses_id"), "penalty_collections", ["reverses_id"], ["id"]
        )
        batch_op.create_check_constraint("sign", "(kind = 'receipt') = (amount > 0)")
        batch_op.create_check_constraint("reverses", "(kind = 'reversal') = (reverses_id IS NOT NULL)")
    with op.batch_alter_table("penalty_collections") as batch_op:
        batch_op.alter_column("kind", server_default=None, existing_type=KIND, existing_nullable=False)
        batch_op.alter_column("reason", server_default=None, existing_type=sa.Text(), existing_nullable=False)
    op.create_index(op.f("ix_penalty_collections_penalty_id"), "penalty_collections", ["penalty_id"])
    for name, rows in (("receipt", STANDING), ("refund", REFUND)):
        op.create_index(
            f"uq_penalty_collections_{name}",
            "penalty_collections",
            ["penalty_id"],
            unique=True,
            sqlite_where=rows,
            postgresql_where=rows,
        )


def _freeze_words() -> None:
    """Give the penalties that are past their draft the words of their clauses, which never changed."""
    connection = op.get_bind()
    found: dict[int, list] = {}
    for row_id, book, code, edition, text, _place, _link in connection.execute(sa.text(CLAUSES)):
        found.setdefault(row_id, []).append([f"《{BOOKS[book]}》{code}", edition, text])
    penalties = sa.table("penalties", sa.column("id"), sa.column("basis", sa.JSON()), sa.column("state"))
    for row_id, basis in found.items():
        here = (penalties.c.id == row_id, penalties.c.state != "draft")
        connection.execute(penalties.update().where(*here).values(basis=basis))


def downgrade() -> None:
    """Reversals and refunds go with what they set right: the earlier schema holds one receipt for each penalty."""
    op.execute(sa.text("DELETE FROM penalty_collections WHERE kind != 'receipt'"))
    op.execute(sa.text("DELETE FROM penalty_collections WHERE reversed_at IS NOT NULL"))
    for name in ("uq_penalty_collections_receipt", "uq_penalty_collections_refund", "ix_penalty_collections_penalty_id"):
        op.drop_index(name, table_name="penalty_collections")
    with op.batch_alter_table("penalty_collections") as batch_op:
        batch_op.drop_constraint(op.f("fk_penalty_collections_reverses_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_penalty_collections_reverses_id"), type_="unique")
        batch_op.drop_constraint(op.f("ck_penalty_collections_sign"), type_="check")
        batch_op.drop_constraint(op.f("ck_penalty_collections_reverses"), type_="check")
        batch_op.drop_constraint(op.f("ck_penalty_collections_entry_kind"), type_="check")
        for name in ("reason", "reversed_at", "reverses_id", "kind"):
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(op.f("uq_penalty_collections_penalty_id"), ["penalty_id"])
    with op.batch_alter_table("penalties") as batch_op:
        batch_op.drop_column("window_days")
        batch_op.drop_column("basis")
