"""What somebody signed to take a mandate back

Revision: 0118, after 0116
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0118'
down_revision = '0116'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('mandate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('taken_back', sqlmodel.sql.sqltypes.AutoString(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('mandate', schema=None) as batch_op:
        batch_op.drop_column('taken_back')
