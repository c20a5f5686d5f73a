"""What may be done with messages that leave the house."""

from models.core.permissions import declare

declare("core", ("relay.edit", "设置消息外发、查看发送记录", "admin"))  # the platform's, none of the business
declare(
    "relays",
    (
        "relay.own",
        "设置本人的消息邮箱",
        "collector field shift_leader duty_leader monitor ticket clerk office office_head inspector finance leader "
        "deputy",
    ),
)
