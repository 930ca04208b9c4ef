"""Proofs of the audit log: hashes of subtrees, kept checkpoints with cosignatures, events that can be erased

Revision: 0045, after 0002
"""

import hashlib
import json

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0045'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    nodes = op.create_table('audit_node',
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('hash', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('level', 'place')
    )
    op.create_table('audit_checkpoint',
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('made', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('size')
    )
    op.create_table('audit_cosignature',
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('witness', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('line', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('received', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('size', 'witness')
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('org', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.create_index(batch_op.f('ix_audit_org'), ['org'], unique=False)
        batch_op.alter_column('body', existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=True)
        batch_op.alter_column('salt', existing_type=sa.LargeBinary(), nullable=True)
    _fill(nodes)


def _fill(nodes) -> None:
    """Organisation and subtrees of what is on the log already; written out here because a revision never changes with the code."""
    for seq, body in op.get_bind().execute(sa.text('SELECT seq, body FROM audit ORDER BY seq')).all():
        values = {'seq': seq, 'org': json.loads(body).get('org')}
        op.get_bind().execute(sa.text('UPDATE audit SET org = :org WHERE seq = :seq'), values)
    below = [bytes.fromhex(leaf) for (leaf,) in op.get_bind().execute(sa.text('SELECT leaf FROM audit ORDER BY seq'))]
    level = 0
    while len(below) > 1:
        level += 1
        below = [hashlib.sha256(b'\x01' + left + right).digest() for left, right in zip(below[::2], below[1::2])]
        op.bulk_insert(nodes, [{'level': level, 'place': place, 'hash': node.hex()} for place, node in enumerate(below)])


def downgrade() -> None:
    op.drop_table('audit_cosignature')
    op.drop_table('audit_checkpoint')
    op.drop_table('audit_node')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_org'))
        batch_op.drop_column('org')
        batch_op.alter_column('salt', existing_type=sa.LargeBinary(), nullable=False)
        batch_op.alter_column('body', existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=False)
