"""The record: events in a chain, each bound to the one before."""

from collections.abc import AsyncIterator, Iterable
from datetime import date, datetime

import sqlalchemy as sa

from storage.tables import chain, event
from storage.transaction import Tx
from triage import events
from triage.events import Event

_PAGE = 1000
_HEAD = sa.select(chain).with_for_update()
_ADD = sa.insert(event)
_MOVE = sa.update(chain).values(seq=sa.bindparam("to"), hash=sa.bindparam("digest"))


async def append(
    tx: Tx,
    *,
    at: datetime,
    actor: str,
    verb: str,
    subject: str,
    subject_id: bytes | None,
    commitment: bytes | None,
) -> int:
    """Write one event behind the last and return its number.

    Locks the head of the chain until the transaction ends, so that the numbers
    are the order of commits. The rows themselves go in at its end.
    """
    seq, before = await _head(tx)
    new = Event(
        seq=seq + 1,
        at=at,
        actor=actor,
        verb=verb,
        subject=subject,
        subject_id=subject_id,
        commitment=commitment,
    )
    digest = events.hash_of(new, before)
    row = {"seq": new.seq, "at": at, "actor": actor, "verb": verb, "subject": subject}
    row |= {"subject_id": subject_id, "commitment": commitment}
    tx.later(_ADD, row | {"before": before, "hash": digest})
    tx.last(_MOVE, {"to": new.seq, "digest": digest})
    return new.seq


async def _head(tx: Tx) -> tuple[int, bytes]:
    """Return number and hash of the last event, one of this transaction included."""
    if ours := tx.pending(_MOVE):
        return ours["to"], ours["digest"]
    head = (await tx.execute(_HEAD)).one()
    return head.seq, head.hash


async def head(tx: Tx) -> tuple[int, bytes]:
    """Return number and hash of the last event; no other is written until this ends."""
    return await _head(tx)


async def mark_anchored(tx: Tx, today: date) -> bool:
    """Keep that the head was told today; return False if it was already."""
    here = sa.or_(chain.c.anchored_on.is_(None), chain.c.anchored_on < today)
    changed = sa.update(chain).where(here).values(anchored_on=today)
    return bool((await tx.execute(changed)).rowcount)


async def lock(tx: Tx) -> None:
    """Wait until no other transaction writes events, and let none until this one ends."""
    await tx.execute(_HEAD)


async def first_broken(tx: Tx) -> int | None:
    """Return the number at which the chain breaks, or None if it holds to its head."""
    before, seq = events.GENESIS, 0
    async for links in _pages(tx):
        broken = events.first_broken(links, before, seq)
        if broken is not None:
            return broken
        before, seq = links[-1][2], links[-1][0].seq
    head = (await tx.execute(sa.select(chain))).one()
    return None if (head.seq, head.hash) == (seq, before) else seq + 1


async def about(tx: Tx, subject_id: bytes) -> list[Event]:
    """Return the events about *subject_id*, in order."""
    query = sa.select(event).where(event.c.subject_id == subject_id).order_by(event.c.seq)
    return [link[0] for link in _links(await tx.execute(query))]


async def _pages(tx: Tx) -> AsyncIterator[list[tuple[Event, bytes, bytes]]]:
    last = 0
    while True:
        query = sa.select(event).where(event.c.seq > last).order_by(event.c.seq).limit(_PAGE)
        links = _links(await tx.execute(query))
        if not links:
            return
        yield links
        last = links[-1][0].seq


def _links(rows: Iterable[sa.Row[tuple[int]]]) -> list[tuple[Event, bytes, bytes]]:
    return [(_event(row), row.before, row.hash) for row in rows]


def _event(row: sa.Row[tuple[int]]) -> Event:
    return Event(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        verb=row.verb,
        subject=row.subject,
        subject_id=row.subject_id,
        commitment=row.commitment,
    )
