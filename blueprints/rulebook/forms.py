"""What the browser may send to the rulebook."""

from __future__ import annotations

from wtforms import SearchField, TextAreaField
from wtforms.fields import DateField

from blueprints.core.fields import TextForm
from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    FilterForm,
    IntegerField,
    MoneyField,
    Optional,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField
from models.rulebook import Book, RuleClause, Severity


class ClauseFilter(FilterForm):
    text = SearchField("内容、条款号、依据", [at_most(SHORT)])
    book = ChoiceField("规则", Book, blank="全部", default="")
    severity = ChoiceField("程度", Severity, blank="全部", default="")
    on = DateField("某日有效", [Optional()])
    sort = OrderField(
        {
            "code": ("按条款号", (RuleClause.book, RuleClause.code, RuleClause.id)),
            "-valid_from": ("最近生效的在前", (RuleClause.valid_from.desc(), RuleClause.id.desc())),
            "-base_points": ("分值高的在前", (RuleClause.base_points.desc(), RuleClause.id)),
        }
    )


class EditionForm(TextForm):
    """The words of an edition and the day from which it holds."""

    text = TextAreaField("内容", [required("请填写条款内容。"), at_most(LONG)], render_kw={"rows": 4})
    base_amount = MoneyField("基准金额（元）", [Optional()], description="不填表示不自动计算金额")
    base_points = IntegerField("基准分", [required("请填写整数，没有填 0。")], default=0)
    severity = ChoiceField("程度", Severity)
    source = StringField("依据", [Optional(), at_most(LINE)], description="文件名称和条款")
    is_example = BooleanField("示例，须由本所替换")
    valid_from = DateField("生效日期", [required("请填写生效日期。")])

    def show(self, clause: RuleClause) -> None:
        """Fill the form that is opened with the edition it follows."""
        if not self.is_submitted():
            for name in self.values():
                if name != "valid_from":
                    self[name].data = getattr(clause, name)


class ClauseForm(EditionForm):
    book = ChoiceField("规则", Book)
    code = StringField("条款号", [required("请填写条款号，例如 5.1。"), at_most(20)])


class RetireForm(TextForm):
    valid_to = DateField("最后有效日", [required("请填写最后有效的日期。")])
