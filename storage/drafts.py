"""Reports that are still being written: one a person, erased after a day."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.tables import draft
from storage.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft as it is kept; its body opens under the identity key."""

    id: bytes
    version: int
    sealed_body: bytes = field(repr=False)
    erase_at: datetime


_MINE = draft.c.person == sa.bindparam("who")
_OF = sa.select(draft).where(_MINE)
_ADD = sa.insert(draft)
_NEWER: dict[str, Any] = {
    name: sa.bindparam(name) for name in ("version", "sealed_body", "erase_at")
}
_CHANGE = sa.update(draft).where(_MINE).values(_NEWER)


async def of(tx: Tx, person: bytes) -> DraftRow | None:
    """Return the draft of *person*, if there is one."""
    row = (await tx.execute(_OF, {"who": person})).one_or_none()
    if row is None:
        return None
    return DraftRow(
        id=row.id, version=row.version, sealed_body=row.sealed_body, erase_at=row.erase_at
    )


async def add(tx: Tx, person: bytes, new: DraftRow) -> None:
    """Keep the first version of a draft until its time is over."""
    await tx.execute(_ADD, {"person": person} | asdict(new))


async def change(tx: Tx, person: bytes, new: DraftRow) -> None:
    """Keep a later version of the draft of *person* until its time is over."""
    values = {"version": new.version, "sealed_body": new.sealed_body, "erase_at": new.erase_at}
    await tx.execute(_CHANGE, {"who": person} | values)


async def erase(tx: Tx, person: bytes) -> None:
    """Drop the draft of *person*."""
    await tx.execute(sa.delete(draft).where(draft.c.person == person))


async def erase_due(tx: Tx, now: datetime) -> int:
    """Drop the drafts whose time is over; return how many."""
    return (await tx.execute(sa.delete(draft).where(draft.c.erase_at <= now))).rowcount
