"""Pages for people without a sign-in: how often, how believably, and once. Nothing here knows who they are.

A view is ``@public`` and ``@throttled(...)``; its form is a ``PublicForm``. Whoever tries too often, fills in the field
that no person sees, or cannot add two numbers is refused with a sentence, and what they typed stays in the form.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from flask import current_app, flash, g, request
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import HiddenField, StringField

from blueprints.core.access import KEY_SHAPE, SAFE
from blueprints.core.forms import SHORT, HouseForm, at_most
from blueprints.core.respond import go, remember
from models.core import clock, receipts, throttles

SUM_SECONDS = 24 * 3600  # for which a sum may stand on a page that somebody left open
DIGITS = "零一二三四五六七八九"
ENOUGH = "提交过于频繁，请 {minutes} 分钟后再试。已填的内容还在本页。"
SAME = "这个编号试错的次数过多，请 {minutes} 分钟后再试；查别的编号不受影响。"
NOT_A_PERSON = "浏览器自动填了一栏不该填的内容，已经清空，请核对后重新提交。"


def throttled(scope: str, *, times: int, minutes: int, each: tuple[str, int] | None = None) -> Callable:
    """Allow ``times`` submissions of an address in ``minutes``; the form then refuses. Opening the page is free.

    ``each`` names a field and how often the same words may stand in it, whoever sends them: who tries one case over
    and over is stopped there, long before the address that many share is. A form that was carried out before (same
    one-time key) is answered with its result instead of being counted twice.
    """

    def wrap(view: Callable) -> Callable:
        @wraps(view)
        def counted(*args, **kwargs):
            if request.method in SAFE:
                return view(*args, **kwargs)
            told = {"period": timedelta(minutes=minutes), "at": clock.now()}
            g.public_counted = [(scope, request.remote_addr or "")]
            g.public_wait, g.public_refusal = throttles.wait(*g.public_counted[0], times=times, **told), ENOUGH
            words = _words_of(each[0]) if each and not g.public_wait else ""
            if words:
                g.public_counted.append((f"{scope}.{each[0]}", words))
                g.public_wait, g.public_refusal = throttles.wait(*g.public_counted[1], times=each[1], **told), SAME
            return _second_arrival() or view(*args, **kwargs)

        return counted

    return wrap


def forgive() -> None:
    """Take this submission back from the count: the limit is for others. It was counted first, so that many at once
    gain nothing; what came over the limit stays refused."""
    counted = list(g.public_counted)
    remember(lambda: [throttles.forgive(*one) for one in counted])


def _words_of(field: str) -> str:
    """Return what was sent in a field, alike for all ways of writing it."""
    return unicodedata.normalize("NFKC", request.form.get(field, "")).strip().upper()[:SHORT]


def _second_arrival():
    """Claim the form's one-time key for nobody in particular; answer a second arrival with the first one's result."""
    key = request.form.get("form_key", "")
    if g.public_wait or not KEY_SHAPE.fullmatch(key):
        return None
    if receipts.claim(key, None):
        g.form_key = key
        return None
    first = receipts.result_of(key, None)
    if first is None or not first.location:
        return None
    flash(first.message, "success")
    return go(first.location)


class PublicForm(HouseForm):
    """A form that strangers fill in. ``website`` is the field that only programs see; show it by ``ui.trap(form)``."""

    website = StringField("请留空", [at_most(200)])

    BEYOND = frozenset({"website", "sum", "sum_key"})

    def attempt(self, rule: Callable, *args, **kwargs) -> bool:
        """As HouseForm, after the throttle and the trap."""
        if not self.is_submitted():
            return False
        if minutes := g.get("public_wait", 0):
            self.refuse(g.public_refusal.format(minutes=minutes))
            return False
        if self.website.data:
            self.website.data = ""  # a browser that fills in by itself shows nobody what to clear
            self.refuse(NOT_A_PERSON)
            return False
        return super().attempt(rule, *args, **kwargs)

    def values(self) -> dict:
        return {name: value for name, value in super().values().items() if name not in self.BEYOND}


class SumForm(PublicForm):
    """A public form that also asks for a sum of two digits; show ``form.sum`` like any field."""

    sum_key = HiddenField()
    sum = StringField("请计算")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._asked = _read_sum(self.sum_key.data or "")
        self._was_asked = self._asked is not None
        if not self._was_asked:
            self._ask()
        self._describe()

    def validate_sum(self, field) -> None:
        """Refuse a wrong sum, or one this house never asked for, and ask another one: guessing on gains nothing."""
        if self._was_asked and _number(field.data or "") == sum(self._asked):
            return
        self._ask()
        self._describe()
        said = "答案不对，请重新计算" if field.data else "请填写答案"
        field.data = field.raw_data = None
        field.errors = [*field.errors, f"{said}：{self.sum.description}"]

    def _ask(self) -> None:
        self._asked = (secrets.randbelow(8) + 1, secrets.randbelow(8) + 1)
        self.sum_key.data = _signer().dumps([*self._asked, secrets.token_hex(4)])
        self.sum_key.raw_data = None

    def _describe(self) -> None:
        one, other = (DIGITS[number] for number in self._asked)
        self.sum.description = f"{one}加{other}等于几，填数字"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="public sum")


def _read_sum(token: str) -> tuple[int, int] | None:
    """Return the two numbers of a sum that this house has asked for, None for a forged or an old one."""
    try:
        one, other, _noise = _signer().loads(token, max_age=SUM_SECONDS)
    except (BadData, ValueError, TypeError):
        return None
    return one, other


def _number(text: str) -> int:
    """Return what was typed as a number, full-width digits included; -1 for anything else."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= 3 else -1
