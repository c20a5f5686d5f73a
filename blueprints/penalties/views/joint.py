"""Who answers jointly for a violation: the leader of the shift, the responsible leader."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.turns import require_may
from blueprints.penalties import bp
from blueprints.penalties.forms import JointForm
from blueprints.penalties.views.violations import ONE
from models.core import clock
from models.core.db import db
from models.penalties import Violation, queries
from models.penalties import joint as rules
from models.rulebook import queries as rulebook


@bp.route("/violations/<int:violation_id>/joint", methods=["GET", "POST"])
@requires("violation.confirm")
def joint(violation_id: int):
    """Hold somebody jointly liable; who led the shift then is offered first."""
    violation, form, kept = load(Violation, violation_id, *ONE), JointForm(), []
    require_may(form, rules.add, violation)
    leaders = rules.leaders_then(violation)
    form.person.offer(queries.people_to_report(current_user))
    form.person.preset(leaders[0] if leaders else None)
    form.clauses.offer(db.session.scalars(rulebook.in_force(clock.local(violation.occurred_at).date())))
    if form.attempt(_add, violation, kept, by=current_user, at=clock.now()):
        said = f"已认定连带责任 {kept[0].number}，可以拟定处罚。"
        return saved(said, to=url_for(".show_violation", violation_id=kept[0].id))
    hint = f"事实按主案 {violation.number} 记录。" + (
        f"当时的班长：{'、'.join(one.name for one in leaders)}。" if leaders else ""
    )
    back = url_for(".show_violation", violation_id=violation.id)
    return page("penalties/step.html", form=form, title="认定连带责任", number=violation.number, back=back, hint=hint)


def _add(violation: Violation, kept: list, **told) -> None:
    kept.append(rules.add(violation, **told))
