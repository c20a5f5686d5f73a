"""The personal columns of the lower areas, which cannot declare them themselves."""

from models.accounts import User
from models.personal.registry import declare

declare(User, permission="user.reveal", full_export="user.export_full", phone="电话")
