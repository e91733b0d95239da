"""Find what is sealed under older versions of a key, and put newer values in their place."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from storage import sealing
from storage.sealed_columns import SealedColumn
from storage.transaction import Tx

# More than one: a single damaged value must not pass for a foreign key.
_SAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A sealed value, the place it is bound to, and the key of its row."""

    key: Any = field(repr=False)
    sealed: bytes = field(repr=False)
    place: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What stands in the row `key` as `old`, to become `new`."""

    key: Any = field(repr=False)
    old: bytes = field(repr=False)
    new: bytes = field(repr=False)


async def under_versions(
    tx: Tx, column: SealedColumn, versions: Collection[int], after: Any, limit: int
) -> list[Found]:
    """Return values of *column* under one of *versions*, of rows that follow *after*.

    Args:
        tx: The open transaction.
        column: Where to look.
        versions: The versions wanted.
        after: The key of the last row seen, None at the beginning.
        limit: How many at most.
    """
    query = sa.select(column.key.label("key"), column.column.label("sealed"), *column.needed)
    query = query.where(column.is_sealed, _is_under(column, versions))
    if after is not None:
        query = query.where(column.key > after)
    rows = await tx.execute(query.order_by(column.key).limit(limit))
    return [_found(column, row) for row in rows]


async def count(tx: Tx, column: SealedColumn, versions: Collection[int]) -> int:
    """Return how many values of *column* are under one of *versions*."""
    query = sa.select(sa.func.count()).select_from(column.table)
    query = query.where(column.is_sealed, _is_under(column, versions))
    return int((await tx.execute(query)).scalar_one())


async def count_without(tx: Tx, column: SealedColumn, versions: Collection[int]) -> int:
    """Return how many values of *column* are under none of *versions*."""
    query = sa.select(sa.func.count()).select_from(column.table)
    query = query.where(column.is_sealed, sa.not_(_is_under(column, versions)))
    return int((await tx.execute(query)).scalar_one())


async def exchange(tx: Tx, column: SealedColumn, pairs: Iterable[Exchange]) -> None:
    """Put new values in, but only where the old one still stands: a bot may have been faster."""
    here = (column.key == sa.bindparam("row"), column.column == sa.bindparam("old"))
    query = sa.update(column.table).where(*here)
    rows = [{"row": pair.key, "old": pair.old, "new": pair.new} for pair in pairs]
    if rows:
        await tx.execute(query.values({column.column.name: sa.bindparam("new")}), rows)


async def samples(tx: Tx, column: SealedColumn, among: int | None) -> list[Found]:
    """Return a few values of *column*, those under the newest versions first.

    Looked at are *among* rows, whichever; None reads the whole table.
    """
    query = sa.select(column.key.label("key"), column.column.label("sealed"), *column.needed)
    query = query.where(column.is_sealed)
    if among is not None:
        # Their keys first: as a subquery PostgreSQL may read the whole table for it.
        newest = sa.select(column.key).order_by(column.key.desc()).limit(among)
        query = query.where(column.key.in_([key for (key,) in await tx.execute(newest)]))
    rows = await tx.execute(query.order_by(column.version.desc()).limit(_SAMPLES))
    return [_found(column, row) for row in rows]


def _found(column: SealedColumn, row: sa.Row[Any]) -> Found:
    return Found(key=row.key, sealed=row.sealed, place=column.place(row))


def _is_under(column: SealedColumn, versions: Collection[int]) -> sa.ColumnElement[bool]:
    return column.version.in_([sealing.prefix(version) for version in versions])
