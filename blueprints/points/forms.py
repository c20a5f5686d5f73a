"""What the browser may send about points."""

from __future__ import annotations

from wtforms import DateTimeLocalField, SearchField, SelectField, TextAreaField
from wtforms.fields import DateField

from blueprints.core.fields import MonthField, PointsField, TextForm, person_caption
from blueprints.core.forms import (
    LINE,
    LONG,
    SHORT,
    BooleanField,
    ChoiceField,
    FileField,
    FilterForm,
    Optional,
    RowField,
    StringField,
    at_most,
    required,
)
from blueprints.core.orders import OrderField, newest_first
from models.core import clock
from models.points import (
    DeedState,
    EntryType,
    GoodDeed,
    Grievance,
    GrievanceState,
    PointBalance,
    PointEntry,
    PointRule,
    Side,
    Signer,
)
from models.points.catalogue import KINDS

WHOSE = {"people": "人员", "crews": "班组"}


class BalanceFilter(FilterForm):
    text = SearchField("姓名、工号、班组", [at_most(SHORT)])
    month = MonthField("月份", [Optional()], render_kw={"placeholder": "2026-11", "inputmode": "numeric"})
    unit = RowField("单位", blank="全部单位", optional=True)
    whose = SelectField("账户", choices=WHOSE, default="people")
    sort = OrderField(
        {
            "-score": ("得分高的在前", (PointBalance.score.desc(), PointBalance.merit.desc(), PointBalance.id)),
            "score": ("得分低的在前", (PointBalance.score, PointBalance.merit, PointBalance.id)),
            "-merit": ("加分余额高的在前", (PointBalance.merit.desc(), PointBalance.score.desc(), PointBalance.id)),
        }
    )


class RuleFilter(FilterForm):
    text = SearchField("项目或依据", [Optional(), at_most(SHORT)])
    side = ChoiceField("类别", Side, blank="全部类别", default="")
    sort = OrderField(
        {
            "id": ("按项目", (PointRule.id,)),
            "side": ("按类别", (PointRule.side, PointRule.id)),
            "-valid_from": ("最近生效的在前", (PointRule.valid_from.desc(), PointRule.id)),
        }
    )


class EntryFilter(FilterForm):
    text = SearchField("来源、姓名、说明", [at_most(SHORT)])
    month = MonthField("记入月份", [Optional()], render_kw={"placeholder": "2026-11", "inputmode": "numeric"})
    unit = RowField("单位", blank="全部单位", optional=True)
    kind = SelectField("项目", choices={"": "全部项目"}, default="")
    type = ChoiceField("类型", EntryType, blank="全部类型", default="")
    sort = OrderField(newest_first(PointEntry.id))

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.kind.choices = {"": "全部项目"} | {kind.kind: kind.title for kind in KINDS.values()}


class RuleForm(TextForm):
    """The next edition of a rule."""

    title = StringField("名称", [required("请填写名称。"), at_most(SHORT)])
    tenths = PointsField("每次分值", [Optional()], description="不填表示按来源的分值（决定书、检查表）")
    month_cap = PointsField("每月上限", [Optional()], description="每人或每班组每月最多记多少分；不填表示不限")
    is_offsetting = BooleanField("参加功过相抵（加分可以抵扣，扣分可以被抵扣）")
    note = TextAreaField("说明", [Optional(), at_most(LONG)], render_kw={"rows": 3})
    source = StringField("依据", [required("请写明依据的文件和条款。"), at_most(LINE)])
    is_example = BooleanField("示例，须由本所替换")
    valid_from = DateField("生效日期", [required("请填写生效日期。")], description="某月 1 日，从下月起")

    def show(self, rule: PointRule) -> None:
        """Fill the form that is opened with the edition it follows."""
        if not self.is_submitted():
            for name in self.values():
                if name != "valid_from":
                    self[name].data = getattr(rule, name)


class RetireForm(TextForm):
    valid_to = DateField("最后有效日", [required("请填写最后有效的日期。")], description="某月的最后一天")


FILE = "选填；JPEG、PNG、HEIC 或 PDF，不超过 10 MB"
WALL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class DeedFilter(FilterForm):
    text = SearchField("编号、姓名、事迹", [at_most(SHORT)])
    state = ChoiceField("状态", DeedState, blank="全部状态", default="")
    sort = OrderField(newest_first(GoodDeed.id))


class GrievanceFilter(FilterForm):
    text = SearchField("编号、姓名、经过", [at_most(SHORT)])
    state = ChoiceField("状态", GrievanceState, blank="全部状态", default="")
    signs = BooleanField("等我签认")
    sort = OrderField(newest_first(Grievance.id))


class DeedForm(TextForm):
    """A good deed, of oneself or a colleague."""

    class Meta(TextForm.Meta):
        drafted = True

    person = RowField("谁做的", caption=person_caption)
    happened_on = DateField("哪一天", [required("请填写日期。")])
    place = StringField("地点", [Optional(), at_most(SHORT)])
    words = TextAreaField("做了什么", [required("请写明做了什么。"), at_most(LONG)], render_kw={"rows": 4})
    photo = FileField("照片或 PDF", [Optional()], description=FILE)


class GrievanceForm(TextForm):
    """Abuse borne without answering it."""

    class Meta(TextForm.Meta):
        drafted = True

    happened_at = DateTimeLocalField("发生时间", [required("请填写发生时间。")], format=WALL)
    place = StringField("地点", [Optional(), at_most(SHORT)], description="车道或地点，不写车主姓名电话")
    words = TextAreaField("经过", [required("请写明经过。"), at_most(LONG)], render_kw={"rows": 4})
    conduct = TextAreaField("您怎样处置", [required("请写明您怎样处置。"), at_most(LONG)], render_kw={"rows": 3})
    photo = FileField("照片或 PDF", [Optional()], description=FILE)

    def values(self) -> dict:
        """Turn the wall clock into a moment."""
        wall = self.happened_at.data
        return super().values() | {"happened_at": clock.at(wall.date(), wall.time()) if wall else None}


class EvidenceForm(TextForm):
    photo = FileField("照片或 PDF", [required("请选择文件。")], description="JPEG、PNG、HEIC 或 PDF，不超过 10 MB")
    caption = StringField("说明", [required("请写明这是什么。"), at_most(SHORT)])


class FindingForm(TextForm):
    finding = TextAreaField("意见", [Optional(), at_most(LONG)], render_kw={"rows": 3})


class SignForm(TextForm):
    signer = SelectField("签认身份", choices={}, validators=[required("请选择以什么身份签认。")])
    words = TextAreaField("意见", [Optional(), at_most(LONG)], render_kw={"rows": 2}, description="签认表示情况属实")

    def offer(self, posts) -> None:
        self.signer.choices = {post.value: post.label for post in posts}

    def values(self) -> dict:
        return super().values() | {"signer": Signer(self.signer.data)}
