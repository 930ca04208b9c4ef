"""How long the keys of a care system may be kept by what its own address says

Revision: 0126, after 0118
"""

import sqlalchemy as sa
from alembic import op

revision = '0126'
down_revision = '0118'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('connector', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lasts', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('connector', schema=None) as batch_op:
        batch_op.drop_column('lasts')
