"""Add designs of certificates and certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('certificate_templates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('holder', sa.Enum('person', 'crew', name='holder', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_templates')),
    sa.UniqueConstraint('code', name=op.f('uq_certificate_templates_code')),
    sa.UniqueConstraint('name', name=op.f('uq_certificate_templates_name'))
    )
    op.create_table('certificate_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('template_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('layout', sa.Enum('ornate', 'plaque', 'plain', name='layout', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('palette', sa.Enum('red', 'green', 'ink', name='palette', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('salutation', sa.String(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('closing', sa.String(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_certificate_versions_made_by_id')),
    sa.ForeignKeyConstraint(['template_id'], ['certificate_templates.id'], name=op.f('fk_certificate_versions_template_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_versions')),
    sa.UniqueConstraint('template_id', 'number', name=op.f('uq_certificate_versions_template_id_number'))
    )
    with op.batch_alter_table('certificate_versions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_versions_made_by_id'), ['made_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_versions_template_id'), ['template_id'], unique=False)

    op.create_table('certificates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('template_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('crew_id', sa.Integer(), nullable=True),
    sa.Column('award', sa.String(), nullable=False),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('citation', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'issued', 'revoked', 'cancelled', name='certificate_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('source_type', sa.String(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.Column('source_title', sa.String(), nullable=False),
    sa.Column('source_href', sa.String(), nullable=False),
    sa.Column('prepared_by_id', sa.Integer(), nullable=True),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('code', sa.String(), nullable=True),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=True),
    sa.Column('salutation', sa.String(), nullable=True),
    sa.Column('holder_name', sa.String(), nullable=True),
    sa.Column('body', sa.Text(), nullable=True),
    sa.Column('closing', sa.String(), nullable=True),
    sa.Column('issuer', sa.String(), nullable=True),
    sa.Column('dated_on', sa.Date(), nullable=True),
    sa.Column('sha256', sa.String(), nullable=True),
    sa.Column('issued_by_id', sa.Integer(), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cause_type', sa.String(), nullable=False),
    sa.Column('cause_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('pending', 'cancelled') OR (number IS NOT NULL AND code IS NOT NULL AND length(sha256) = 64)", name=op.f('ck_certificates_proof')),
    sa.CheckConstraint('(person_id IS NULL) != (crew_id IS NULL)', name=op.f('ck_certificates_holder')),
    sa.ForeignKeyConstraint(['crew_id'], ['units.id'], name=op.f('fk_certificates_crew_id')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['users.id'], name=op.f('fk_certificates_ended_by_id')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['users.id'], name=op.f('fk_certificates_issued_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_certificates_person_id')),
    sa.ForeignKeyConstraint(['prepared_by_id'], ['users.id'], name=op.f('fk_certificates_prepared_by_id')),
    sa.ForeignKeyConstraint(['template_id'], ['certificate_templates.id'], name=op.f('fk_certificates_template_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_certificates_unit_id')),
    sa.ForeignKeyConstraint(['version_id'], ['certificate_versions.id'], name=op.f('fk_certificates_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificates')),
    sa.UniqueConstraint('code', name=op.f('uq_certificates_code')),
    sa.UniqueConstraint('number', name=op.f('uq_certificates_number'))
    )
    with op.batch_alter_table('certificates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificates_award'), ['award'], unique=False)
        batch_op.create_index('ix_certificates_cause_type_cause_id', ['cause_type', 'cause_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_crew_id'), ['crew_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_dated_on'), ['dated_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_ended_by_id'), ['ended_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_issued_by_id'), ['issued_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_prepared_at'), ['prepared_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_prepared_by_id'), ['prepared_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_sha256'), ['sha256'], unique=False)
        batch_op.create_index('ix_certificates_source_type_source_id', ['source_type', 'source_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_template_id'), ['template_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_version_id'), ['version_id'], unique=False)
        batch_op.create_index('uq_certificates_source_crew', ['source_type', 'source_id', 'crew_id'], unique=True, sqlite_where=sa.text("source_type != '' AND state IN ('pending', 'issued')"), postgresql_where=sa.text("source_type != '' AND state IN ('pending', 'issued')"))
        batch_op.create_index('uq_certificates_source_person', ['source_type', 'source_id', 'person_id'], unique=True, sqlite_where=sa.text("source_type != '' AND state IN ('pending', 'issued')"), postgresql_where=sa.text("source_type != '' AND state IN ('pending', 'issued')"))


def downgrade() -> None:
    for table in ("certificates", "certificate_versions", "certificate_templates"):
        op.drop_table(table)
