"""The counters that number rows: moved with a table, so that no number comes twice.

A row of the outbox goes when it was delivered, and its number must not come
back; so the counter itself is moved, not only the highest number in the table.
"""

import sqlalchemy as sa

from storage.transaction import Tx

_LAST_ON_SQLITE = sa.text("SELECT max(seq) FROM sqlite_sequence WHERE name = :name")
_LAST_ON_POSTGRESQL = sa.text(
    "SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, :column)::regclass)"
)
_FORGET_ON_SQLITE = sa.text("DELETE FROM sqlite_sequence WHERE name = :name")
_SET_ON_SQLITE = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)")
_SET_ON_POSTGRESQL = sa.text("SELECT setval(pg_get_serial_sequence(:name, :column), :last)")


async def carry_on(here: Tx, there: Tx, table: sa.Table) -> None:
    """Let the next row of *table* get the number there that it would get here."""
    column = table.autoincrement_column
    if column is None or not (last := await _last(here, column)):
        return
    names = _names(there, column)
    if there.on_sqlite:
        await there.execute(_FORGET_ON_SQLITE, names)
        await there.execute(_SET_ON_SQLITE, names | {"last": last})
    else:
        await there.execute(_SET_ON_POSTGRESQL, names | {"last": last})


async def is_carried_on(here: Tx, there: Tx, table: sa.Table) -> bool:
    """Return whether the next row of *table* gets the same number on both sides."""
    column = table.autoincrement_column
    return column is None or await _last(here, column) == await _last(there, column)


async def _last(tx: Tx, column: sa.Column[int]) -> int:
    """Return the highest number that was ever given, 0 if none was."""
    statement = _LAST_ON_SQLITE if tx.on_sqlite else _LAST_ON_POSTGRESQL
    counted = (await tx.execute(statement, _names(tx, column))).scalar_one()
    highest = (await tx.execute(sa.select(sa.func.max(column)))).scalar_one()
    return max(counted or 0, highest or 0)


def _names(tx: Tx, column: sa.Column[int]) -> dict[str, str | int]:
    if tx.on_sqlite:
        return {"name": column.table.name}
    return {"name": f'"{column.table.name}"', "column": column.name}
