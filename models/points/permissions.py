"""What may be done with points, good deeds and grievances. Source: domain §2.13, §5 (delights 3, 10)."""

from models.core.permissions import declare

STATION = "collector field shift_leader duty_leader monitor ticket clerk"
STAFF = f"{STATION} office office_head inspector finance leader deputy"

declare(
    "points",
    ("point.own", "查看本人积分", STAFF),
    ("point.read", "查看积分账", "shift_leader duty_leader office office_head inspector leader deputy hq"),
    ("point.export", "导出积分账", "office office_head leader deputy"),
    ("point.rule", "维护积分规则", "office office_head"),
    ("deed.report", "上报好人好事", STAFF),
    ("deed.verify", "核实好人好事", "shift_leader duty_leader office office_head"),
    ("grievance.record", "登记委屈记录", STATION),
    ("grievance.sign_crew", "以班长身份签认委屈记录", "shift_leader duty_leader"),
    ("grievance.sign_monitor", "以监控员身份签认委屈记录", "monitor"),
    ("grievance.sign_station", "以站长身份签认委屈记录", "duty_leader leader deputy"),
    ("grievance.read", "查看委屈记录", "shift_leader duty_leader office office_head leader deputy"),
)
