"""What the accounts let go of by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from models.accounts.sign_ins import ABSOLUTE
from models.accounts.tables import SignIn
from models.core.db import db
from models.core.jobs import job

UNSEEN = timedelta(hours=4)  # the longest idle time that can be set


@job("accounts.sign_ins", "清理过期登录", every=timedelta(hours=1))
def forget_sign_ins(due_at: datetime) -> None:
    """Delete sign-ins that are over whatever the settings say."""
    over = or_(SignIn.seen_at < due_at - UNSEEN, SignIn.started_at < due_at - ABSOLUTE)
    db.session.execute(delete(SignIn).where(over))
