"""What of a notice is found by its words."""

from models.core.search import searchable
from models.notices.tables import Notice

searchable(Notice, "number", "title", "body")
