"""How the trail speaks of messages that leave the house."""

from models.core.wording import label, label_acts

label_acts({"relay.test": "测试消息外发", "relay.retry": "重发消息", "relay.export": "导出发送记录"})
label(
    "relay_channels",
    name="名称",
    kind="方式",
    unit_id="范围",
    is_on="启用",
    security="加密",
    host="服务器",
    port="端口",
    sender="发件人",
    username="用户名",
    vault_name="口令或密钥",
    kinds="消息种类",
)
label("relay_addresses", user_id="本人", email="邮箱")
