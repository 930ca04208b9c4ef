"""Certificates that care systems connect with

Revision: 0104, after 0106
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0104'
down_revision = '0106'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('connector', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('certificates', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default='')
        )


def downgrade() -> None:
    with op.batch_alter_table('connector', schema=None) as batch_op:
        batch_op.drop_column('certificates')
