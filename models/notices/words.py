"""How the trail speaks of notices."""

from models.core.wording import label, label_acts

label_acts(
    {
        "notice.draft": "起草通知通报",
        "notice.sign": "签收通知",
        "notice.submit": "报请签发通知",
        "notice.recall": "撤回修改通知",
        "notice.drop": "作废通知草稿",
        "notice.publish": "发布通知",
        "notice.expire": "通知到期",
        "notice.miss": "签收答题答错",
        "notice.reckon": "按班表调整签收时限",
        "notice.remind": "催签通知",
    }
)
label(
    "notices",
    number="文号",
    kind_id="种类",
    unit_id="发文单位",
    title="标题",
    body="正文",
    addressed_to="主送",
    issuer_name="落款",
    is_red="红头",
    is_must_read="必读",
    sign_hours="签收时限（小时）",
    question="问题",
    choices="选项",
    answer="正确选项",
    effective_on="生效日期",
    expires_on="有效期止",
    state="状态",
    source_name="来源",
    source_href="来源地址",
    concerned="涉及人员",
    drafted_by_id="起草人",
    drafted_at="起草时间",
    published_by_id="签发人",
    published_at="发布时间",
    ended_at="结束时间",
    end_reason="撤回原因",
)
label("notice_targets", "发送范围", notice_id="通知", unit_id="接收单位", role_id="接收角色", user_id="接收人")
label(
    "notice_receipts",
    notice_id="通知",
    user_id="接收人",
    unit_id="当时单位",
    delivered_at="送达时间",
    due_at="签收时限",
    tries="答错次数",
    signed_at="签收时间",
)
label(
    "notice_kinds",
    code="代码",
    name="名称",
    word="文号用字",
    is_red="红头",
    is_must_read="必读",
    is_open="启用",
    sort="顺序",
)
label("notices", "通知通报")
