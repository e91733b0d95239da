"""The hashes under which reporters are found, and their way from one secret to the next.

A look-up of the first secret has 32 bytes; one of a later secret begins with
its number, so that what is left to do can be seen by the database alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from storage import sealing
from storage.tables import reporter
from storage.transaction import Tx

_FIRST = 1
_DIGEST = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A reporter with a look-up that is to be renewed."""

    id: bytes
    lookup: bytes = field(repr=False)
    sealed_chat: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """The look-up `new` for a reporter who is still under `old`."""

    id: bytes
    old: bytes = field(repr=False)
    new: bytes = field(repr=False)


async def reporter_with(tx: Tx, lookups: Sequence[bytes]) -> bytes | None:
    """Return the id of the reporter behind one of these hashes of one person, if any.

    Should there be two, the one under the look-up that comes first is taken.
    """
    query = sa.select(reporter.c.id, reporter.c.lookup).where(reporter.c.lookup.in_(lookups))
    found = {row.lookup: row.id for row in await tx.execute(query)}
    return next((found[lookup] for lookup in lookups if lookup in found), None)


async def outdated(tx: Tx, number: int, after: bytes | None, limit: int) -> list[Known]:
    """Return reporters whose look-up is not of the secret *number* and who follow *after*."""
    columns = (reporter.c.id, reporter.c.lookup, reporter.c.sealed_chat)
    query = sa.select(*columns).where(*_outdated(number)).order_by(reporter.c.id).limit(limit)
    if after is not None:
        query = query.where(reporter.c.id > after)
    rows = await tx.execute(query)
    return [Known(id=row.id, lookup=row.lookup, sealed_chat=row.sealed_chat) for row in rows]


async def count_outdated(tx: Tx, number: int) -> int:
    """Return how many look-ups are not of the secret *number*."""
    query = sa.select(sa.func.count()).select_from(reporter).where(*_outdated(number))
    return int((await tx.execute(query)).scalar_one())


async def renew(tx: Tx, renewals: Iterable[Renewal]) -> None:
    """Put new look-ups in where the old one still stands and nobody has the new one."""
    other = reporter.alias("other")
    taken = sa.exists().where(other.c.lookup == sa.bindparam("new"))
    here = (reporter.c.id == sa.bindparam("row"), reporter.c.lookup == sa.bindparam("old"))
    query = sa.update(reporter).where(*here, sa.not_(taken)).values(lookup=sa.bindparam("new"))
    rows = [{"row": one.id, "old": one.old, "new": one.new} for one in renewals]
    if rows:
        await tx.execute(query, rows)


def _outdated(number: int) -> tuple[sa.ColumnElement[bool], ...]:
    is_first = sa.func.length(reporter.c.lookup) == _DIGEST
    begins = sa.func.substr(reporter.c.lookup, 1, 2, type_=sa.LargeBinary)
    is_current = is_first if number == _FIRST else begins == sealing.prefix(number)
    # Of a first look-up two bytes may by chance be those of a number.
    if number != _FIRST:
        is_current = sa.and_(sa.not_(is_first), is_current)
    has_way = reporter.c.sealed_chat.is_not(None)
    return reporter.c.lookup.is_not(None), has_way, sa.not_(is_current)
