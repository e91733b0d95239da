"""How often somebody did something lately, and what else holds them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import mute, throttle
from storage.transaction import Tx

_UNTIL = "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many times since when."""

    since: datetime
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restraints:
    """What one person did of each deed, and until when they are muted, if they are."""

    counts: Mapping[str, Count]
    muted_until: datetime | None


_OF = sa.select(throttle.c.since, throttle.c.count.label("times")).where(
    throttle.c.person == sa.bindparam("who"), throttle.c.deed == sa.bindparam("what")
)
# Asked for each message that comes in, so it is one statement.
_RESTRAINTS = sa.union_all(
    sa.select(throttle.c.deed, throttle.c.since, throttle.c.count.label("times")).where(
        throttle.c.person == sa.bindparam("counted")
    ),
    sa.select(sa.literal(_UNTIL), mute.c.until, sa.literal(0)).where(
        mute.c.person == sa.bindparam("person")
    ),
)


def _keeping(insert: sqlite.Insert | postgresql.Insert) -> sa.Insert:
    changed = {"since": insert.excluded.since, "count": insert.excluded.count}
    return insert.on_conflict_do_update(index_elements=["person", "deed"], set_=changed)


# On SQLite, and on PostgreSQL.
_KEEP = {True: _keeping(sqlite.insert(throttle)), False: _keeping(postgresql.insert(throttle))}


async def of(tx: Tx, person: bytes, deed: str) -> Count | None:
    """Return how often *person* did *deed*, if at all."""
    row = (await tx.execute(_OF, {"who": person, "what": deed})).one_or_none()
    return None if row is None else Count(since=row.since, count=row.times)


async def restraints(tx: Tx, counted: bytes, person: bytes) -> Restraints:
    """Return what was counted under the name *counted*, and whether *person* is muted."""
    rows = await tx.execute(_RESTRAINTS, {"counted": counted, "person": person})
    found = {row.deed: Count(since=row.since, count=row.times) for row in rows}
    until = found.pop(_UNTIL, None)
    return Restraints(counts=found, muted_until=until.since if until else None)


async def keep(tx: Tx, person: bytes, deed: str, count: Count) -> None:
    """Replace the count of *deed* for *person*."""
    await tx.execute(_KEEP[tx.on_sqlite], _row(person, deed, count))


def keep_at_end(tx: Tx, person: bytes, deed: str, count: Count) -> None:
    """Replace the count of *deed* for *person* with those of others, just before the commit."""
    tx.later(_KEEP[tx.on_sqlite], _row(person, deed, count))


async def forget_before(tx: Tx, deed: str, then: datetime) -> None:
    """Drop counts of *deed* that began before *then*."""
    await tx.execute(sa.delete(throttle).where(throttle.c.deed == deed, throttle.c.since < then))


def _row(person: bytes, deed: str, count: Count) -> dict[str, object]:
    return {"person": person, "deed": deed, "since": count.since, "count": count.count}
