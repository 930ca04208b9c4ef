"""Envelopes of sent messages, by referentienummer, and the faults reported of them

Revision: 0106, after 0101
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0106'
down_revision = '0101'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('envelop',
    sa.Column('referentienummer', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('bericht', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('made', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('fout', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=7), nullable=True),
    sa.Column('reported', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('referentienummer')
    )
    with op.batch_alter_table('envelop', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_envelop_bericht'), ['bericht'], unique=False)


def downgrade() -> None:
    op.drop_table('envelop')
