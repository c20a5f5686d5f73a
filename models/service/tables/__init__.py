"""The tables of the service room, by noun."""

from models.service.tables.appointments import Appointment
from models.service.tables.follow_ups import FollowUpCall, FollowUpRound
from models.service.tables.records import ServiceKind, ServiceRecord
from models.service.tables.surveys import SurveyAnswer, SurveyDimension, SurveyRound, SurveySheet
from models.service.tables.windows import WindowCheck, WindowCheckLine, WindowGap, WindowItem

__all__ = [
    "Appointment",
    "FollowUpCall",
    "FollowUpRound",
    "ServiceKind",
    "ServiceRecord",
    "SurveyAnswer",
    "SurveyDimension",
    "SurveyRound",
    "SurveySheet",
    "WindowCheck",
    "WindowCheckLine",
    "WindowGap",
    "WindowItem",
]
