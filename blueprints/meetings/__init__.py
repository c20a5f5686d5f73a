"""所务会 on the web: meetings, the pack of figures, minutes, decisions and their 督办."""

from flask import Blueprint

from blueprints.core import nav

HEAD = "inbox.index"

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
nav.add("meetings.index", "所务会", "users", "meeting.list", group="", order=3, under=HEAD)
nav.add("meetings.decisions", "督办台账", "list-check", "meeting.list", group="", order=3, under=HEAD)
nav.add("meetings.mine", "会议承办", "flag", "meeting.attend", group="", order=3, under=HEAD)

from blueprints.meetings import words
from blueprints.meetings.views import course, decisions, lists, minutes, papers, planning
