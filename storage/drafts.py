"""Reports that are still being written: one a person, erased after a day."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage.database import Tx
from storage.tables import draft


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft as it is kept; its body opens under the identity key."""

    id: bytes
    version: int
    sealed_body: bytes = field(repr=False)


async def of(tx: Tx, person: bytes) -> DraftRow | None:
    """Return the draft of *person*, if there is one."""
    row = (await tx.execute(sa.select(draft).where(draft.c.person == person))).one_or_none()
    if row is None:
        return None
    return DraftRow(id=row.id, version=row.version, sealed_body=row.sealed_body)


async def add(tx: Tx, person: bytes, new: DraftRow, erase_at: datetime) -> None:
    """Keep the first version of a draft until *erase_at*."""
    values = {"person": person, "id": new.id, "version": new.version}
    values |= {"sealed_body": new.sealed_body, "erase_at": erase_at}
    await tx.execute(sa.insert(draft).values(values))


async def change(tx: Tx, person: bytes, new: DraftRow, erase_at: datetime) -> None:
    """Keep a later version of the draft of *person* until *erase_at*."""
    values = {"version": new.version, "sealed_body": new.sealed_body, "erase_at": erase_at}
    await tx.execute(sa.update(draft).where(draft.c.person == person).values(values))


async def erase(tx: Tx, person: bytes) -> None:
    """Drop the draft of *person*."""
    await tx.execute(sa.delete(draft).where(draft.c.person == person))


async def erase_due(tx: Tx, now: datetime) -> int:
    """Drop the drafts whose time is over; return how many."""
    return (await tx.execute(sa.delete(draft).where(draft.c.erase_at <= now))).rowcount
