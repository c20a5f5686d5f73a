"""Every value has a history, and a station may differ from the house."""

from datetime import date

import pytest

from models.core import audit, settings
from models.core.errors import RuleBroken

KEY = "sign_in.idle_minutes"


def change(cast, value, valid_from, unit_id=None):
    row = settings.change(KEY, value, valid_from=valid_from, unit_id=unit_id, by=cast["xi"])
    audit.record("setting.edit", row, cast["xi"])


def test_without_a_value_the_default_holds(db):
    assert settings.value_of(KEY) == 30


def test_the_value_of_the_day_decides(cast, db):
    change(cast, 45, date(2026, 1, 1))
    change(cast, 20, date(2026, 6, 1))
    db.session.commit()
    settings.forget()
    days = (date(2025, 12, 31), date(2026, 5, 31), date(2026, 6, 1))
    assert [settings.value_of(KEY, on=day) for day in days] == [30, 45, 20]


def test_a_station_may_have_its_own(cast, units, db):
    change(cast, 45, date(2026, 1, 1))
    change(cast, 15, date(2025, 1, 1), unit_id=units["qinglan"].id)
    db.session.commit()
    settings.forget()
    on = date(2026, 7, 1)
    assert settings.value_of(KEY, unit_id=units["qinglan"].id, on=on) == 15
    assert settings.value_of(KEY, unit_id=units["meiling"].id, on=on) == 45


@pytest.mark.parametrize(
    ("text", "sentence"), [("abc", "请填写整数"), ("4", "应在 5 到 240 之间"), ("241", "应在 5 到 240")]
)
def test_a_value_out_of_bounds_is_refused_at_its_field(text, sentence):
    with pytest.raises(RuleBroken, match=sentence) as refusal:
        settings.parse(settings.SETTINGS[KEY], text)
    assert refusal.value.field == "value"
