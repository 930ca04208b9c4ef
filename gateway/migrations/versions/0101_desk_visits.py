"""Visits to the desk

Revision: 0101, after 0076
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0101'
down_revision = '0076'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('desk_visit',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('registrar', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('document', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('opened', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ends', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('client_id', 'id'),
    sa.UniqueConstraint('id')
    )
    with op.batch_alter_table('desk_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_desk_visit_registrar'), ['registrar'], unique=False)


def downgrade() -> None:
    op.drop_table('desk_visit')
