"""What may be done with plans and draws. Shift roles hold none of it: what is planned they must not learn."""

from models.core.permissions import declare

DESK = "office office_head inspector leader deputy"

declare(
    "sampling",
    ("sampling.read", "查看督查计划、抽检和评分一致性", DESK),
    ("sampling.plan", "制定督查计划", "office office_head leader deputy"),
    ("sampling.draw", "抽取、作废视频抽检", "office office_head"),
    ("sampling.review", "为抽检录像评分", "office inspector"),
    ("sampling.export", "导出抽检", "office office_head inspector leader deputy"),
)
