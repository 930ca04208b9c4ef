"""Terminology: rulings on mappings, confirmed tags, and how each record is tagged

Revision: 0040, after 0020
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0040'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('map_ruling',
    sa.Column('map', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('system', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('problems', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('equivalence', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('confidence', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('life', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reviewer', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reviewer_name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('recorded', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('day', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('map', 'revision')
    )
    op.create_table('tag_confirmation',
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('record', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
    sa.Column('recorded', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('client_id', 'record', 'seq')
    )
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.add_column(sa.Column('basis', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('confidence', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('question', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    with op.batch_alter_table('record_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('retagged', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('record_version', schema=None) as batch_op:
        batch_op.drop_column('retagged')
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.drop_column('question')
        batch_op.drop_column('confidence')
        batch_op.drop_column('basis')
    op.drop_table('tag_confirmation')
    op.drop_table('map_ruling')
