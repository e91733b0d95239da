"""Everything the bot is about to say, until Telegram has it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

import sqlalchemy as sa

from storage.columns import Utc
from storage.database import Database
from storage.tables import outbox
from storage.transaction import Box, Tx


class OutboxState(StrEnum):
    """A row is waiting, or has failed for good; what was sent is erased."""

    WAITING = "waiting"
    FAILED = "failed"


class Lane(IntEnum):
    """Which rows go first when not all can."""

    DANGER = 0
    NORMAL = 1


class AddressKind(StrEnum):
    """Whom a row is for; only the bot can turn one into a chat."""

    CONVERSATION = "conversation"
    REPORTER = "reporter"
    NAMED = "named"
    OFFICER = "officer"
    # The card of a case, in the topic of its desk.
    CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """Something to say, sealed, and to whom."""

    lane: Lane
    kind: AddressKind
    address: bytes
    sealed_chat: bytes | None = field(repr=False)
    sealed_saying: bytes = field(repr=False)
    # None: at once.
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A row whose turn it is."""

    seq: int
    lane: Lane
    kind: AddressKind
    address: bytes
    sealed_chat: bytes | None = field(repr=False)
    sealed_saying: bytes = field(repr=False)
    tries: int
    queued_at: datetime


_PUT = sa.insert(outbox)
_ERASE = sa.delete(outbox).where(outbox.c.seq.in_(sa.bindparam("these", expanding=True)))
_FIRSTS = (
    sa.select(sa.func.min(outbox.c.seq))
    .where(
        outbox.c.state == OutboxState.WAITING,
        outbox.c.address.not_in(sa.bindparam("busy", expanding=True)),
    )
    .group_by(outbox.c.lane, outbox.c.address)
)
_HEADS = (
    sa.select(outbox)
    .where(outbox.c.seq.in_(_FIRSTS), outbox.c.due_at <= sa.bindparam("now", type_=Utc))
    .order_by(outbox.c.lane, outbox.c.seq)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


async def put(tx: Tx, row: NewRow, now: datetime) -> None:
    """Queue *row*; it leaves when the transaction has committed, or when it is due."""
    values = {
        "lane": row.lane,
        "address_kind": row.kind,
        "address": row.address,
        "sealed_chat": row.sealed_chat,
        "sealed_saying": row.sealed_saying,
        "state": OutboxState.WAITING,
        "tries": 0,
        "due_at": row.due_at or now,
        "queued_at": now,
    }
    tx.later(_PUT, values)
    tx.wake(Box.OUTBOX)


async def waiting_for(tx: Tx, kind: AddressKind, address: bytes) -> int:
    """Return how many rows wait for this address or are on their way, from before this."""
    here = (outbox.c.address_kind == kind, outbox.c.address == address)
    waits = (outbox.c.state == OutboxState.WAITING, outbox.c.lane == Lane.NORMAL)
    query = sa.select(sa.func.count()).select_from(outbox).where(*waits, *here)
    return int((await tx.execute(query)).scalar_one())


async def heads(
    database: Database, now: datetime, busy: Collection[bytes], limit: int
) -> list[OutboxRow]:
    """Return the oldest waiting row of each address and lane, danger first."""
    given = {"now": now, "busy": list(busy), "most": limit}
    async with database.read() as tx:
        return [_row(row) for row in await tx.execute(_HEADS, given)]


async def erase(tx: Tx, seqs: Collection[int]) -> None:
    """Drop rows that Telegram has."""
    await tx.execute(_ERASE, {"these": list(seqs)})


async def put_off(tx: Tx, seq: int, until: datetime) -> None:
    """Count one more try and leave the row until *until*."""
    values = {"tries": outbox.c.tries + 1, "due_at": until}
    await tx.execute(sa.update(outbox).where(outbox.c.seq == seq).values(values))


async def fail(tx: Tx, seq: int, problem: str) -> None:
    """Give up on a row: its words and whom it was for are erased, that it failed and why stays."""
    values = {
        "state": OutboxState.FAILED,
        "problem": problem,
        "address": b"",
        "sealed_chat": None,
        "sealed_saying": b"",
    }
    await tx.execute(sa.update(outbox).where(outbox.c.seq == seq).values(values))


async def problems(tx: Tx) -> dict[str, int]:
    """Return how many rows failed, by problem."""
    query = sa.select(outbox.c.problem, sa.func.count().label("rows"))
    query = query.where(outbox.c.state == OutboxState.FAILED).group_by(outbox.c.problem)
    return {row.problem: row.rows for row in await tx.execute(query)}


async def waiting(tx: Tx) -> int:
    """Return how many rows wait to be sent."""
    query = sa.select(sa.func.count()).where(outbox.c.state == OutboxState.WAITING)
    return int((await tx.execute(query)).scalar_one())


async def forget_failed_before(tx: Tx, then: datetime) -> None:
    """Drop rows that failed and were queued before *then*."""
    old = (outbox.c.state == OutboxState.FAILED, outbox.c.queued_at < then)
    await tx.execute(sa.delete(outbox).where(*old))


def _row(row: sa.Row[tuple[int]]) -> OutboxRow:
    return OutboxRow(
        seq=row.seq,
        lane=Lane(row.lane),
        kind=AddressKind(row.address_kind),
        address=row.address,
        sealed_chat=row.sealed_chat,
        sealed_saying=row.sealed_saying,
        tries=row.tries,
        queued_at=row.queued_at,
    )
