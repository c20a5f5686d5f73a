"""Which permissions a house has met. Those declared before this revision count as met: nothing is given back."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# every permission of the catalogue when this revision was written
DECLARED = """
    appointment.cancel appointment.dispatch appointment.register appointment.visit approval.decide
    approval.hand_over approval.plan audit.read award.bar award.decide award.edit award.export award.list
    award.nominate award.object award.open award.pay award.read award.vote body.edit campaign.plan campaign.read
    certificate.design certificate.export certificate.issue certificate.prepare certificate.read certificate.revoke
    clause.edit clause.export clause.read clause.retire closing.close closing.read complaint.accept complaint.answer
    complaint.apologise complaint.close complaint.decide complaint.decide_serious complaint.edit complaint.escalate
    complaint.export complaint.export_full complaint.footage complaint.grade complaint.investigate
    complaint.keep_channels complaint.list complaint.merge complaint.mishandle complaint.note complaint.offer
    complaint.overturn complaint.pause complaint.praises complaint.read complaint.refuse complaint.register
    complaint.reopen complaint.reply complaint.report complaint.reveal complaint.revisit complaint.statistics
    complaint.take complaint.traffic complaint.transfer complaint.unverify complaint.verify complaint.withdraw
    deadline.export deadline.plan deadline.read deed.report deed.verify directive.answer directive.issue
    directive.read follow_up.run footage.cancel footage.export footage.read footage.request footage.save
    footage.setup grievance.read grievance.record grievance.sign_crew grievance.sign_monitor grievance.sign_station
    handover.backfill handover.check handover.correct handover.hand_over handover.object handover.open handover.own
    handover.read handover.record handover.seal handover.take_over handover.withdraw history.read inspection.answer
    inspection.archive inspection.decide inspection.export inspection.list inspection.publish inspection.read
    inspection.record inspection.rectify inspection.report_violation inspection.see inspection.send_back
    inspection.start inspection.statistics inspection.submit inspection.withdraw job.read matter.close
    measure.decide measure.draft measure.list measure.read measure.revoke measure.start mystery_visit.export
    mystery_visit.plan mystery_visit.publish mystery_visit.read mystery_visit.study mystery_visit.write notice.draft
    notice.export notice.list notice.plan notice.read notice.sign notice.watch notice.withdraw pattern.read
    penalty.appeal penalty.archive penalty.collect penalty.compare penalty.decide_appeal penalty.draft
    penalty.export penalty.import penalty.list penalty.overlap penalty.read penalty.reverse penalty.serve
    penalty.submit penalty.withdraw point.export point.own point.read point.rule process.approve process.draft
    process.read question.activate question.create question.edit question.export question.import question.read
    question.retire quiz.excuse quiz.take quiz.watch rectification.act rectification.decide_extension
    rectification.export rectification.issue rectification.list rectification.read rectification.review
    rectification.withdraw rectification.work relay.edit relay.own role.edit role.grant role.read roster.acknowledge
    roster.change roster.correct roster.day_off roster.import roster.plan roster.read roster.setup sampling.draw
    sampling.export sampling.plan sampling.read sampling.review service.check service.export service.read
    service.record service.reveal service.setup setting.edit shortage.repay shortage.settle statistics.export
    statistics.read survey.run talk.hold talk.read talk.sign template.edit template.publish template.read
    template.retire terminal.edit unit.edit unit.read user.create user.edit user.export_full user.move user.read
    user.reset user.reveal violation.confirm violation.dismiss violation.register
"""


def upgrade() -> None:
    table = op.create_table(
        "offered_permissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permission", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offered_permissions")),
        sa.UniqueConstraint("permission", name=op.f("uq_offered_permissions_permission")),
    )
    with op.batch_alter_table("offered_permissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offered_permissions_round"), ["round"], unique=False)
    if op.get_bind().execute(sa.text("SELECT count(*) FROM roles")).scalar():
        now = datetime.now(UTC)
        op.bulk_insert(table, [{"permission": one, "round": 0, "offered_at": now} for one in DECLARED.split()])


def downgrade() -> None:
    with op.batch_alter_table("offered_permissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offered_permissions_round"))
    op.drop_table("offered_permissions")
