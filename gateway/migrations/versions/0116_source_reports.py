"""What operators told care systems about their deliveries

Revision: 0116, after 0097
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0116'
down_revision = '0097'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('source_report',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('connector', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('about', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('delivery', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
    sa.Column('codes', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('made', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('read', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('source_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_report_connector'), ['connector'], unique=False)
        batch_op.create_index(batch_op.f('ix_source_report_delivery'), ['delivery'], unique=False)


def downgrade() -> None:
    op.drop_table('source_report')
