"""Know who else works on the same database, and which process leads.

On PostgreSQL a process is present while one connection of its own is open: an
advisory lock with a number drawn at random stands for it, another, which only
one process can have, for the lead. A process that dies loses both with its
connection. One that stands still keeps its connection; when it has been silent
for ten seconds the others end that connection for it.

On SQLite a lock on a file beside the database stands for the lead, and whoever
does not have it stands by.
"""

import asyncio
import contextlib
import fcntl
import math
import os
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

# Two-part advisory locks, "MBwo" and "MBle": nothing else in our database uses these numbers.
_WORKER, _LEADER = 0x4D42776F, 0x4D426C65
_LOOK_SECONDS = 1.0
# A look that takes longer than this is a connection that is gone.
_PATIENCE = 5.0
_SILENT = "10 seconds"
# So long after a look nobody can have called us silent yet.
_SURE_SECONDS = 8.0
# Where commits are told to the others (LISTEN, NOTIFY).
CHANNEL = "maplebridge"
_LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)

_PRESENT = f"""
    SELECT l.objid::bigint AS number, l.classid::bigint AS kind, l.pid,
           clock_timestamp() - a.state_change > interval '{_SILENT}' AS silent
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
      AND l.classid IN ({_WORKER}, {_LEADER})
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""  # noqa: S608 - constants of this file

Ring = Callable[[str], None]
Connect = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Which people are this process's: those whose hash leaves *rank* when divided by *count*."""

    rank: int
    count: int


ALL = Share(rank=0, count=1)


class Presence:
    """What this process knows of itself and the others; kept by one of the two below."""

    def __init__(self) -> None:
        self.share = ALL
        # A lock on a file cannot be taken from us; the server's can, see `_Server`.
        self.sure_until = math.inf
        # Whether somebody else may have led since this process began.
        self.has_followed = False
        self._leads = asyncio.Event()
        self._follows = asyncio.Event()
        self._follows.set()

    @property
    def is_leading(self) -> bool:
        """Whether this process has the lead."""
        return self._leads.is_set()

    @property
    def is_sure_to_lead(self) -> bool:
        """Whether nobody else can be leading at this moment.

        A process that stood still may have lost the lead and not know it yet.
        """
        return self.is_leading and time.monotonic() < self.sure_until

    async def until_leading(self) -> None:
        """Return once this process has the lead."""
        await self._leads.wait()

    async def until_deposed(self) -> None:
        """Return once this process has no longer the lead."""
        await self._follows.wait()

    def lead(self, leads: bool) -> None:
        """Note whether this process has the lead."""
        self.has_followed |= not leads
        (self._leads if leads else self._follows).set()
        (self._follows if leads else self._leads).clear()


@contextlib.asynccontextmanager
async def on_server(connect: Connect, ring: Ring) -> AsyncIterator[Presence]:
    """Be present on PostgreSQL until the block ends.

    Args:
        connect: Opens a connection of asyncpg's that is nobody else's.
        ring: Called with what another process says at its commit, and with ""
            when something may have been missed.
    """
    presence = Presence()
    async with _kept(_Server(connect, presence, ring).stay):
        yield presence


@contextlib.asynccontextmanager
async def on_file(database: Path) -> AsyncIterator[Presence]:
    """Be present on SQLite until the block ends."""
    presence = Presence()
    lock = os.open(f"{database}.lock", os.O_CREAT | os.O_RDWR, 0o600)

    async def stay() -> None:
        while not presence.is_leading:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                presence.lead(False)
            else:
                presence.lead(True)
            await asyncio.sleep(_LOOK_SECONDS / 4)

    try:
        async with _kept(stay):
            yield presence
    finally:
        os.close(lock)


@contextlib.asynccontextmanager
async def _kept(stay: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(stay())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class _Server:
    """The connection that stands for this process."""

    def __init__(self, connect: Connect, presence: Presence, ring: Ring) -> None:
        self._connect = connect
        self._presence = presence
        self._ring = ring
        self._number = secrets.randbelow(2**31)

    async def stay(self) -> None:
        """Keep a connection up for ever and look around once a second."""
        while True:
            with contextlib.suppress(*_LOST):
                async with self._connected() as (connection, ended):
                    # What was committed while nobody listened.
                    self._ring("")
                    await self._look_on(connection, ended)
            self._presence.lead(False)
            await asyncio.sleep(_LOOK_SECONDS / 4)

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[tuple[Any, asyncio.Event]]:
        ended = asyncio.Event()
        async with asyncio.timeout(_PATIENCE):
            connection = await self._connect()
        try:
            connection.add_termination_listener(lambda _: ended.set())
            async with asyncio.timeout(_PATIENCE):
                await connection.add_listener(CHANNEL, lambda *told: self._ring(told[3]))
                stand = "SELECT pg_advisory_lock($1::int, $2::int)"
                await connection.execute(stand, _WORKER, self._number)
            yield connection, ended
        finally:
            connection.terminate()

    async def _look_on(self, connection: Any, ended: asyncio.Event) -> None:
        while not ended.is_set():
            async with asyncio.timeout(_PATIENCE):
                await self._look(connection)
            # Not `wait_for`: on Python 3.11 it may swallow the cancelling that ends us.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await ended.wait()

    async def _look(self, connection: Any) -> None:
        began = time.monotonic()
        ask = "SELECT pg_try_advisory_lock($1::int, 0)"
        leads = self._presence.is_leading or await connection.fetchval(ask, _LEADER)
        rows = await connection.fetch(_PRESENT)
        for row in rows:
            if row["silent"] and row["pid"] != connection.get_server_pid():
                # It stands still with the lead, or with people that nobody else would serve.
                await connection.fetchval("SELECT pg_terminate_backend($1)", row["pid"])
        alive = sorted(r["number"] for r in rows if r["kind"] == _WORKER and not r["silent"])
        if self._number in alive:
            self._presence.share = Share(rank=alive.index(self._number), count=len(alive))
        self._presence.sure_until = began + _SURE_SECONDS
        # Not before we know of the others: one of several waits for what another sent.
        self._presence.lead(leads)
