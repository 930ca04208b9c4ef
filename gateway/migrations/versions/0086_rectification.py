"""Questions of clients to put something right

Revision: 0086, after 0064
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0086'
down_revision = '0064'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rectification',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('task', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('about', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('asked', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('answered', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('client_id', 'task')
    )
    with op.batch_alter_table('rectification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectification_source'), ['source'], unique=False)


def downgrade() -> None:
    op.drop_table('rectification')
