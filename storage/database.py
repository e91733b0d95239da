"""One database, opened once: transactions to write, connections to read.

SQLite has one writer at a time, so there is one writing connection and others
wait for it in order; readers never wait (WAL). PostgreSQL uses its own pool, and
tells every process of the others' commits.
"""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import faults, presence
from storage.presence import Presence
from storage.quick_sqlite import QuickConnection
from storage.transaction import Box, Tx, translated
from storage.watch import FileWatch

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

_CONNECT_SECONDS = 10
_SERVER = {
    "application_name": "maplebridge",
    # A process that stands still in a transaction must not keep the others waiting for ever.
    "idle_in_transaction_session_timeout": "30s",
    # A machine that lost its power is noticed within half a minute, and not after two hours.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
    # Our statements are short: compiling one takes longer than running it.
    "jit": "off",
}
# What an address may say to SQLAlchemy, and asyncpg does not know.
_OF_THE_POOL = {"prepared_statement_cache_size", "prepared_statement_name_func"}
_NOTIFY = sa.select(sa.func.pg_notify(presence.CHANNEL, sa.bindparam("said")))


class Database:
    """The open database of one installation."""

    def __init__(self, url: str) -> None:
        self._url = sa.make_url(url)
        self.on_sqlite = self._url.get_backend_name() == "sqlite"
        self._writers = _engine(url, pool_size=1 if self.on_sqlite else 10, begin="BEGIN IMMEDIATE")
        # PostgreSQL shows each statement the last commit anyway: no transaction, no round trip.
        self._readers = (
            _engine(url, pool_size=4, begin="BEGIN")
            if self.on_sqlite
            else self._writers.execution_options(isolation_level="AUTOCOMMIT")
        )
        self._steady = (
            self._readers
            if self.on_sqlite
            else self._writers.execution_options(isolation_level="REPEATABLE READ")
        )
        self._bells = {box: asyncio.Event() for box in Box}
        self._watch = FileWatch(self._readers)

    @contextlib.asynccontextmanager
    async def write(self, *, hopeful: bool = False) -> AsyncIterator[Tx]:
        """Open a transaction that commits at the end and rolls back on any error.

        A *hopeful* one saves the cost of savepoints and is Spoilt if one was
        needed after all.
        """
        async with _reached(self._writers.begin()) as connection:
            tx = Tx(connection, hopeful=hopeful)
            yield tx
            await tx.flush()
            if tx.wakes and not self.on_sqlite:
                await tx.execute(_NOTIFY, {"said": " ".join(sorted(tx.wakes))})
        for box in tx.wakes:
            self._bells[box].set()

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """Open a connection that changes nothing; on SQLite it sees one state throughout."""
        async with _reached(self._readers.connect()) as connection:
            yield Tx(connection)

    @contextlib.asynccontextmanager
    async def steady(self) -> AsyncIterator[Tx]:
        """Open a connection that changes nothing and sees one state throughout."""
        async with _reached(self._steady.connect()) as connection:
            yield Tx(connection)

    def present(self) -> AbstractAsyncContextManager[Presence]:
        """Take a place among the processes that work on this database.

        Until the block ends, their commits ring here as ours do.
        """
        if self.on_sqlite:
            return presence.on_file(Path(self._url.database or ""))
        return presence.on_server(self._connect, self._ring)

    async def wait(self, box: Box, seconds: float) -> None:
        """Return when a commit may have touched *box*, or after *seconds*.

        A commit of this process rings at once; one of another process is seen
        within 200 ms on SQLite, by its data_version, and is told by PostgreSQL
        to who is present.
        """
        bell = self._bells[box]
        look_every = _LOOK_EVERY if self.on_sqlite else seconds
        end = asyncio.get_running_loop().time() + seconds
        while (left := end - asyncio.get_running_loop().time()) > 0:
            # Not `wait_for`: Python 3.11's loses a cancellation that meets a ring.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(left, look_every)):
                    await bell.wait()
            if bell.is_set() or (self.on_sqlite and await self._watch.changed(box)):
                break
        bell.clear()

    def _ring(self, said: str) -> None:
        for box in said.split() or Box:
            self._bells[Box(box)].set()

    async def _connect(self) -> Any:
        _, options = self._writers.dialect.create_connect_args(self._url)
        known = {name: value for name, value in options.items() if name not in _OF_THE_POOL}
        return await asyncpg.connect(**known, server_settings=_SERVER)

    @contextlib.asynccontextmanager
    async def schema(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction on the tables themselves: to make them, or to look at them."""
        async with _reached(self._writers.begin()) as connection:
            yield connection

    async def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log, so that what was erased is gone from it too."""
        if self.on_sqlite:
            async with _reached(self._readers.connect()) as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        """Close every connection."""
        await self._watch.close()
        await self._writers.dispose()
        if self.on_sqlite:
            await self._readers.dispose()


@contextlib.asynccontextmanager
async def _reached(
    opening: AbstractAsyncContextManager[AsyncConnection],
) -> AsyncIterator[AsyncConnection]:
    """Open a connection; what its driver raises comes out as our own faults."""
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(translated())
        try:
            connection = await stack.enter_async_context(opening)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
            # asyncpg's own, while there is no connection yet.
            raise faults.unreachable(error) from None
        yield connection


def _engine(url: str, *, pool_size: int, begin: str) -> AsyncEngine:
    options: dict[str, Any] = {"hide_parameters": True, "pool_size": pool_size, "max_overflow": 0}
    file = sa.make_url(url).database
    if url.startswith("sqlite"):
        options["async_creator"] = functools.partial(_connected, file or "")
        # Every way out of a transaction ends it; one more ROLLBACK would be a crossing for nothing.
        options["pool_reset_on_return"] = None
    else:
        options["connect_args"] = {"server_settings": _SERVER, "timeout": _CONNECT_SECONDS}
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
