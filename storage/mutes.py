"""Who is not listened to for a while."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage.tables import mute, report, reporter
from storage.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who is behind a report: no `id` if it is anonymous, no chat if the way was burnt."""

    report_id: bytes
    id: bytes | None
    sealed_chat: bytes | None = field(repr=False)


async def reporter_of(tx: Tx, reference: str) -> Reporter | None:
    """Return who is behind the report with *reference*, None if there is no such report."""
    columns = (report.c.id, report.c.reporter_id, reporter.c.sealed_chat)
    query = sa.select(*columns).select_from(report.outerjoin(reporter))
    row = (await tx.execute(query.where(report.c.reference == reference))).one_or_none()
    if row is None:
        return None
    return Reporter(report_id=row.id, id=row.reporter_id, sealed_chat=row.sealed_chat)


async def until(tx: Tx, person: bytes) -> datetime | None:
    """Return until when *person* is muted, None if they are not; it may be over."""
    query = sa.select(mute.c.until).where(mute.c.person == person)
    found: datetime | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def keep(tx: Tx, person: bytes, until_: datetime) -> None:
    """Mute *person* until then, whatever was said before."""
    fresh = tx.insert(mute).values({"person": person, "until": until_})
    changed = {"until": fresh.excluded.until}
    await tx.execute(fresh.on_conflict_do_update(index_elements=["person"], set_=changed))


async def erase(tx: Tx, person: bytes) -> bool:
    """Listen to *person* again; return whether they were muted."""
    gone = await tx.execute(sa.delete(mute).where(mute.c.person == person))
    return gone.rowcount > 0


async def erase_due(tx: Tx, now: datetime) -> None:
    """Drop mutes that are over."""
    await tx.execute(sa.delete(mute).where(mute.c.until <= now))
