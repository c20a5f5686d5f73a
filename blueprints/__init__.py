"""The web: one room per function. A room reads forms, asks the domain, and answers with a template."""

from blueprints import accounts, home, inbox
from blueprints.core import drafting, uploads

ROOMS = [accounts.bp, home.bp, inbox.bp, drafting.bp, uploads.bp]
