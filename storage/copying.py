"""Copy an installation into another database, whole or not at all.

Tables, rows and the check of both sides are one transaction of the target. A
copy that is killed, loses its connection or does not come out right leaves the
target empty, and a bot pointed at it finds no installation there. So to repeat
is to begin anew; a copy that had been finished is only checked once more.

Nothing is opened on the way: what is sealed moves sealed, the keys stay.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import all_tables, comparing, events, numbering, schema, tables
from storage.comparing import Digest
from storage.database import Database
from storage.faults import SchemaMismatch, StorageFault
from storage.transaction import Tx

# Table, rows done, rows to do: a row counts when it is copied and again on each side it is read.
Tell = Callable[[str, int, int], None]

_PASSES = 3
# Nobody who is alone waits so long for the lead, however busy the machine is.
_LISTEN_SECONDS = 10
# Ids are random, so rows and indexes are read and written all over the file.
_CACHE_KIB = 64 * 1024
_WHICH = sa.select(tables.installation)


class NotCopied(StorageFault):
    """The copy was refused or did not come out right; the target is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What the target holds now."""

    tables: int
    rows: int
    events: int
    # True if an earlier copy had come to its end, and was checked again.
    was_there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What changes whenever the bot works: how much there is, and the head of the record."""

    counts: tuple[int, ...]
    seq: int
    hash: bytes


@dataclass(slots=True, kw_only=True)
class _Way:
    """How far the copy has come."""

    tell: Tell
    total: int
    done: int = field(default=0)

    def passed(self, table: sa.Table, rows: int) -> None:
        self.done += rows
        self.tell(table.name, self.done, self.total)


async def copy(source: str, target: str, tell: Tell) -> Copied:
    """Copy the installation at the URL *source* into the database at *target*.

    Raises:
        NotCopied: If there is something else at *target*, a bot works on *source*,
            or the two sides differ in the end.
        SchemaMismatch: If the tables at *source* are not of this release.
        StorageFault: If either cannot be reached, or not any longer.
    """
    if source == target:
        raise NotCopied("The target is the database that the installation is in.")
    _demand_there(source)
    async with _open(source, "The installation's database") as from_:
        await _demand_current(from_)
        _make_file(target)
        async with _open(target, "The target") as to:
            return await copied(from_, to, tell)


async def copied(source: Database, target: Database, tell: Tell) -> Copied:
    """Copy *source* into *target* and return what is there then."""
    async with _idle(source), source.steady() as here:
        await _settle_in(here)
        before = await _state(here)
        async with target.schema() as connection:
            there = Tx(connection)
            await _settle_in(there)
            was_there = await _holds_installation(connection, here)
            way = _Way(tell=tell, total=sum(before.counts) * (_PASSES - was_there))
            if not was_there:
                await schema.make_tables(connection)
                await _pour_all(here, there, way)
            await _demand_same(here, there, way, was_there=was_there)
            await _demand_unmoved(source, before)
    return Copied(
        tables=len(before.counts), rows=sum(before.counts), events=before.seq, was_there=was_there
    )


@contextlib.asynccontextmanager
async def _idle(source: Database) -> AsyncIterator[None]:
    """Hold the lead of *source*, which only one process can have."""
    async with source.present() as presence:
        try:
            async with asyncio.timeout(_LISTEN_SECONDS):
                await presence.until_leading()
        except TimeoutError:
            raise NotCopied("A bot works on this installation; stop it first.") from None
        yield


