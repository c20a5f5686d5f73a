"""What the browser may send."""

from __future__ import annotations

from wtforms import StringField

from blueprints.core.forms import LINE, HouseForm, at_most, required


class RevealForm(HouseForm):
    reason = StringField("查看理由", [required("请写明理由，至少 4 个字。"), at_most(LINE)])
