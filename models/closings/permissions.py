"""Who reads and who closes the months; the words of the trail. Source: domain §1.3, §6.12."""

from models.core.permissions import declare
from models.core.wording import label, label_acts

declare(
    "closings",
    ("closing.read", "查看月度结账", "office office_head inspector finance leader deputy hq duty_leader"),
    ("closing.close", "月度结账", "office_head leader"),
)
label_acts({"closing.export": "导出月度结账"})
label(
    "month_closings",
    unit_id="单位",
    month="月份",
    figures="冻结数字",
    note="说明",
    closed_at="结账时间",
    closed_by_id="结账人",
)
