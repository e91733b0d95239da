"""How an installation is doing, in numbers and never in words of a report."""

from dataclasses import dataclass
from datetime import datetime

from casework import events
from casework.work import House, Work
from storage import events as record
from storage import inbox, outbox, reports
from storage.faults import KeyFault
from storage.keys import KeyName


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What waits and what went wrong."""

    waiting_in: int
    waiting_out: int
    parked: tuple[str, ...]
    problems: dict[str, int]


async def of(house: House) -> Health:
    """Return how *house* is doing."""
    async with house.database.read() as tx:
        return Health(
            waiting_in=await inbox.waiting(tx),
            waiting_out=await outbox.waiting(tx),
            parked=tuple(await inbox.parked(tx)),
            problems=await outbox.problems(tx),
        )


async def foreign_keys(house: House) -> list[KeyName]:
    """Return which of our keys do not open what was sealed with them earlier."""
    async with house.database.read() as tx:
        samples = await reports.samples(tx)
    return [name for name, place, sealed in samples if not _opens(house, name, place, sealed)]


async def broken_event(house: House) -> int | None:
    """Return the number of the first event that was tampered with, None if none was."""
    async with house.database.read() as tx:
        return await record.first_broken(tx)


async def retry_parked(house: House, now: datetime) -> int:
    """Give every parked update another chance; return how many there were."""
    async with house.database.write() as tx:
        count = await inbox.unpark(tx, now)
        work = Work(tx=tx, now=now, house=house)
        await events.record(
            work, "inbox.retried", actor=events.OPERATOR, subject="inbox", exact=True
        )
    return count


def _opens(house: House, name: KeyName, place: str, sealed: bytes) -> bool:
    try:
        house.keyring.seal(name).open(sealed, place)
    except KeyFault:
        return False
    return True
