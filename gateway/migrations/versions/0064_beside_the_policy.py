"""What stands beside the policy: objections from Mitz, denies, proposals

Revision: 0064, after 0080
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0064'
down_revision = '0080'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mitz_objection',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('said_by', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('holder', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('data', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('refused', sa.Boolean(), nullable=False),
    sa.Column('trusted', sa.Boolean(), nullable=False),
    sa.Column('stated', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('delivery', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('client_id', 'said_by', 'holder', 'data', 'category')
    )
    op.create_table('restriction',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('said_by', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('document', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('rule', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('received', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ended', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('client_id', 'id')
    )
    op.create_table('proposal',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('said_by', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('document', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('rules', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('received', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('closed', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('client_id', 'id')
    )


def downgrade() -> None:
    op.drop_table('proposal')
    op.drop_table('restriction')
    op.drop_table('mitz_objection')
