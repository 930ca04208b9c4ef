"""Who may sign: chains per holder, keys with their custody, mandates, authorities, recovery, letters, registrars

Revision: 0050, after 0045
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0050'
down_revision = '0045'
branch_labels = None
depends_on = None


def text(length=None):
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def moment():
    return sqlmodel.sql.sqltypes.UTCDateTime()


def required(name, kind):
    return sa.Column(name, kind, nullable=False)


def optional(name, kind):
    return sa.Column(name, kind, nullable=True)


def policy_with_holders():
    """The primary key changes, so the table is made again and filled from the old one."""
    op.rename_table('policy', 'policy_before')
    op.create_table('policy',
    required('client_id', text(36)), required('holder', text(36)), required('ver', sa.Integer()),
    required('branch', sa.Integer()), required('hash', text()), required('kid', text()), required('token', text()),
    required('received', moment()), optional('confirmed', moment()),
    sa.PrimaryKeyConstraint('client_id', 'holder', 'ver', 'branch')
    )
    op.execute("INSERT INTO policy (client_id, holder, ver, branch, hash, kid, token, received) "
               "SELECT client_id, client_id, ver, 0, hash, kid, token, received FROM policy_before")
    op.drop_table('policy_before')


def keys_with_custody():
    """Keys there already were enrolled in a login by the client; the first of each needs no waiting."""
    op.rename_table('client_key', 'client_key_before')
    op.create_table('client_key',
    required('client_id', text(36)), required('kid', text()), required('holder', text(36)), required('keeper', text(36)),
    optional('mandate', text()), required('jwk', text()), required('form', text()), required('tier', text()),
    required('assurance', text()), required('first', sa.Boolean()), optional('binding', text()),
    required('enrolled', moment()), optional('ended', moment()), optional('compromised', moment()),
    optional('sealed_private', sa.LargeBinary()),
    sa.PrimaryKeyConstraint('client_id', 'kid')
    )
    op.execute("INSERT INTO client_key (client_id, kid, holder, keeper, jwk, form, tier, assurance, first, enrolled, "
               "sealed_private) SELECT k.client_id, k.kid, k.client_id, k.client_id, k.jwk, 'jws', k.tier, 'digid', "
               "NOT EXISTS (SELECT 1 FROM client_key_before e WHERE e.client_id = k.client_id AND "
               "(e.enrolled < k.enrolled OR (e.enrolled = k.enrolled AND e.kid < k.kid))), k.enrolled, k.sealed_private "
               "FROM client_key_before k")
    op.drop_table('client_key_before')


def upgrade() -> None:
    policy_with_holders()
    keys_with_custody()
    op.create_table('mandate',
    required('client_id', text(36)), required('id', text(64)), required('holder', text(36)), required('delegate', text(36)),
    required('kid', text()), required('token', text()), required('received', moment()), optional('ended', moment()),
    sa.PrimaryKeyConstraint('client_id', 'id')
    )
    op.create_index('ix_mandate_delegate', 'mandate', ['delegate'])
    op.create_table('authority',
    required('client_id', text(36)), required('id', text(36)), required('holder', text(36)), required('capacity', text()),
    required('begins', moment()), optional('ends', moment()), optional('scope', text()), required('basis', text()),
    sa.PrimaryKeyConstraint('client_id', 'id')
    )
    op.create_index('ix_authority_holder', 'authority', ['holder'])
    op.create_table('authority_case',
    required('client_id', text(36)), required('id', text(36)), required('why', text()), required('sealed', sa.LargeBinary()),
    required('opened', moment()), optional('decided', moment()), optional('decided_by', text()),
    sa.PrimaryKeyConstraint('client_id', 'id')
    )
    op.create_table('incapacity',
    required('client_id', text(36)), required('id', text(36)), required('begins', moment()), optional('ends', moment()),
    required('basis', text()),
    sa.PrimaryKeyConstraint('client_id', 'id')
    )
    op.create_table('recovery_contact',
    required('client_id', text(36)), required('contact', text(36)), required('since', moment()),
    sa.PrimaryKeyConstraint('client_id', 'contact')
    )
    op.create_table('voucher',
    required('client_id', text(36)), required('about', text(64)), required('contact', text(36)), required('token', text()),
    required('received', moment()),
    sa.PrimaryKeyConstraint('client_id', 'about', 'contact')
    )
    op.create_table('letter',
    required('client_id', text(36)), required('id', text(36)), required('kind', text()), optional('about', text()),
    optional('code_index', text()), required('tries', sa.Integer()), required('sealed', sa.LargeBinary()),
    required('made', moment()), optional('sent', moment()),
    sa.PrimaryKeyConstraint('client_id', 'id')
    )
    op.create_table('pin',
    required('client_id', text(36)), required('pin_index', text()), required('tries', sa.Integer()),
    required('since', moment()),
    sa.PrimaryKeyConstraint('client_id')
    )
    op.create_table('registrar',
    required('kid', text()), required('person', text(36)), required('jwk', text()), required('since', moment()),
    optional('ended', moment()),
    sa.PrimaryKeyConstraint('kid')
    )
    op.create_index('ix_registrar_person', 'registrar', ['person'])


def downgrade() -> None:
    for table in ('registrar', 'pin', 'letter', 'voucher', 'recovery_contact', 'incapacity', 'authority_case', 'authority',
                  'mandate'):
        op.drop_table(table)
    # Forks and documents of others than the client have no place in the older schema.
    op.rename_table('policy', 'policy_after')
    op.create_table('policy',
    required('client_id', text(36)), required('ver', sa.Integer()), required('hash', text()), required('kid', text()),
    required('token', text()), required('received', moment()),
    sa.PrimaryKeyConstraint('client_id', 'ver')
    )
    op.execute("INSERT INTO policy SELECT client_id, ver, hash, kid, token, received FROM policy_after "
               "WHERE holder = client_id AND branch = 0")
    op.drop_table('policy_after')
    with op.batch_alter_table('client_key') as batch_op:
        for column in ('holder', 'keeper', 'mandate', 'form', 'assurance', 'first', 'binding', 'ended', 'compromised'):
            batch_op.drop_column(column)
