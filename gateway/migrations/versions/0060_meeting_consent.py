"""Consent for one meeting

Revision: 0060, after 0086
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0060'
down_revision = '0086'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('meeting_consent',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('meeting', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('holder', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('kid', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('token', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('received', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ended', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('client_id', 'id')
    )


def downgrade() -> None:
    op.drop_table('meeting_consent')
