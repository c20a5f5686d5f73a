"""What one house may want different from another about meetings."""

from models.core.settings import Setting, declare

AGENDA = "上次会议决定落实情况；督查、整改和处罚情况；投诉和服务情况；培训和每日一练情况；下一步工作"

declare(
    Setting("meeting.agenda", "所务会默认议题", AGENDA, "meetings", "新建会议时先填好；议题之间用中文分号隔开"),
)