@contextlib.asynccontextmanager
async def _open(url: str, name: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        await _reach(database, name)
        yield database
    finally:
        await database.close()


async def _reach(database: Database, name: str) -> None:
    try:
        async with database.read() as tx:
            await tx.execute(sa.select(1))
    except StorageFault as fault:
        raise NotCopied(f"{name} cannot be used: {fault}") from None
    except (TypeError, ValueError):
        # An option that the driver does not know.
        raise NotCopied(f"{name} cannot be used: its address holds a wrong option") from None


def _demand_there(url: str) -> None:
    file = _file_of(url)
    # To open it would make it.
    if file is not None and not file.exists():
        raise NotCopied("There is no installation: the file in database.url is not there.")


async def _demand_current(source: Database) -> None:
    try:
        await schema.demand_current(source)
    except SchemaMismatch:
        raise
    except StorageFault as fault:
        raise NotCopied(f"The installation's database cannot be used: {fault}") from None


def _make_file(url: str) -> None:
    """Make an SQLite file where there is none, for its owner alone."""
    file = _file_of(url)
    if file is None:
        return
    if not file.parent.is_dir():
        raise NotCopied(f"There is no folder {file.parent}; make it first.")
    file.touch(mode=0o600)


def _file_of(url: str) -> Path | None:
    """Return the file that the SQLite URL *url* names, None for a server.

    Raises:
        NotCopied: If it is no address.
    """
    try:
        parts = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        # Their text quotes the address, and that may hold a password.
        raise NotCopied("The address of a database cannot be read; is its port right?") from None
    return Path(parts.database or "") if parts.get_backend_name() == "sqlite" else None


async def _settle_in(tx: Tx) -> None:
    """Prepare a transaction to last as long as the copy, and to see one state throughout."""
    if tx.on_sqlite:
        await tx.execute(sa.text(f"PRAGMA cache_size = -{_CACHE_KIB}"))
        return
    await tx.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    # It is idle while the other side works.
    await tx.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))


async def _state(tx: Tx) -> _State:
    counts = []
    for table in all_tables.everything.sorted_tables:
        counted = await tx.execute(sa.select(sa.func.count()).select_from(table))
        counts.append(int(counted.scalar_one()))
    head = (await tx.execute(sa.select(tables.chain))).one()
    return _State(counts=tuple(counts), seq=head.seq, hash=head.hash)


async def _holds_installation(connection: AsyncConnection, here: Tx) -> bool:
    """Return whether the target has this installation already, False if it is empty.

    Raises:
        NotCopied: If it holds another one, or tables of something else.
    """
    names = set(await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()))
    if not names:
        return False
    if not names >= {*all_tables.everything.tables, "alembic_version"}:
        raise NotCopied("The target is not empty. Choose an empty database; nothing was changed.")
    release = await connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    ours = (await here.execute(_WHICH)).one()
    if release != schema.HEAD or (await connection.execute(_WHICH)).first() != ours:
        raise NotCopied("The target holds another installation. Nothing was changed there.")
    return True


async def _pour_all(here: Tx, there: Tx, way: _Way) -> None:
    # A migration may have put rows in.
    for table in reversed(all_tables.everything.sorted_tables):
        await there.execute(sa.delete(table))
    for table in all_tables.everything.sorted_tables:
        into = sa.insert(table)
        async for page in comparing.pages(here, table):
            await there.execute(into, [row._asdict() for row in page])
            way.passed(table, len(page))
        await numbering.carry_on(here, there, table)


async def _demand_same(here: Tx, there: Tx, way: _Way, *, was_there: bool) -> None:
    for table in all_tables.everything.sorted_tables:
        same = await _digest(here, table, way) == await _digest(there, table, way)
        if not same or not await numbering.is_carried_on(here, there, table):
            raise NotCopied(_difference(table, was_there=was_there))
    broken = await events.first_broken(there)
    if broken is not None:
        raise NotCopied(
            f"The chain of events breaks at number {broken}. See docs/operating.md, The record; "
            "nothing was copied."
        )


def _difference(table: sa.Table, *, was_there: bool) -> str:
    if was_there:
        return (
            f"The target holds this installation already, but its table {table.name} differs. "
            "Nothing was changed there; choose an empty database."
        )
    return f"Table {table.name} came out different. Nothing of the copy was kept."


async def _digest(tx: Tx, table: sa.Table, way: _Way) -> Digest:
    digest = Digest()
    async for page in comparing.pages(tx, table):
        digest = digest.plus(page)
        way.passed(table, len(page))
    return digest


async def _demand_unmoved(source: Database, before: _State) -> None:
    async with source.read() as now:
        if await _state(now) != before:
            raise NotCopied(
                "The installation changed while it was copied: its bot still runs. "
                "Stop it and run the command again; nothing was copied."
            )
