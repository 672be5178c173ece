"""Where Alembic gets its connection: from ``datasets.database.migrate``, or from ``python -m tests.migration`` which writes a new one."""

from alembic import context

config = context.config

context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes.get("metadata"),
    render_as_batch=True,
    compare_type=True,
    render_item=config.attributes.get("render_item"),
    include_object=config.attributes.get("include_object"),
)
with context.begin_transaction():
    context.run_migrations()
