"""The permissions of the house itself: people, roles, settings, the audit trail."""

from models.core.permissions import declare

declare(
    "accounts",
    ("user.read", "查看人员", "shift_leader duty_leader office office_head leader deputy inspector hq admin security"),
    ("user.create", "新增和导入人员", "admin"),
    ("user.edit", "修改人员资料", "admin"),
    ("user.move", "调动、借调、离职", "admin"),
    ("user.reset", "重置密码和 PIN", "shift_leader duty_leader admin"),
    ("role.read", "查看角色与授权", "admin security auditor"),
    ("role.edit", "修改角色权限", "security"),
    ("role.grant", "授予和收回角色", "security"),
    ("unit.read", "查看组织机构", "office office_head leader deputy hq admin security"),
    ("unit.edit", "维护组织机构", "admin"),
    ("body.edit", "维护领导小组成员", "admin"),
    ("terminal.edit", "登记终端", "admin"),
    ("setting.edit", "修改参数与节假日", "admin"),
    (
        "history.read",
        "查看记录的变更历史",
        "collector field shift_leader duty_leader monitor ticket clerk office office_head inspector finance leader"
        " deputy hq",
    ),
    ("audit.read", "查看和导出审计日志", "auditor"),
    ("job.read", "查看定时任务", "admin"),
    ("pattern.read", "查看界面样例", "admin"),
)
