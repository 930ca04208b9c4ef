"""What sources withhold from a client, step by step

Revision: 0097, after 0104
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0097'
down_revision = '0104'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('withholding',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('act', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('ground', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('binds', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('records', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('contacts', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('review', sa.Date(), nullable=False),
    sa.Column('recorded', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('client_id', 'id', 'seq')
    )
    with op.batch_alter_table('withholding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_withholding_source'), ['source'], unique=False)


def downgrade() -> None:
    op.drop_table('withholding')
