"""How an installation is doing, in numbers and never in words of a report."""

from dataclasses import dataclass
from datetime import datetime

from casework import events, keyfits
from casework.keyfits import Fit
from casework.work import House, Work
from storage import events as record
from storage import files, inbox, outbox, rewrapping
from storage.files import FileState
from storage.keys import SEALING, KeyName
from storage.sealed_columns import COLUMNS

# Rows of each table: a start reads little, however much there is. Ids are random, so
# these are scattered over the file, and each may cost a look at the disk.
_AT_START = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What waits and what went wrong."""

    waiting_in: int
    waiting_out: int
    parked: tuple[str, ...]
    problems: dict[str, int]
    waiting_files: int = 0


async def of(house: House) -> Health:
    """Return how *house* is doing."""
    async with house.database.read() as tx:
        return Health(
            waiting_in=await inbox.waiting(tx),
            waiting_out=await outbox.waiting(tx),
            parked=tuple(await inbox.parked(tx)),
            problems=await outbox.problems(tx),
            waiting_files=(await files.count_by_state(tx)).get(FileState.WAITING, 0),
        )


async def key_fits(house: House, *, among: int | None = None) -> dict[KeyName, Fit]:
    """Return how each key that seals stands to the database, or to *among* rows of each table."""
    # Their files may have been renewed since they were read.
    house.keyring.look_again()
    return await keyfits.fits(house.database, house.keyring.seal, among=among)


async def demand_own_keys(house: House, *, among: int | None = _AT_START) -> None:
    """Return if our keys are those of the database; a quick look by default, for every start.

    Raises:
        KeyFault: If one is of another installation, or older than the database.
    """
    keyfits.demand_right(await key_fits(house, among=among))


async def lost_values(house: House) -> dict[KeyName, int]:
    """Return how many values are under versions that we do not hold. Reads whole tables."""
    lost = dict.fromkeys(SEALING, 0)
    async with house.database.read() as tx:
        for column in COLUMNS:
            held = house.keyring.seal(column.name).versions
            lost[column.name] += await rewrapping.count_without(tx, column, held)
    return {name: count for name, count in lost.items() if count}


async def broken_event(house: House) -> int | None:
    """Return the number of the first event that was tampered with, None if none was."""
    async with house.database.steady() as tx:
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
