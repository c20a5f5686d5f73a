"""Without a sign-in: say something at the kiosk, see how it stands, and the poster that leads there."""

from __future__ import annotations

from flask import abort, request, url_for
from wtforms import RadioField, TextAreaField
from wtforms.validators import Regexp, ValidationError

from blueprints.complaints import bp
from blueprints.complaints.forms import MomentField, moment_of
from blueprints.core.access import public, requires
from blueprints.core.forms import LONG, SHORT, BooleanField, FileField, Optional, StringField, at_most, required
from blueprints.core.public import PublicForm, SumForm, forgive, throttled
from blueprints.core.respond import page, saved
from models.complaints import ComplaintKind, intake
from models.core import attachments, clock

SAYS = 40  # of one address in half an hour, mistakes counted: a station's tablet and all on its Wi-Fi are one address
GUESSES, SAME_CASE = 40, 5  # wrong ones of an address and at one case in a quarter of an hour, of 10,000 that it may be


class SayForm(SumForm):
    kind = RadioField("您要", choices={one.value: one.label for one in ComplaintKind}, default="complaint")
    content = TextAreaField(
        "请写下经过",
        [required("请写下经过。"), at_most(LONG)],
        render_kw={"rows": 5},
        description="记得在哪条车道的，请一并写明",
    )
    phone = StringField("联系电话", [at_most(SHORT)], render_kw={"inputmode": "tel"})
    is_anonymous = BooleanField("不留电话（无法回复您，也查不到进度）")
    plate = StringField("车牌号", [Optional(), at_most(SHORT)])
    complainant = StringField("称呼", [Optional(), at_most(SHORT)])
    occurred_at = MomentField("发生时间", [required("请填写发生时间。")])
    photo = FileField("照片", [Optional()], description="可不传；一张，不超过 10 MB")

    def validate_phone(self, field) -> None:
        if not field.data and not self.is_anonymous.data:
            raise ValidationError("请填写联系电话；不愿意留的，请勾选“不留电话”。")

    def values(self) -> dict:
        given = super().values()
        given["kind"], given["occurred_at"] = ComplaintKind(given["kind"]), moment_of(given["occurred_at"])
        for name in ("phone", "plate", "complainant"):
            given[name] = given[name] or ""
        return given


class StatusForm(PublicForm):
    number = StringField("编号", [required("请填写编号，例如 TS-20261128-001。"), at_most(SHORT)])
    tail = StringField(
        "电话后四位", [Regexp(r"\d{4}$", message="请填写 4 位数字。")], render_kw={"inputmode": "numeric"}
    )


@bp.route("/say/<code>", methods=["GET", "POST"])
@public
@throttled("complaint.say", times=SAYS, minutes=30)
def say(code: str):
    unit = intake.station_called(code) or abort(404)
    form, kept = SayForm(), []
    if not form.is_submitted():
        form.occurred_at.data = clock.local(clock.now())
    if form.attempt(_say, kept, unit):
        nameless = {} if kept[0].phone else {"nameless": 1}
        to = url_for(".said", number=kept[0].number, **nameless)
        return saved(f"已收到，编号 {kept[0].number}，请记下。", to=to)
    return page("complaints/say.html", form=form, unit=unit)


@bp.get("/said/<number>")
@public
def said(number: str):
    """The number alone, large, to be written down; it says nothing of the case."""
    return page("complaints/said.html", number=number[:SHORT], nameless="nameless" in request.args)


@bp.route("/status", methods=["GET", "POST"])
@public
@throttled("complaint.status", times=GUESSES, minutes=15, each=("number", SAME_CASE))
def status():
    """How a case stands, for who knows its number and the end of the telephone; unknown ones all look the same.

    Wrong guesses alone count towards the limits: all who ask on the station's Wi-Fi are one address, so who guesses
    at one case is stopped at that case. Source: security.md 6.
    """
    form, asked, found = StatusForm(), [], []
    if not form.is_submitted():
        form.number.data = request.args.get("number", "")[:SHORT]
    form.attempt(_look, asked, found)
    if form.is_submitted() and (found or not asked):
        forgive()
    return page("complaints/status.html", form=form, case=found[0] if found else None)


@bp.get("/poster/<code>")
@requires("complaint.list")
def poster(code: str):
    """A4 with the QR code that opens the kiosk page of a station."""
    unit = intake.station_called(code) or abort(404)
    return page("complaints/poster.html", unit=unit, address=url_for(".say", code=code, _external=True))


def _look(asked: list, found: list, number: str, tail: str) -> None:
    asked.append(number)
    found.append(intake.state_of(number, tail))


def _say(kept: list, unit, photo=None, **told) -> None:
    photos = [attachments.prepare(photo.stream)] if photo else []
    kept.append(intake.say(unit, at=clock.now(), photos=photos, **told))
