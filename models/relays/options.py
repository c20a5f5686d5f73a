"""What one house may want different from another about messages that leave it."""

from models.core.settings import Setting, declare

declare(
    Setting("relay.night_begins", "免打扰开始", 22, "relays", "当班人员不受影响", "时", 0, 23),
    Setting("relay.night_ends", "免打扰结束", 7, "relays", "其间的消息到点再发，紧急的除外", "时", 0, 23),
    Setting("relay.rest_hours", "下夜班后的休息", 8, "relays", "夜班结束后的这段时间不打扰", "小时", 0, 24),
    Setting("relay.base_url", "外发消息里的网址", "", "relays", "例如 http://10.1.2.3:8080；不填的，消息里只有标题"),
)
