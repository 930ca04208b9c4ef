"""Sessions that end when unused, logins at a provider, and whom a provider's subjects are

Revision: 0081, after 0070
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0081'
down_revision = '0070'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Whoever is logged in logs in again: nobody noted which provider said who they are.
    op.drop_table('login_session')
    op.create_table('login_session',
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('csrf', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('expires', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('provider', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('proved', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('seen', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('token_hash')
    )
    op.create_table('login_attempt',
    sa.Column('state_hash', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('browser_hash', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('provider', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('nonce', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('verifier', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('again_for', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('path', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('expires', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('state_hash')
    )
    with op.batch_alter_table('login_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_attempt_expires'), ['expires'], unique=False)

    op.create_table('login_subject',
    sa.Column('provider', sqlmodel.sql.sqltypes.AutoString(length=31), nullable=False),
    sa.Column('subject_index', sqlmodel.sql.sqltypes.AutoString(length=43), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('provider', 'subject_index')
    )
    with op.batch_alter_table('login_subject', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_subject_person'), ['person'], unique=False)


def downgrade() -> None:
    op.drop_table('login_subject')
    op.drop_table('login_attempt')
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.drop_column('seen')
        batch_op.drop_column('proved')
        batch_op.drop_column('provider')
