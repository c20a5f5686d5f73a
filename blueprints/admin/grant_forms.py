"""What the browser may send about roles, grants and posts of standing bodies."""

from __future__ import annotations

from flask_login import current_user
from wtforms import DateField, HiddenField, SearchField, SelectField, SelectMultipleField, StringField

from blueprints.admin.forms import UnitField, numbered
from blueprints.core.forms import (
    LINE,
    SHORT,
    ChoiceField,
    FilterForm,
    HouseForm,
    Optional,
    RowField,
    at_most,
    required,
)
from models.accounts import Reach, bodies, queries
from models.core.db import db
from models.core.permissions import CATALOGUE


class RoleForm(HouseForm):
    names = SelectMultipleField("权限")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.names.choices = [(name, p.label) for name, p in sorted(CATALOGUE.items())]


class GrantFilter(FilterForm):
    text = SearchField("姓名或工号", [Optional(), at_most(SHORT)])
    role = RowField("角色", blank="全部角色", optional=True)
    unit = UnitField("单位", blank="全部单位", optional=True)
    sort = HiddenField()

    def offer(self) -> GrantFilter:
        self.role.offer(queries.roles())
        self.unit.offer_tree(only_open=False)
        return self


class GrantForm(HouseForm):
    user = RowField("人员", caption=numbered)
    role = RowField("角色")
    unit = UnitField("单位")
    reach = ChoiceField("范围", Reach)
    from_on = DateField("开始日期", [Optional()])
    to_on = DateField("截止日期", [Optional()], description="不填表示长期")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user.offer(queries.colleagues(current_user))
        self.role.offer(queries.roles())
        self.unit.offer_tree()


class RevokeForm(HouseForm):
    reason = StringField("收回原因", [required("请填写收回原因。"), at_most(LINE)])


class BodyForm(HouseForm):
    name = StringField("名称", [required("请填写名称。"), at_most(SHORT)])
    code = StringField("代码", [required("请填写代码。"), at_most(SHORT)], description="字母和数字，以后不改")
    unit = UnitField("所属单位")
    seated_unit = UnitField("办公室设在", optional=True, blank="不设")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.unit.offer_tree()
        self.seated_unit.offer_tree()


class PostForm(HouseForm):
    user = RowField("人员", caption=numbered)
    post = SelectField("职务", choices=bodies.POSTS)
    from_on = DateField("任职日期", [required("请填写任职日期。")])
    to_on = DateField("截止日期", [Optional()], description="不填表示长期")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user.offer(list(db.session.scalars(queries.colleagues(current_user))))
