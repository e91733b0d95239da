"""Updates from Telegram that we have accepted and not yet finished."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

import sqlalchemy as sa

from storage.columns import Utc
from storage.database import Database
from storage.presence import ALL, Share
from storage.tables import inbox
from storage.transaction import Box, Tx


class InboxState(StrEnum):
    """How far an accepted update has come."""

    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUpdate:
    """An update as it is put into the inbox; `person` keeps one person's in order."""

    bot: int
    update_id: int
    person: bytes
    sealed_update: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """An update whose turn it is."""

    seq: int
    bot: int
    update_id: int
    person: bytes
    sealed_update: bytes = field(repr=False)
    tries: int


# Nothing of when exactly it came stays either, only the day.
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_DONE = {
    "state": InboxState.DONE,
    "sealed_update": None,
    "person": None,
    "due_at": _LONG_AGO,
}
_THESE = inbox.c.seq.in_(sa.bindparam("these", expanding=True))
_FINISH = sa.update(inbox).where(_THESE).values(_DONE)
# Spelled out and not a parameter: only so the partial index serves it.
_WAITS = inbox.c.state == sa.literal_column(f"'{InboxState.WAITING}'")
_FIRSTS = sa.select(sa.func.min(inbox.c.seq)).where(
    _WAITS, inbox.c.person.not_in(sa.bindparam("busy", expanding=True))
)
# A person is a keyed hash: any of its bytes divides people fairly.
_IN_SHARE = sa.func.get_byte(inbox.c.person, 0) % sa.bindparam("count", type_=sa.Integer)
_OF_A_SHARE = _FIRSTS.where(sa.bindparam("rank", type_=sa.Integer) == _IN_SHARE)


def _heads(firsts: sa.Select[tuple[int]]) -> sa.Select[tuple[int]]:
    return (
        sa.select(inbox)
        .where(
            inbox.c.seq.in_(firsts.group_by(inbox.c.person)),
            inbox.c.due_at <= sa.bindparam("now", type_=Utc),
        )
        .order_by(inbox.c.seq)
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


_HEADS, _HEADS_OF_A_SHARE = _heads(_FIRSTS), _heads(_OF_A_SHARE)
_CLAIM = sa.select(inbox.c.seq).where(_THESE, _WAITS)
_CLAIM_AMONG_OTHERS = _CLAIM.with_for_update(skip_locked=True)


async def add(tx: Tx, updates: Collection[NewUpdate], now: datetime) -> None:
    """Keep *updates*; those we have had before change nothing."""
    rows = [
        {
            "bot": update.bot,
            "update_id": update.update_id,
            "person": update.person,
            "sealed_update": update.sealed_update,
            "state": InboxState.WAITING,
            "tries": 0,
            "due_at": now,
            "accepted_on": now.date(),
        }
        for update in updates
    ]
    fresh = tx.insert(inbox).on_conflict_do_nothing(index_elements=["bot", "update_id"])
    await tx.execute(fresh, rows)
    tx.wake(Box.INBOX)


async def heads(
    database: Database,
    now: datetime,
    busy: Collection[bytes],
    limit: int,
    share: Share = ALL,
) -> list[InboxRow]:
    """Return the oldest waiting update of each person who has none under way.

    A person whose oldest is put off until later waits with all that follow.
    Only people of this *share* are looked at.
    """
    given = {"now": now, "busy": list(busy), "most": limit}
    query = _HEADS
    if share.count > 1:
        # Several processes work on PostgreSQL alone.
        query = _HEADS_OF_A_SHARE
        given |= {"rank": share.rank, "count": share.count}
    async with database.read() as tx:
        return [_row(row) for row in await tx.execute(query, given)]


async def claim(tx: Tx, seqs: Collection[int]) -> set[int]:
    """Return which of *seqs* still wait; nobody else can handle those until we are done."""
    # On SQLite nobody else writes before our commit.
    query = _CLAIM if tx.on_sqlite else _CLAIM_AMONG_OTHERS
    return {seq for (seq,) in await tx.execute(query, {"these": list(seqs)})}


async def finish(tx: Tx, seqs: Collection[int]) -> None:
    """Erase what updates said and whose they were; their numbers stay."""
    await tx.execute(_FINISH, {"these": list(seqs)})


async def put_off(tx: Tx, seq: int, until: datetime) -> None:
    """Count one more try and leave the update until *until*."""
    values = {"tries": inbox.c.tries + 1, "due_at": until}
    await tx.execute(sa.update(inbox).where(inbox.c.seq == seq).values(values))


async def park(tx: Tx, seq: int, fault: str) -> None:
    """Set an update aside, whole, under the number *fault* that its sender was told."""
    values = {"state": InboxState.PARKED, "fault": fault}
    await tx.execute(sa.update(inbox).where(inbox.c.seq == seq).values(values))


async def drop_parked(tx: Tx, person: bytes) -> None:
    """Erase what *person* wrote that was set aside: nobody will try it again."""
    theirs = (inbox.c.person == person, inbox.c.state == InboxState.PARKED)
    await tx.execute(sa.update(inbox).where(*theirs).values(_DONE | {"fault": None}))


async def unpark(tx: Tx, now: datetime) -> int:
    """Give every parked update another three tries; return how many there were."""
    values = {"state": InboxState.WAITING, "tries": 0, "due_at": now, "fault": None}
    query = sa.update(inbox).where(inbox.c.state == InboxState.PARKED).values(values)
    found = await tx.execute(query)
    tx.wake(Box.INBOX)
    return found.rowcount


async def parked(tx: Tx) -> list[str]:
    """Return the fault numbers of the parked updates, oldest first."""
    query = sa.select(inbox.c.fault).where(inbox.c.state == InboxState.PARKED)
    return [fault for (fault,) in await tx.execute(query.order_by(inbox.c.seq))]


async def waiting(tx: Tx) -> int:
    """Return how many updates wait to be handled."""
    query = sa.select(sa.func.count()).where(_WAITS)
    return int((await tx.execute(query)).scalar_one())


async def forget_before(tx: Tx, day: date) -> None:
    """Drop the numbers of finished updates accepted before *day*."""
    old = (inbox.c.state == InboxState.DONE, inbox.c.accepted_on < day)
    await tx.execute(sa.delete(inbox).where(*old))


def _row(row: sa.Row[tuple[int]]) -> InboxRow:
    return InboxRow(
        seq=row.seq,
        bot=row.bot,
        update_id=row.update_id,
        person=row.person,
        sealed_update=row.sealed_update,
        tries=row.tries,
    )
