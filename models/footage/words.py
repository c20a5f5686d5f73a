"""How the trail speaks of recordings."""

from models.core.wording import label, label_acts, label_pointer

label_acts({"footage.lose": "登记录像已覆盖", "footage.merge": "并入已有的录像保全"})
label(
    "camera_groups",
    unit_id="收费站",
    name="名称",
    coverage="拍摄位置",
    lane_ids="车道",
    is_open="在用",
)
label("camera_retentions", "保存时长", group_id="摄像机组", hours="保存小时数", valid_from="生效日期")
label(
    "preservations",
    number="编号",
    unit_id="收费站",
    group_id="摄像机组",
    lane_id="车道",
    title="事由",
    from_at="起",
    to_at="止",
    overwritten_at="覆盖时间",
    state="状态",
    requested_by_id="申请人",
    requested_at="申请时间",
    clip="存放位置",
    sha256="校验值",
    closed_by_id="办理人",
    closed_at="办理时间",
    reason="说明",
)
label(
    "preservation_requests",
    "保全申请",
    preservation_id="录像保全",
    owner_type="所属业务",
    owner_id="所属记录",
    title="事由",
    href="地址",
    from_at="起",
    to_at="止",
    by_id="申请人",
    at="申请时间",
)
label("preservations", "录像保全")
label_pointer("preservation_requests", "owner_type")
