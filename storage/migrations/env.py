"""Alembic's entry: migrations run on the connection that storage.schema hands over."""

from alembic import context

from storage.all_tables import everything

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=everything,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
