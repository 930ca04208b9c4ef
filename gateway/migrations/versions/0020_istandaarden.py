"""iWmo and iJw: finding messages again by what they name; agreed tariffs

Revision: 0020, after 0050
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0020'
down_revision = '0050'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bericht_sleutel',
    sa.Column('sleutel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('delivery', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('dag', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('sleutel', 'delivery')
    )
    op.create_table('tarief',
    sa.Column('law', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('gemeente', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('aanbieder', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('product_code', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.Column('eenheid', sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
    sa.Column('vanaf', sa.Date(), nullable=False),
    sa.Column('tot', sa.Date(), nullable=True),
    sa.Column('tarief', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('law', 'gemeente', 'aanbieder', 'product_code', 'eenheid', 'vanaf')
    )


def downgrade() -> None:
    op.drop_table('tarief')
    op.drop_table('bericht_sleutel')
