"""Messages that were sent, and until when a relation holds

Revision: 0070, after 0075
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0070'
down_revision = '0075'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('verzonden',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('connector', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('law', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('afzender', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ontvanger', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('identificatie', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('nummer', sa.Integer(), nullable=False),
    sa.Column('dagtekening', sa.Date(), nullable=False),
    sa.Column('made', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('fingerprint', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('retour', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
    sa.Column('answered', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('afzender', 'kind', 'identificatie')
    )
    with op.batch_alter_table('verzonden', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verzonden_fingerprint'), ['fingerprint'], unique=False)
        batch_op.create_index(batch_op.f('ix_verzonden_organisation'), ['organisation'], unique=False)
        batch_op.create_index(batch_op.f('ix_verzonden_state'), ['state'], unique=False)

    with op.batch_alter_table('relation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('until', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('relation', schema=None) as batch_op:
        batch_op.drop_column('until')
    op.drop_table('verzonden')
