"""Renew keys while bots run: what is sealed under an old version is sealed anew.

Everything here can be killed and begun again: the version in front of each
value says what is left to do.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from casework import alongside, events, keyfits, reindexing
from casework.keyfits import Fit
from casework.work import House
from settings.model import Settings
from storage import events as record
from storage import keys, lookups, rewrapping, rotation, schema
from storage.database import Database
from storage.faults import KeyFault, StorageFault
from storage.keyfiles import KeyFile
from storage.keys import INDEX_KEYS, SEALING, KeyName
from storage.lookups import Known, Renewal
from storage.rewrapping import Exchange, Found
from storage.rotation import Part
from storage.sealed_columns import COLUMNS, SealedColumn
from storage.sealing import Seal
from storage.transaction import Tx
from triage.realms import Realm

# Rows a transaction: some milliseconds in which SQLite's writers wait.
_BATCH = 200
# Bots go on sealing while we work; what they seal under an old version comes in another pass.
_PASSES = 3
_SUBJECT = "keys"
# The features of integrity are hashed under the key that seals its reports.
_REALMS = {Part.SEALS: reindexing.SEALED_REALMS, Part.LOOKUPS: reindexing.INDEX_REALMS}

# How many are done, of about how many.
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How many values were renewed, and how many do not open with any key we hold."""

    renewed: int = 0
    unreadable: int = 0


async def put_in_use(house: House, part: Part, now: datetime) -> None:
    """Let the staged versions of *part* seal from now on."""
    verb = "keys.rotated" if part is Part.SEALS else "keys.reindexed"
    async with house.database.write() as tx:
        await _record(tx, now, verb)
        rotation.put_in_use(house.settings.keys.folder, part)
    house.keyring.look_again()


async def renew(house: House, part: Part, now: datetime, tell: Tell) -> Done:
    """Renew what *part* left under older versions, beside running bots."""
    house.keyring.look_again()
    once, left = (_rewrap, _rewrap_left) if part is Part.SEALS else (_relook, _relook_left)
    realms = _REALMS[part]
    todo, done = await left(house) + await reindexing.outdated(house, realms), Done()
    for _ in range(_PASSES):
        before = done.renewed
        done = await once(house, replace(done, unreadable=0), lambda count: tell(count, todo))
        done = await _reindex(house, realms, done, now, lambda count: tell(count, todo))
        if done.renewed == before:
            break
    # What stood there before must not stay in SQLite's log.
    await house.database.checkpoint()
    return done


async def retire(house: House, now: datetime) -> Mapping[KeyName, int]:
    """Drop the old versions of keys; return those under which something still is, and how much.

    With anything returned nothing was dropped.
    """
    folder = house.settings.keys.folder
    used = await _in_use(house, rotation.old_versions(folder))
    if not used:
        async with house.database.write() as tx:
            await _record(tx, now, "keys.retired")
            rotation.retire(folder)
        house.keyring.look_again()
    return used


async def recover(
    settings: Settings, copied: Mapping[KeyName, KeyFile], now: datetime
) -> Mapping[KeyName, Fit] | None:
    """Put the *copied* keys back and return how they fit, None if there is no database to ask.

    Raises:
        KeyFault: If they are not those of the database, or others are in their place.
    """
    if not _is_there(settings.database_url):
        keys.restore(settings.keys.folder, copied)
        return None
    database = Database(settings.database_url)
    try:
        fits = await _tried_on(database, copied)
        keys.restore(settings.keys.folder, copied)
        if fits is not None:
            async with database.write() as tx:
                await _record(tx, now, "keys.recovered")
        return fits
    finally:
        await database.close()


async def _tried_on(
    database: Database, copied: Mapping[KeyName, KeyFile]
) -> Mapping[KeyName, Fit] | None:
    try:
        await schema.demand_current(database)
        fits = await keyfits.fits(database, lambda name: keys.seal_of(name, copied[name]))
    except (StorageFault, OSError):
        return None
    keyfits.demand_right(fits)
    return fits


