"""How often somebody did something lately."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.tables import throttle
from storage.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many times since when."""

    since: datetime
    count: int


async def of(tx: Tx, person: bytes, deed: str) -> Count | None:
    """Return how often *person* did *deed*, if at all."""
    row = (
        await tx.execute(
            sa.select(throttle.c.since, throttle.c.count.label("times")).where(*_key(person, deed))
        )
    ).one_or_none()
    return None if row is None else Count(since=row.since, count=row.times)


async def keep(tx: Tx, person: bytes, deed: str, count: Count) -> None:
    """Replace the count of *deed* for *person*."""
    changed = {"since": count.since, "count": count.count}
    fresh = tx.insert(throttle).values({"person": person, "deed": deed} | changed)
    await tx.execute(fresh.on_conflict_do_update(index_elements=["person", "deed"], set_=changed))


async def forget_before(tx: Tx, then: datetime) -> None:
    """Drop counts that began before *then*."""
    await tx.execute(sa.delete(throttle).where(throttle.c.since < then))


def _key(person: bytes, deed: str) -> tuple[sa.ColumnElement[bool], ...]:
    return throttle.c.person == person, throttle.c.deed == deed
