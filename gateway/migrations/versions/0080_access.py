"""Keys of care systems by address

Revision: 0080, after 0059
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0080'
down_revision = '0059'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('connector', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('jwks_url', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default='')
        )
        batch_op.add_column(sa.Column('fetched', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('asked', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('connector', schema=None) as batch_op:
        batch_op.drop_column('asked')
        batch_op.drop_column('fetched')
        batch_op.drop_column('jwks_url')
