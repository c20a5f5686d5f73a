"""Everything the first release needs."""

from __future__ import annotations

from alembic import op

import models  # noqa: F401
from models.core.db import Base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())


def downgrade() -> None:
    Base.metadata.drop_all(op.get_bind())
