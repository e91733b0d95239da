"""Tell whether keys and database belong together."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from storage import rewrapping, sealing
from storage.database import Database
from storage.faults import KeyFault
from storage.keys import SEALING, KeyName
from storage.rewrapping import Found
from storage.sealed_columns import COLUMNS
from storage.sealing import Seal

SealOf = Callable[[KeyName], Seal]


class Fit(StrEnum):
    """How a key stands to what is in the database."""

    OPENS = "opens"
    # Nothing was sealed with it so far.
    UNTRIED = "untried"
    FOREIGN = "foreign"
    # The database is under a newer version than any that is held.
    OUTDATED = "outdated"
    # What it sealed is under versions older than any that is held: lost, or dropped.
    LOST = "lost"


WRONG = (Fit.FOREIGN, Fit.OUTDATED)
_SAID = {
    Fit.FOREIGN: "these keys do not open what is in the database",
    Fit.OUTDATED: "the database is under newer versions than these keys have",
}


async def fits(
    database: Database, seal_of: SealOf, *, among: int | None = None
) -> dict[KeyName, Fit]:
    """Return how each key that seals fits, by a few values of every column.

    They are taken from *among* so many rows of each table, else from all.
    """
    found: dict[KeyName, list[Found]] = {name: [] for name in SEALING}
    async with database.read() as tx:
        for column in COLUMNS:
            found[column.name] += await rewrapping.samples(tx, column, among)
    return {name: _fit(seal_of(name), values) for name, values in found.items()}


def demand_right(found: Mapping[KeyName, Fit]) -> None:
    """Return if no key is a wrong one.

    Raises:
        KeyFault: If one is; it names them.
    """
    for fit in WRONG:
        names = [name for name in found if found[name] is fit]
        if names:
            raise KeyFault(f"{_SAID[fit]}: {', '.join(names)}")


def _fit(seal: Seal, values: Sequence[Found]) -> Fit:
    versions = {sealing.version_of(value.sealed) for value in values}
    if not versions:
        return Fit.UNTRIED
    if max(versions) > max(seal.versions):
        return Fit.OUTDATED
    if versions.isdisjoint(seal.versions):
        return Fit.LOST
    return Fit.OPENS if any(_opens(seal, value) for value in values) else Fit.FOREIGN


def _opens(seal: Seal, value: Found) -> bool:
    try:
        seal.open(value.sealed, value.place)
    except KeyFault:
        return False
    return True
