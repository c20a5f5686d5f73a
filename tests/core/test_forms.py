"""What a form says of its own accord is Chinese."""

from __future__ import annotations

import re

import pytest
from wtforms.fields import DateField, DateTimeLocalField, DecimalField, SelectField

from blueprints.core.forms import HouseForm, IntegerField

LATIN = re.compile(r"[A-Za-z]{3,}")


class EveryForm(HouseForm):
    number = IntegerField("数")
    day = DateField("日期")
    moment = DateTimeLocalField("时间")
    share = DecimalField("比例")
    kind = SelectField("种类", choices={"a": "甲"})


@pytest.mark.parametrize("name", ["number", "day", "moment", "share", "kind"])
def test_a_malformed_value_is_refused_in_chinese(app, db, name):
    with app.test_request_context("/", method="POST", data={"number": "1", "kind": "a"} | {name: "x"}):
        form = EveryForm(meta={"csrf": False})
        assert not form.validate()
        assert form[name].errors and not LATIN.search("".join(form[name].errors))
