"""The queues of several workers: a smaller index for what waits in the inbox.

Why: many processes look into the inbox, and of its rows a few wait while those
of eight days are done. PostgreSQL is told to tidy up the two tables whose rows
come and go by the second.
Old rows: unchanged.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"

_WAITS = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.drop_index("ix_inbox_state_person_seq", "inbox")
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["person", "seq"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("inbox", "outbox", "draft", "trail"):
            op.execute(
                f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0.02,"
                " autovacuum_vacuum_cost_delay = 0)"
            )
