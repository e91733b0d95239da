"""The numbers of the messages in a private chat, while Telegram lets us delete them."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage.tables import trail
from storage.transaction import Tx

_ID = 16
_ADD = sa.insert(trail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message of a chat; its number opens under the identity key."""

    id: bytes
    sealed_message: bytes = field(repr=False)


def new_id() -> bytes:
    """Return a random id: a counted one would tell the order of strangers' messages."""
    return secrets.token_bytes(_ID)


async def add(tx: Tx, person: bytes, step: Step, erase_at: datetime) -> None:
    """Keep the number of one message until *erase_at*."""
    values = {"id": step.id, "person": person, "sealed_message": step.sealed_message}
    tx.later(_ADD, values | {"erase_at": erase_at})


async def of(tx: Tx, person: bytes) -> list[Step]:
    """Return what is kept of the chat with *person*, in no order."""
    query = sa.select(trail).where(trail.c.person == person)
    rows = await tx.execute(query)
    return [Step(id=row.id, sealed_message=row.sealed_message) for row in rows]


async def erase(tx: Tx, ids: Collection[bytes]) -> None:
    """Drop the steps with *ids*."""
    await tx.execute(sa.delete(trail).where(trail.c.id.in_(ids)))


async def erase_of(tx: Tx, person: bytes) -> None:
    """Drop all that is kept of the chat with *person*."""
    await tx.execute(sa.delete(trail).where(trail.c.person == person))


async def erase_due(tx: Tx, now: datetime) -> int:
    """Drop what Telegram no longer lets us delete; return how many."""
    return (await tx.execute(sa.delete(trail).where(trail.c.erase_at <= now))).rowcount