def _is_there(url: str) -> bool:
    """Return False for a file that is missing: asked, SQLite would make one."""
    return not url.startswith("sqlite") or Path(url.partition("///")[2]).exists()


def _old(seal: Seal) -> list[int]:
    return [version for version in seal.versions if version < seal.current]


async def _rewrap_left(house: House) -> int:
    async with house.database.read() as tx:
        return sum(
            [
                await rewrapping.count(tx, column, _old(house.keyring.seal(column.name)))
                for column in COLUMNS
            ]
        )


async def _in_use(house: House, versions: Mapping[KeyName, set[int]]) -> dict[KeyName, int]:
    used = dict.fromkeys(SEALING, 0)
    async with house.database.read() as tx:
        for column in COLUMNS:
            used[column.name] += await rewrapping.count(tx, column, versions[column.name])
    for realm in reindexing.SEALED_REALMS:
        used[INDEX_KEYS[realm]] += await reindexing.outdated(house, [realm])
    return {name: count for name, count in used.items() if count}


async def _rewrap(house: House, done: Done, tell: Callable[[int], None]) -> Done:
    for column in COLUMNS:
        after: Any = None
        while found := await _under_old(house, column, after):
            seal = house.keyring.seal(column.name)
            pairs = [pair for pair in (_resealed(seal, one) for one in found) if pair]
            await alongside.written(house, partial(rewrapping.exchange, column=column, pairs=pairs))
            done = _counted(done, len(pairs), len(found))
            tell(done.renewed)
            after = found[-1].key
    return done


async def _under_old(house: House, column: SealedColumn, after: Any) -> list[Found]:
    old = _old(house.keyring.seal(column.name))
    if not old:
        return []
    async with house.database.read() as tx:
        return await rewrapping.under_versions(tx, column, old, after, _BATCH)


def _resealed(seal: Seal, found: Found) -> Exchange | None:
    try:
        plain = seal.open(found.sealed, found.place)
    except KeyFault:
        # Damaged. It stays as it is, and doctor and parked updates tell of it.
        return None
    return Exchange(key=found.key, old=found.sealed, new=seal.close(plain, found.place))


async def _relook_left(house: House) -> int:
    async with house.database.read() as tx:
        return await lookups.count_outdated(tx, house.keyring.lookup_now)


async def _relook(house: House, done: Done, tell: Callable[[int], None]) -> Done:
    after: bytes | None = None
    while True:
        async with house.database.read() as tx:
            found = await lookups.outdated(tx, house.keyring.lookup_now, after, _BATCH)
        if not found:
            return done
        renewals = [one for one in (_renewal(house, known) for known in found) if one]
        await alongside.written(house, partial(lookups.renew, renewals=renewals))
        done = _counted(done, len(renewals), len(found))
        tell(done.renewed)
        after = found[-1].id


async def _reindex(
    house: House, realms: Iterable[Realm], done: Done, now: datetime, tell: Callable[[int], None]
) -> Done:
    before = done.renewed
    renewed, lost = await reindexing.renew(house, now, realms, lambda count: tell(before + count))
    return Done(renewed=before + renewed, unreadable=done.unreadable + lost)


def _renewal(house: House, known: Known) -> Renewal | None:
    seal = house.keyring.seal(KeyName.IDENTITY)
    try:
        # In a private chat Telegram gives the chat the number of its person.
        user_id = int(seal.open(known.sealed_chat, f"reporter.sealed_chat:{known.id.hex()}"))
    except KeyFault:
        return None
    return Renewal(id=known.id, old=known.lookup, new=house.keyring.lookups(user_id)[0])


def _counted(done: Done, renewed: int, seen: int) -> Done:
    return Done(renewed=done.renewed + renewed, unreadable=done.unreadable + seen - renewed)


async def _record(tx: Tx, now: datetime, verb: str) -> None:
    await record.append(
        tx,
        at=now,
        actor=events.OPERATOR,
        verb=verb,
        subject=_SUBJECT,
        subject_id=None,
        commitment=None,
    )
