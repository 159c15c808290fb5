"""What alembic runs: the migrations on the connection that `database.migrate` gives, or as SQL for one to read."""

from __future__ import annotations

from alembic import context

from labeling.record.tables import METADATA

connection = context.config.attributes.get("connection")
if connection is None:
    context.configure(dialect_name="postgresql", target_metadata=METADATA, literal_binds=True)
else:
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
