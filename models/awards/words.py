"""How the trail speaks of awards."""

from models.awards.kinds import Component
from models.core.wording import label, label_acts, label_value, yuan
from models.points.words import holder_in_words

label_acts(
    {
        "award.open": "发起评优",
        "award.screen": "评优资格审查",
        "award.start_jury": "开始评审",
        "award.publish": "评优公示",
        "award.submit": "评优提交批准",
        "award.issue": "颁发",
        "award.cancel": "取消评选",
        "award.lift": "恢复评先资格",
    }
)
label("award_kinds", code="代码", name="奖项", holder="对象", places="名额", amount="奖金", is_for_all="全员参评")
label("award_kinds", weights="权重", filters="资格条件", source="依据", is_open="启用")
label(
    "awards", number="编号", kind_id="奖项", unit_id="范围", title="名称", since="期间从", until="期间到", terms="条件"
)
label(
    "awards", state="状态", notice_on="公示日期", notice_until="公示到", created_by_id="发起人", created_at="发起时间"
)
label("awards", created_at="发起时间", approved_at="批准时间", issued_at="颁发时间", end_reason="取消理由")
label(
    "award_candidates", "候选", award_id="评优", holder="候选", person_id="人员", unit_id="单位", caption="姓名或班组"
)
label(
    "award_candidates",
    "候选",
    unit_name="单位名称",
    nominated_by_id="提名人",
    nomination="提名理由",
    is_eligible="合格",
)
label(
    "award_candidates", "候选", reasons="不合格原因", figures="各项得分", total="总分", place="名次", is_winner="入选"
)
label("award_candidates", forgone_at="奖金了结时间", forgone_reason="不再发放的理由", forgone_by_id="了结人")
label("award_votes", award_id="评优", candidate_id="候选", voter_id="评委", points="打分", at="时间")
label("award_objections", award_id="评优", candidate_id="候选", by_id="提出人", words="内容", at="时间", outcome="结果")
label("award_objections", reason="理由", decided_by_id="决定人", decided_at="决定时间")
label(
    "award_bars", holder="对象", person_id="人员", unit_id="单位", year="年度", reason="原因", by_id="办理人", at="时间"
)
label("award_bars", lifted_at="恢复时间", lifted_reason="恢复原因")
label("award_payments", candidate_id="获奖者", unit_id="单位", amount="金额", receipt_no="凭证号", paid_on="发放日期")
label("award_payments", paid_by_id="经办人", paid_at="登记时间")
label("awards", "评优")
label("award_bars", "取消评先")
FILTERS = {
    "posts": "岗位限于",
    "no_ban": "评先资格没有被取消",
    "no_complaint": "期间没有属实投诉",
    "needs_grievance": "有三方签认的委屈记录",
    "least_score": "月均得分不低于",
    "least_shifts": "出勤班次不少于",
}


def _weights(weights: dict[str, int]) -> str:
    return "、".join(f"{Component(name).label} {weight}%" for name, weight in weights.items())


def _filters(filters: dict) -> str:
    """Say what is asked for: a condition that is met or not, posts, a number of shifts, or points in tenths."""
    said = {
        "posts": "、".join,
        "least_score": lambda tenths: f" {tenths / 10:g} 分",
        "least_shifts": lambda shifts: f" {shifts} 班",
    }
    return "、".join(
        FILTERS.get(name, name) + said.get(name, lambda _yes: "")(value) for name, value in filters.items()
    )


def _terms(terms: dict) -> str:
    what = f"{terms['places']} 名，每名 {yuan(terms['amount'])}"
    return f"{what}；{_weights(terms['weights'])}；{_filters(terms['filters'])}"


label_value("award_kinds", "weights", _weights)
label_value("award_kinds", "filters", _filters)
label_value("awards", "terms", _terms)
for _table in ("award_candidates", "award_bars"):
    label_value(_table, "holder", holder_in_words)
