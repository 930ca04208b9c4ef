"""Numbers that care systems name professionals by

Revision: 0130, after 0123
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0130'
down_revision = '0123'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('professional', schema=None) as batch_op:
        for name in ('agb', 'uzi', 'big'):
            batch_op.add_column(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('professional', schema=None) as batch_op:
        for name in ('big', 'uzi', 'agb'):
            batch_op.drop_column(name)
