"""How the trail speaks of the question bank and of who was excused from the daily quiz."""

from models.core.wording import label, label_acts

label_acts({"question.check": "检查导入文件", "quiz.submit": "交卷"})
label(
    "questions",
    code="题号",
    kind="题型",
    stem="题干",
    options="选项",
    answer="答案",
    topic="专题",
    difficulty="难度",
    explanation="解析",
    basis="依据",
    region="适用地区",
    source="来源",
    note="备注",
    valid_from="有效期起",
    valid_to="有效期止",
    state="状态",
    fingerprint="查重码",
    import_id="导入批次",
)
label(
    "question_imports",
    file_name="文件",
    by_id="导入人",
    checked_at="检查时间",
    state="状态",
    good_count="合格题数",
    new_count="新题数",
    rows="合格的题目",
    refusals="不合格的行",
    duplicates="重复的题目",
    flaws="按草稿收下的题目",
)
label(
    "quiz_excuses",
    user_id="人员",
    unit_id="单位",
    business_date="工班日",
    reason="免答原因",
    excused_by_id="登记人",
    excused_at="登记时间",
    is_withdrawn="已撤回",
)
label("quiz_attempts", "每日一练")
