"""Alembic's entry: run revisions on the connection that `upgrade` hands over."""

from alembic import context

from gateway.migrations.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
