"""What may be done with messages that leave the house."""

from models.core.permissions import declare

declare(
    "relays",
    ("relay.edit", "设置消息外发、查看发送记录", "admin"),
    (
        "relay.own",
        "设置本人的消息邮箱",
        "collector field shift_leader duty_leader monitor ticket clerk office office_head inspector finance leader "
        "deputy",
    ),
)
