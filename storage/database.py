"""One database, opened once: transactions to write, connections to read.

SQLite has one writer at a time, so there is one writing connection and others
wait for it in order; readers never wait (WAL). PostgreSQL uses its own pool.
"""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import faults
from storage.quick_sqlite import QuickConnection

_Insert = sqlite.Insert | postgresql.Insert
_INSERTS: dict[str, Callable[[sa.Table], _Insert]] = {
    "sqlite": sqlite.Insert,
    "postgresql": postgresql.Insert,
}
# Seconds between two looks for commits of another process.
_LOOK_EVERY = 0.2

# WAL with FULL is the pair that survives a power cut (sqlite.org/pragma.html#pragma_synchronous).
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA busy_timeout = 5000",
)


class Box(StrEnum):
    """What a commit may have put something into; sleepers wait on one of them."""

    INBOX = "inbox"
    OUTBOX = "outbox"


class Tx:
    """An open transaction. Raises StorageFault where the driver would raise its own."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._wakes: set[Box] = set()
        self._insert = _INSERTS[connection.dialect.name]

    def insert(self, table: sa.Table) -> _Insert:
        """Return an INSERT into *table* that can say what to do about a row that is there."""
        return self._insert(table)

    async def execute(
        self,
        statement: sa.Executable,
        rows: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> sa.CursorResult[Any]:
        """Run *statement* once with one mapping or none, or once for each of *rows*.

        Statements of the hot path are made once, as constants: SQLAlchemy takes
        longer to build one than SQLite to run it.
        """
        with _translated():
            return await self._connection.execute(statement, rows)

    def wake(self, box: Box) -> None:
        """Remember to wake who waits for *box* once this is committed."""
        self._wakes.add(box)

    @property
    def wakes(self) -> frozenset[Box]:
        """Who is to be woken at commit."""
        return frozenset(self._wakes)

    @contextlib.asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo what happens inside when it raises, and nothing before it."""
        with _translated():
            async with self._connection.begin_nested():
                yield


class Database:
    """The open database of one installation."""

    def __init__(self, url: str) -> None:
        self.on_sqlite = sa.make_url(url).get_backend_name() == "sqlite"
        self._writers = _engine(url, pool_size=1 if self.on_sqlite else 10, begin="BEGIN IMMEDIATE")
        self._readers = (
            _engine(url, pool_size=4, begin="BEGIN") if self.on_sqlite else self._writers
        )
        self._bells = {box: asyncio.Event() for box in Box}
        self._watch = _Watch(self._readers)

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """Open a transaction that commits at the end and rolls back on any error."""
        with _translated():
            async with self._writers.begin() as connection:
                tx = Tx(connection)
                yield tx
        for box in tx.wakes:
            self._bells[box].set()

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """Open a connection that sees one state of the database and changes nothing."""
        with _translated():
            async with self._readers.connect() as connection:
                yield Tx(connection)

    async def wait(self, box: Box, seconds: float) -> None:
        """Return when a commit may have touched *box*, or after *seconds*.

        A commit of this process rings at once; one of another process is seen
        within 200 ms, on SQLite by its data_version.
        """
        bell = self._bells[box]
        end = asyncio.get_running_loop().time() + seconds
        while (left := end - asyncio.get_running_loop().time()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), min(left, _LOOK_EVERY))
            if bell.is_set() or (self.on_sqlite and await self._watch.changed(box)):
                break
        bell.clear()

    @contextlib.asynccontextmanager
    async def schema(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction on the tables themselves: to make them, or to look at them."""
        with _translated():
            async with self._writers.begin() as connection:
                yield connection

    async def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log, so that what was erased is gone from it too."""
        if self.on_sqlite:
            with _translated():
                async with self._readers.connect() as connection:
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        """Close every connection."""
        await self._watch.close()
        await self._writers.dispose()
        if self._readers is not self._writers:
            await self._readers.dispose()


class _Watch:
    """Tells whether another connection has committed since it was last asked."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._lock = asyncio.Lock()
        self._seen: dict[Box, int] = {}

    async def changed(self, box: Box) -> bool:
        """Return whether the file changed since the last call for *box*."""
        # Whoever sleeps may be cancelled; a statement cut off would break the connection.
        version = await asyncio.shield(self._version())
        before = self._seen.get(box)
        self._seen[box] = version
        return before != version

    async def _version(self) -> int:
        async with self._lock:
            # The numbers of two connections cannot be compared: always the same one asks.
            if self._connection is None:
                raw = await self._engine.connect()
                self._connection = await raw.execution_options(isolation_level="AUTOCOMMIT")
            asked = await self._connection.execute(sa.text("PRAGMA data_version"))
            return int(asked.scalar_one())

    async def close(self) -> None:
        async with self._lock:
            if self._connection is not None:
                await self._connection.close()
                self._connection = None


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sa.exc.DBAPIError as error:
        # `from None`: the driver's error quotes values in its text.
        raise faults.fault_from(error) from None


def _engine(url: str, *, pool_size: int, begin: str) -> AsyncEngine:
    options: dict[str, Any] = {"hide_parameters": True, "pool_size": pool_size, "max_overflow": 0}
    file = sa.make_url(url).database
    if url.startswith("sqlite"):
        options["async_creator"] = functools.partial(_connected, file or "")
        # Every way out of a transaction ends it; one more ROLLBACK would be a crossing for nothing.
        options["pool_reset_on_return"] = None
    engine = create_async_engine(url, **options)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        sa.event.listen(engine.sync_engine, "begin", functools.partial(_begin, statement=begin))
    return engine


async def _connected(file: str) -> QuickConnection:
    connection = QuickConnection(file)
    try:
        await connection
    except BaseException:
        connection.join()
        raise
    return connection


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes late and is never IMMEDIATE: we send ours.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: sa.Connection, *, statement: str) -> None:
    # Not `get_isolation_level()`: SQLite's answers SERIALIZABLE even then, and costs a statement.
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql(statement)
