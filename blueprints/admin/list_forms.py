"""How the lists of the administrators are narrowed and ordered."""

from __future__ import annotations

from wtforms import SearchField, SelectField

from blueprints.admin.forms import UnitField
from blueprints.core.forms import SHORT, ChoiceField, FilterForm, Optional, RowField, at_most
from blueprints.core.orders import OrderField
from models.accounts import UnitKind, queries
from models.accounts.tables import RoleRequest, Terminal
from models.core.holidays import DayKind

USE = {"": "全部", "open": "在用", "closed": "已撤销"}
TERMINAL_USE = {"": "全部", "shared": "共用", "own": "专用", "retired": "已停用"}
ROLE_KINDS = {"": "全部", "administrators": "三员", "business": "业务角色"}
SEATED = {"": "全部", "now": "在任", "past": "已卸任", "coming": "未到任"}
STANDINGS = {"": "全部", "failing": "有失败", "done": "正常", "new": "等待首次执行"}


class RoleFilter(FilterForm):
    text = SearchField("角色或职责", [Optional(), at_most(SHORT)])
    kind = SelectField("类别", choices=ROLE_KINDS, default="")
    sort = SelectField("顺序", choices={"": "按级别", "name": "按名称", "-holders": "人数多的在前"}, default="")


class BodyFilter(FilterForm):
    text = SearchField("机构、职务或人员", [Optional(), at_most(SHORT)])
    standing = SelectField("状态", choices=SEATED, default="")
    sort = SelectField("顺序", choices={"": "在任的在前", "name": "按姓名", "-from_on": "新任职的在前"}, default="")


class UnitFilter(FilterForm):
    text = SearchField("名称或代码", [Optional(), at_most(SHORT)])
    kind = ChoiceField("类别", UnitKind, blank="全部类别", default="")
    use = SelectField("状态", choices=USE, default="")
    sort = SelectField("顺序", choices={"": "按隶属关系", "name": "按名称", "-heads": "人数多的在前"}, default="")


class TerminalFilter(FilterForm):
    text = SearchField("终端名称", [Optional(), at_most(SHORT)])
    unit = UnitField("所在单位", blank="全部单位", optional=True)
    use = SelectField("用途", choices=TERMINAL_USE, default="")
    sort = OrderField(
        {
            "unit": ("按单位", (Terminal.is_retired, Terminal.unit_id, Terminal.id)),
            "name": ("按名称", (Terminal.name, Terminal.id)),
            "-id": ("最近登记的在前", (Terminal.id.desc(),)),
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self.unit.offer_tree(only_open=False)


class SettingFilter(FilterForm):
    text = SearchField("参数、说明或代码", [Optional(), at_most(SHORT)])
    area = SelectField("类别", default="")
    sort = SelectField("顺序", choices={"": "按类别", "label": "按名称"}, default="")

    def __init__(self, areas: dict[str, str]) -> None:
        super().__init__()
        self.area.choices = {"": "全部类别"} | areas


class HolidayFilter(FilterForm):
    year = SelectField("年份", default="")
    kind = ChoiceField("类别", DayKind, blank="全部", default="")
    sort = SelectField("顺序", choices={"": "早的在前", "-day": "晚的在前"}, default="")

    def __init__(self, years: list[int]) -> None:
        super().__init__()
        self.year.choices = {"": "全部年份"} | {str(year): f"{year} 年" for year in years}


class JobFilter(FilterForm):
    text = SearchField("任务", [Optional(), at_most(SHORT)])
    state = SelectField("状态", choices=STANDINGS, default="")
    sort = SelectField("顺序", choices={"": "按业务", "next": "快到的在前", "-last": "最近完成的在前"}, default="")


class RequestFilter(FilterForm):
    text = SearchField("姓名或工号", [Optional(), at_most(SHORT)])
    role = RowField("角色", blank="全部角色", optional=True)
    sort = OrderField({"id": ("早提出的在前", (RoleRequest.id,)), "-id": ("最近提出的在前", (RoleRequest.id.desc(),))})

    def __init__(self) -> None:
        super().__init__()
        self.role.offer(queries.roles())
