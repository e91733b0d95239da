"""aiosqlite, crossing to its thread only where SQLite may wait.

SQLAlchemy opens a cursor, executes, fetches and closes, and aiosqlite crosses
to the connection's thread for each: 0.8 ms a SELECT, of which SQLite needs 20
microseconds. BEGIN waits for the writer before us and COMMIT for the disk; they
cross. Between the two nothing waits, so statements run where they are called:
0.17 ms (benchmarks/updates.py shows what it gives in all).
"""

import functools
import sqlite3
from collections.abc import Iterable
from typing import Any, Self

import aiosqlite

_CHUNK = 64


class QuickConnection(aiosqlite.Connection):
    """A connection whose cursors cross to its thread for BEGIN alone."""

    def __init__(self, file: str) -> None:
        super().__init__(functools.partial(sqlite3.connect, file, check_same_thread=False), _CHUNK)
        # A program that fails before it closes must still be able to end.
        self._thread.daemon = True

    def join(self) -> None:
        """Wait for the thread of a connection that failed to open.

        aiosqlite tells it to stop and goes on; a program that then ends would
        have closed the loop that the thread reports to.
        """
        self._thread.join()

    def cursor(self) -> "QuickCursor":  # type: ignore[override] # ours asks for no await
        """Return a cursor; nothing happens on the thread yet."""
        return QuickCursor(self)

    async def run(self, statement: "_Statement") -> "_Outcome":
        """Run *statement*, from opening the cursor to closing it.

        Raises:
            ValueError: If the connection is closed.
        """
        if not statement.waits:
            return statement.run(self._conn)
        outcome: _Outcome = await self._execute(statement.run, self._conn)  # type: ignore[no-untyped-call]
        return outcome


class _Statement:
    """What is to be run, and how."""

    def __init__(self, sql: str, parameters: Any, *, many: bool) -> None:
        self._sql, self._parameters, self._many = sql, parameters, many
        self.waits = sql.startswith(("BEGIN", "PRAGMA wal_checkpoint"))

    def run(self, connection: sqlite3.Connection) -> "_Outcome":
        cursor = connection.cursor()
        try:
            execute = cursor.executemany if self._many else cursor.execute
            execute(self._sql, self._parameters)
            rows = cursor.fetchall() if cursor.description else []
            return _Outcome(cursor, rows)
        finally:
            cursor.close()


class _Outcome:
    """What a statement left behind."""

    def __init__(self, cursor: sqlite3.Cursor, rows: list[Any]) -> None:
        self.description = cursor.description
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        self.rows = rows


class QuickCursor:
    """What SQLAlchemy asks of an asynchronous cursor, and no more."""

    arraysize = 1

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._outcome: _Outcome | None = None

    async def __aenter__(self) -> Self:
        """Return the cursor itself."""
        return self

    @property
    def description(self) -> Any:
        """The columns of the result, None if there is none."""
        return self._outcome.description if self._outcome else None

    @property
    def rowcount(self) -> int:
        """How many rows were changed, -1 if that means nothing."""
        return self._outcome.rowcount if self._outcome else -1

    @property
    def lastrowid(self) -> int | None:
        """The number of the last row that was inserted."""
        return self._outcome.lastrowid if self._outcome else None

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        """Run *sql* and fetch all it returns."""
        self._outcome = await self._connection.run(_Statement(sql, parameters, many=False))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        """Run *sql* once for each of *parameters*."""
        rows = list(parameters)
        self._outcome = await self._connection.run(_Statement(sql, rows, many=True))
        return self

    async def fetchall(self) -> list[Any]:
        """Return the rows that were fetched with the statement."""
        return self._outcome.rows if self._outcome else []

    async def close(self) -> None:
        """Do nothing: the real cursor is closed."""
