"""iWmo and iJw: terms that run

Revision: 0075, after 0060
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0075'
down_revision = '0060'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('termijn',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('law', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('volgnummer', sa.Integer(), nullable=False),
    sa.Column('regel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('partij', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('gemeente', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('aanbieder', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('identificatie', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('plaats', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('verwacht', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('vanaf', sa.Date(), nullable=False),
    sa.Column('uiterlijk', sa.Date(), nullable=False),
    sa.Column('vervalt', sa.Date(), nullable=True),
    sa.Column('delivery', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.PrimaryKeyConstraint('client_id', 'law', 'volgnummer')
    )
    op.create_index(op.f('ix_termijn_gemeente'), 'termijn', ['gemeente'], unique=False)
    op.create_index(op.f('ix_termijn_aanbieder'), 'termijn', ['aanbieder'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_termijn_aanbieder'), table_name='termijn')
    op.drop_index(op.f('ix_termijn_gemeente'), table_name='termijn')
    op.drop_table('termijn')
