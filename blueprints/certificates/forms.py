"""What the browser may send."""

from __future__ import annotations

from wtforms import SearchField, TextAreaField
from wtforms.fields import DateField

from blueprints.core.fields import RowsField, TextForm, person_caption
from blueprints.core.forms import (
    LINE,
    SHORT,
    BooleanField,
    ChoiceField,
    FileField,
    FilterForm,
    HouseForm,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from blueprints.core.public import PublicForm
from models.certificates import Certificate, CertificateState, CertificateTemplate, Holder, Layout, Palette

BRACES = "可以用 {姓名}、{单位}、{奖项}、{期间}、{事由}"


class CertificateFilter(FilterForm):
    text = SearchField("编号、姓名、工号、奖项、期间", [at_most(SHORT)])
    state = ChoiceField("状态", CertificateState, blank="全部状态", default="")
    unit = RowField("单位", blank="全部单位", optional=True)
    template = RowField("样式", blank="全部样式", optional=True)
    since = DateField("落款日期从", [Optional()])
    until = DateField("到", [Optional()])
    sort = OrderField(
        newest_first(Certificate.id, newest="最近拟发的在前", oldest="最早拟发的在前")
        | {"award": ("按奖项", (Certificate.award, Certificate.id.desc()))}
    )


class WordsForm(TextForm):
    """The words of one certificate."""

    award = StringField("奖项", [required("请填写奖项，例如 服务标兵。"), at_most(20)])
    period = StringField("期间", [Optional(), at_most(SHORT)], description="例如 2026年第三季度；聘书填聘期")
    citation = TextAreaField(
        "事由", [Optional(), at_most(LINE)], render_kw={"rows": 3}, description="写明事由的样式必填，接在期间后面"
    )

    def show(self, row: Certificate) -> None:
        if not self.is_submitted():
            for name in ("award", "period", "citation"):
                self[name].data = getattr(row, name)


class PersonForm(WordsForm):
    template = RowField("样式")
    holder = RowField("获得人", caption=person_caption)

    class Meta(HouseForm.Meta):
        drafted = True


class CrewForm(PersonForm):
    holder = RowField("获得班组或单位")


class PendingForm(HouseForm):
    """``names`` says how holders and units are called, see ``columns.Names``."""

    rows = RowsField("待颁发", none="请至少选择一张证书。")

    def offer(self, rows: list[Certificate], names) -> None:
        self.rows.offer(rows, lambda row: pending_caption(row, names))
        if not self.is_submitted():
            self.rows.preset(row.id for row in rows)


def pending_caption(row: Certificate, names) -> str:
    """Return how a waiting certificate stands beside its tick."""
    who = f"{row.person.staff_no} {row.person.name} · {names.unit(row)}" if row.person else names.holder(row)
    return " · ".join(part for part in (row.award, who, row.period, row.template.name, row.source_title) if part)


class DesignForm(TextForm):
    name = StringField("名称", [required("请填写名称。"), at_most(20)])
    layout = ChoiceField("版式", Layout)
    palette = ChoiceField("颜色", Palette)
    title = StringField("标题", [required("请填写标题，例如 荣誉证书。"), at_most(SHORT)])
    salutation = StringField("称谓", [required("请填写称谓，例如 {姓名}同志：。"), at_most(SHORT)])
    body = TextAreaField("正文", [required("请填写正文。"), at_most(300)], render_kw={"rows": 4}, description=BRACES)
    closing = StringField("结语", [Optional(), at_most(SHORT)], description="例如 特发此证，以资鼓励。")


class NewDesignForm(DesignForm):
    holder = ChoiceField("发给", Holder)


class EditDesignForm(DesignForm):
    is_open = BooleanField("在用")

    def show(self, row: CertificateTemplate) -> None:
        if not self.is_submitted():
            self.name.data, self.is_open.data = row.name, row.is_open
            for part in ("title", "salutation", "body", "closing"):
                self[part].data = getattr(row.newest, part)
            self.layout.data, self.palette.data = row.newest.layout.value, row.newest.palette.value


class CodeForm(PublicForm):
    code = StringField(
        "核验码",
        [required("请填写证书左下角的核验码。"), at_most(SHORT)],
        description="20 位，印在二维码右边；大小写和横线都不要紧",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class CompareForm(PublicForm):
    file = FileField("证书的 PDF 文件", [Optional()], description="只计算校验值，不保存；不超过 10 MB")
    sha256 = StringField(
        "或它的 SHA-256", [Optional(), at_most(200)], render_kw={"autocomplete": "off", "spellcheck": "false"}
    )

    def values(self) -> dict:
        given = super().values()
        return {"file": given["file"].stream if given["file"] else None, "sha256": given["sha256"] or ""}
