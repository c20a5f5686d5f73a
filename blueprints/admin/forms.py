"""What the browser may send about people and units."""

from __future__ import annotations

from flask_login import current_user
from wtforms import DateField, HiddenField, SearchField, StringField, TextAreaField

from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    ChoiceField,
    FilterForm,
    HouseForm,
    Optional,
    RowField,
    at_most,
    required,
)
from models.accounts import MoveKind, Unit, UnitKind, User, UserState, queries, structure
from models.core import clock
from models.core.db import db
from models.core.scope import visible


class UnitField(RowField):
    """A unit out of the tree the person sees, indented by depth."""

    def __init__(self, label: str, **kwargs) -> None:
        super().__init__(label, caption=self._indented, **kwargs)
        self._depths: dict[int, int] = {}

    def offer_tree(self, *, only_open: bool = True) -> None:
        rows = db.session.scalars(visible(Unit, current_user)).unique()
        ordered = structure.in_tree_order([unit for unit in rows if unit.is_open or not only_open])
        self._depths = {unit.id: depth for depth, unit in ordered}
        self.offer([unit for _, unit in ordered])

    def _indented(self, unit: Unit) -> str:
        return "　" * self._depths[unit.id] + unit.name


def numbered(person: User) -> str:
    return f"{person.name}（{person.staff_no}）"


class PeopleFilter(FilterForm):
    text = SearchField("姓名或工号", [Optional(), at_most(SHORT)])
    unit = UnitField("单位", blank="全部单位", optional=True)
    role = RowField("角色", blank="全部角色", optional=True)
    state = ChoiceField("状态", UserState, blank="在职和借调", validators=[Optional()])
    sort = HiddenField()

    def offer(self) -> PeopleFilter:
        """Fill the choices."""
        self.unit.offer_tree(only_open=False)
        self.role.offer(queries.roles())
        return self


class PersonForm(HouseForm):
    name = StringField("姓名", [required("请填写姓名。"), at_most(SHORT)])
    post_title = StringField("岗位", [Optional(), at_most(SHORT)], description="如：收费员、班长")
    phone = StringField("电话", [Optional(), at_most(20)])
    joined_on = DateField("入职日期", [Optional()])


class NewPersonForm(PersonForm):
    staff_no = StringField("工号", [required("请填写工号。"), at_most(20)], description="保留前面的 0")
    unit = UnitField("单位")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.unit.offer_tree()


class MoveForm(HouseForm):
    kind = ChoiceField("事项", MoveKind)
    to_unit = UnitField("去向", optional=True, blank="离职不填")
    on = DateField("生效日期", [required("请填写生效日期。")])
    until = DateField("借调截止日期", [Optional()], description="到期后由人事办理返回")
    successor = RowField("未办事项接手人", caption=numbered, optional=True, blank="没有未办事项")
    reason = StringField("原因", [required("请填写原因。"), at_most(LINE)])

    def __init__(self, person: User, **kwargs) -> None:
        super().__init__(**kwargs)
        self.to_unit.offer_tree()
        self.successor.offer([p for p in db.session.scalars(queries.colleagues(current_user)) if p.id != person.id])
        if not self.is_submitted():
            self.on.data = clock.today()


class UnitForm(HouseForm):
    name = StringField("名称", [required("请填写名称。"), at_most(SHORT)])
    parent = UnitField("上级单位", optional=True, blank="没有上级")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.parent.offer_tree()


class NewUnitForm(UnitForm):
    kind = ChoiceField("类别", UnitKind)
    code = StringField("代码", [required("请填写代码。"), at_most(SHORT)], description="字母和数字，以后不改")


class ReasonForm(HouseForm):
    reason = TextAreaField("原因", [required("请填写原因。"), at_most(LONG)])
