"""Which report a chat is about for a while; buttons and replies carry the id."""

import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage.columns import Utc
from storage.tables import talk
from storage.transaction import Tx

# Short, for a button holds 64 bytes at most; it opens nothing for anyone else.
ID_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRow:
    """A talk as it is kept; its report opens under the identity key."""

    id: bytes
    sealed_report: bytes = field(repr=False)
    verb: str | None
    erase_at: datetime


_MINE = talk.c.person == sa.bindparam("who")
# Asked for each message that comes in.
_LIVE = (
    sa.select(talk)
    .where(_MINE, talk.c.erase_at > sa.bindparam("now", type_=Utc))
    .order_by(talk.c.erase_at.desc(), talk.c.id)
)
_ERASE_WITH = sa.delete(talk).where(_MINE, talk.c.verb == sa.bindparam("what"))


def new_id() -> bytes:
    """Return a fresh random id of 64 bits."""
    return secrets.token_bytes(ID_BYTES)


async def add(tx: Tx, person: bytes, new: TalkRow) -> None:
    """Keep a talk with *person*."""
    await tx.execute(sa.insert(talk).values({"person": person} | asdict(new)))


async def live(tx: Tx, person: bytes, now: datetime) -> list[TalkRow]:
    """Return the talks with *person* whose time is not over, the last to end first."""
    return [_row(row) for row in await tx.execute(_LIVE, {"who": person, "now": now})]


async def one(tx: Tx, id_: bytes, person: bytes, now: datetime) -> TalkRow | None:
    """Return the talk *id_* if it is with *person* and its time is not over."""
    mine = (talk.c.id == id_, talk.c.person == person, talk.c.erase_at > now)
    row = (await tx.execute(sa.select(talk).where(*mine))).one_or_none()
    return None if row is None else _row(row)


async def change(tx: Tx, id_: bytes, *, verb: str | None, erase_at: datetime) -> None:
    """Give the talk *id_* another verb and another end."""
    changed = {"verb": verb, "erase_at": erase_at}
    await tx.execute(sa.update(talk).where(talk.c.id == id_).values(changed))


async def erase_with(tx: Tx, person: bytes, verb: str) -> int:
    """Drop the talks with *person* that have *verb*; return how many there were."""
    return (await tx.execute(_ERASE_WITH, {"who": person, "what": verb})).rowcount


async def erase_of(tx: Tx, person: bytes) -> None:
    """Drop all talks with *person*."""
    await tx.execute(sa.delete(talk).where(talk.c.person == person))


async def erase_due(tx: Tx, now: datetime) -> int:
    """Drop the talks whose time is over; return how many."""
    return (await tx.execute(sa.delete(talk).where(talk.c.erase_at <= now))).rowcount


def _row(row: sa.Row[tuple[bytes]]) -> TalkRow:
    return TalkRow(id=row.id, sealed_report=row.sealed_report, verb=row.verb, erase_at=row.erase_at)
