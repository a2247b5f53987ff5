"""Runs the steps over the connection that the store gives."""

from alembic import context

from pincore.store.tables import META

context.configure(connection=context.config.attributes["connection"], target_metadata=META, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
