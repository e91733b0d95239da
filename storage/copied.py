"""Which texts were sent lately, as keyed hashes, and from how many chats."""

from datetime import datetime

import sqlalchemy as sa

from storage.tables import copied_text
from storage.transaction import Tx
from triage.limits import Copies


async def copies(tx: Tx, text: bytes, person: bytes, now: datetime) -> Copies:
    """Return how often *person* sent *text*, and how many others did."""
    known = (copied_text.c.text == text, copied_text.c.erase_at > now)
    own = sa.select(copied_text.c.count).where(*known, copied_text.c.person == person)
    others = sa.select(sa.func.count()).where(*known, copied_text.c.person != person)
    return Copies(
        own=(await tx.execute(own)).scalar_one_or_none() or 0,
        others=int((await tx.execute(others)).scalar_one()),
    )


async def keep(tx: Tx, text: bytes, person: bytes, erase_at: datetime) -> None:
    """Count once more that *person* sent *text*."""
    row = {"text": text, "person": person, "count": 1, "erase_at": erase_at}
    fresh = tx.insert(copied_text).values(row)
    more = {"count": copied_text.c.count + 1, "erase_at": fresh.excluded.erase_at}
    await tx.execute(fresh.on_conflict_do_update(index_elements=["text", "person"], set_=more))


async def erase_of(tx: Tx, person: bytes) -> None:
    """Forget which texts *person* sent."""
    await tx.execute(sa.delete(copied_text).where(copied_text.c.person == person))


async def erase_due(tx: Tx, now: datetime) -> None:
    """Forget texts that nobody sent for a day."""
    await tx.execute(sa.delete(copied_text).where(copied_text.c.erase_at <= now))
