"""The newest turn of data keys is asked for each key that is made

Revision: 0123, after 0126
"""

from alembic import op

revision = '0123'
down_revision = '0126'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('data_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_data_key_turn'), ['turn'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('data_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_data_key_turn'))
