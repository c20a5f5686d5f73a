"""What the browser may send about messages that leave the house."""

from __future__ import annotations

from wtforms import PasswordField
from wtforms.validators import NumberRange

from blueprints.core.fields import TextForm, TicksField
from blueprints.core.forms import (
    LINE,
    SHORT,
    BooleanField,
    ChoiceField,
    FilterForm,
    IntegerField,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from models.relays import ChannelKind, DeliveryState, RelayDelivery, Security

KINDS = {
    "notice": "通知通报",
    "deadline": "期限提醒",
    "footage": "录像保全",
    "roster": "班表变动",
    "handover": "交接班",
}
NAMES = KINDS | {
    "approval": "审批",
    "award": "评先评优",
    "campaign": "专项行动",
    "certificate": "证书",
    "complaint": "投诉",
    "deed": "好人好事",
    "grievance": "委屈记录",
    "inspection": "督查",
    "measure": "谈话和措施",
    "meeting": "所务会",
    "penalty": "处罚",
    "process": "流程简化",
    "rectification": "整改",
    "sampling": "视频抽检",
    "service": "便民服务",
    "upgrade": "升级",
}


class ChannelForm(TextForm):
    kind = ChoiceField("方式", ChannelKind)
    name = StringField("名称", [required("请填写名称。"), at_most(SHORT)])
    unit = RowField("范围", description="发给这个单位及下级人员的消息")
    security = ChoiceField("加密", Security)
    host = StringField("邮件服务器", [at_most(LINE)], description="只用于邮件，例如 smtp.example.cn")
    port = IntegerField("端口", [Optional(), NumberRange(1, 65535, "请填写 1 到 65535 之间的端口。")])
    sender = StringField("发件邮箱", [at_most(LINE)], description="只用于邮件")
    username = StringField("登录用户名", [at_most(LINE)], description="服务器不要求登录的不填")
    secret = PasswordField(
        "口令或机器人地址",
        [at_most(1000)],
        description="邮件填口令；机器人填完整地址，钉钉加签的空一格再写密钥。保存后不再显示，不改的留空",
    )
    kinds = TicksField("消息种类", choices=KINDS, description="群里只发勾选的种类；邮件不受限制")
    is_on = BooleanField("启用")

    def values(self) -> dict:
        given = super().values()
        mail = given["kind"] is ChannelKind.EMAIL
        return given | {"port": given["port"] or 0, "kinds": [] if mail else given["kinds"] or ["notice"]}


class DeliveryFilter(FilterForm):
    state = ChoiceField("状态", DeliveryState, blank="全部状态", default="")
    channel = RowField("通道", blank="全部通道", optional=True)
    sort = OrderField(newest_first(RelayDelivery.created_at, RelayDelivery.id))


class TestForm(TextForm):
    to = StringField("收件邮箱", [at_most(LINE)])


class AddressForm(TextForm):
    email = StringField("邮箱", [at_most(LINE)], description="留空并保存，即不再发到邮箱")
