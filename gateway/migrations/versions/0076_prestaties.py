"""iWmo and iJw: what claims were granted, per client

Revision: 0076, after 0081
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0076'
down_revision = '0081'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('prestatie',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('delivery', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('connector', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('law', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('gemeente', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('client_id', 'delivery')
    )
    op.create_index(op.f('ix_prestatie_delivery'), 'prestatie', ['delivery'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_prestatie_delivery'), table_name='prestatie')
    op.drop_table('prestatie')
