"""What an installation holds after all that, opened with its own keys."""

import asyncio
from dataclasses import dataclass, replace

import sqlalchemy as sa

from casework import health
from casework.work import House
from storage import sealing
from storage.keys import KeyName
from storage.tables import contact, draft, event, message, report

# Generous: once nothing is spoilt any more, this takes a fraction of a second.
_DRAIN_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A report as it is stored, with its words opened."""

    reference: str
    mode: str
    danger: bool
    story: str
    has_reporter: bool
    has_contact: bool


async def drained(house: House) -> None:
    """Wait until nothing waits to be handled or to be sent."""
    async with asyncio.timeout(_DRAIN_SECONDS):
        while True:
            now = await health.of(house)
            if not (now.waiting_in or now.waiting_out):
                return
            await asyncio.sleep(0.05)


async def kept(house: House) -> list[Kept]:
    """Return every report, with what was added to it at the end of its story."""
    found: dict[str, Kept] = {}
    for part in await _messages(house):
        first = found.get(part.reference)
        story = f"{first.story}\n{part.story}" if first else part.story
        found[part.reference] = replace(part, story=story)
    return list(found.values())


async def _messages(house: House) -> list[Kept]:
    joined = report.join(message).outerjoin(contact, contact.c.report_id == report.c.id)
    columns = (message.c.id.label("message_id"), message.c.sealed_body, contact.c.report_id)
    query = sa.select(report, *columns).select_from(joined).order_by(message.c.arrival)
    async with house.database.read() as tx:
        return [_kept(house, row) for row in await tx.execute(query)]


async def confirmations(house: House) -> int:
    """Return how many reports the record knows of."""
    query = sa.select(sa.func.count()).where(event.c.verb == "report.confirmed")
    async with house.database.read() as tx:
        return int((await tx.execute(query)).scalar_one())


async def drafts(house: House) -> int:
    """Return how many drafts are left."""
    async with house.database.read() as tx:
        return int((await tx.execute(sa.select(sa.func.count()).select_from(draft))).scalar_one())


def _kept(house: House, row: sa.Row[tuple[int]]) -> Kept:
    seal = house.keyring.seal(KeyName(row.wrapped_by))
    key = seal.open(row.sealed_data_key, sealing.place("report.sealed_data_key", row.id))
    place = sealing.place("message.sealed_body", row.message_id)
    return Kept(
        reference=row.reference,
        mode=row.mode,
        danger=bool(row.danger),
        story=sealing.under(key).open(row.sealed_body, place).decode(),
        has_reporter=row.reporter_id is not None,
        has_contact=row.report_id is not None,
    )
