"""How the trail speaks of certificates."""

from models.core.wording import label, label_acts, label_pointer

label_acts(
    {
        "certificate.prepare": "拟发证书",
        "certificate.edit": "修改证书文字",
        "certificate.cancel": "取消拟发证书",
        "certificate.restore": "恢复拟发证书",
        "certificate.withdraw": "随荣誉撤销收回证书",
        "certificate.hold_back": "因处罚暂停证书",
        "certificate.release": "处罚撤销，恢复证书",
        "certificate.print": "合并打印证书",
    }
)
label("certificate_templates", code="代号", name="名称", holder="发给", is_open="在用", edition="现在的版本")
label(
    "certificate_versions",
    "版式",
    template_id="样式",
    number="版本",
    layout="版式",
    palette="颜色",
    title="标题",
    salutation="称谓",
    body="正文",
    closing="结语",
    made_by_id="修改人",
    made_at="修改时间",
)
label(
    "certificates",
    unit_id="单位",
    template_id="样式",
    person_id="获得人",
    crew_id="获得班组",
    award="奖项",
    period="期间",
    citation="事由",
    state="状态",
    source_type="来源业务",
    source_id="来源记录",
    source_title="来源",
    source_href="来源地址",
    prepared_by_id="拟发人",
    prepared_at="拟发时间",
    number="编号",
    code="核验码",
    version_id="样式版本",
    title="标题",
    salutation="称谓",
    holder_name="证书上的名称",
    body="正文",
    closing="结语",
    issuer="落款",
    dated_on="落款日期",
    sha256="SHA-256",
    issued_by_id="颁发人",
    issued_at="颁发时间",
    cause_type="暂停原因业务",
    cause_id="暂停原因记录",
    reason="理由",
    ended_by_id="办理人",
    ended_at="办理时间",
)
label("certificates", "证书")
label_pointer("certificates", "source_type")
label_pointer("certificates", "cause_type")
