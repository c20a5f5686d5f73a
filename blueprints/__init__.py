"""The web: one room per function. A room reads forms, asks the domain, and answers with a template."""

from blueprints import accounts, home
from blueprints.core import uploads

ROOMS = [accounts.bp, home.bp, uploads.bp]
