"""Noodinzage and the outbox of notices

Revision: 0059, after 0040
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0059'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('emergency',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('person', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('org', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sealed_reason', sa.LargeBinary(), nullable=False),
    sa.Column('asked', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('opened', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ends', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('reviewed', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('reviewer', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('verdict', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('escalated', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('client_id', 'id'),
    sa.UniqueConstraint('id')
    )
    with op.batch_alter_table('emergency', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_emergency_org'), ['org'], unique=False)
        batch_op.create_index(batch_op.f('ix_emergency_person'), ['person'], unique=False)

    op.create_table('notice',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('addressee', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('written', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('sent', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('client_id', 'id')
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_due'), ['due'], unique=False)


def downgrade() -> None:
    op.drop_table('notice')
    op.drop_table('emergency')
