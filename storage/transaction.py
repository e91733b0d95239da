"""An open transaction: run statements, leave rows for its end, undo a part of it."""

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

from storage import faults
from triage.errors import BridgeError

_Insert = sqlite.Insert | postgresql.Insert
_INSERTS: dict[str, Callable[[sa.Table], _Insert]] = {
    "sqlite": sqlite.Insert,
    "postgresql": postgresql.Insert,
}


class Box(StrEnum):
    """What a commit may have put something into; sleepers wait on one of them."""

    INBOX = "inbox"
    OUTBOX = "outbox"
    FILES = "files"


Row = Mapping[str, Any]


class Tx:
    """An open transaction. Raises StorageFault where the driver would raise its own."""

    def __init__(self, connection: AsyncConnection, *, hopeful: bool = False) -> None:
        self.on_sqlite = connection.dialect.name == "sqlite"
        self._connection = connection
        self._wakes: set[Box] = set()
        self._insert = _INSERTS[connection.dialect.name]
        self._later: list[tuple[sa.Insert, Row]] = []
        self._last: dict[sa.Update, Row] = {}
        self._hopeful = hopeful
        self._savepoint: _Savepoint | None = None

    def insert(self, table: sa.Table) -> _Insert:
        """Return an INSERT into *table* that can say what to do about a row that is there."""
        return self._insert(table)

    async def execute(
        self,
        statement: sa.Executable,
        rows: Row | Sequence[Row] | None = None,
    ) -> sa.CursorResult[Any]:
        """Run *statement* once with one mapping or none, or once for each of *rows*.

        Statements of the hot path are made once, as constants: SQLAlchemy takes
        longer to build one than SQLite to run it.
        """
        with translated():
            if self._savepoint and isinstance(statement, sa.UpdateBase):
                await self._savepoint.begin()
            return await self._connection.execute(statement, rows)

    def later(self, insert: sa.Insert, row: Row) -> None:
        """Put *row* in with the other rows of this transaction, just before its commit.

        For rows that nothing reads before: one statement then takes in those of
        many people. *insert* is a constant, rows of one keep their order.
        """
        self._later.append((insert, row))

    def last(self, update: sa.Update, row: Row) -> None:
        """Run *update* with *row* before the commit, in place of an earlier row for it."""
        self._last[update] = row

    def pending(self, update: sa.Update) -> Row | None:
        """Return the row with which *update* would be run, None if it would not."""
        return self._last.get(update)

    async def flush(self) -> None:
        """Write what was left for later and for last."""
        rows: dict[sa.Insert, list[Row]] = {}
        for insert, row in self._later:
            rows.setdefault(insert, []).append(row)
        self._later.clear()
        for insert, together in rows.items():
            await self.execute(insert, together)
        for update, row in self._last.items():
            await self.execute(update, row)
        self._last.clear()

    def wake(self, box: Box) -> None:
        """Remember to wake who waits for *box* once this is committed."""
        self._wakes.add(box)

    @property
    def wakes(self) -> frozenset[Box]:
        """Who is to be woken at commit."""
        return frozenset(self._wakes)

    @contextlib.asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo what happens inside when it raises, and nothing before it.

        The database hears of it at the first write inside. A hopeful
        transaction does not even tell it then. One inside another is not
        needed, and not made.

        Raises:
            Spoilt: If there is something to undo, the transaction was hopeful, and
                it would go on (BridgeError); after anything else it does not.
        """
        later, last = len(self._later), dict(self._last)
        self._savepoint = _Savepoint(self._connection, hopeful=self._hopeful)
        try:
            yield
            with translated():
                await self._savepoint.release()
        except BridgeError:
            await self._undo(later, last)
            raise
        except BaseException:
            # A full disk may have undone the whole transaction already, savepoint and all.
            with contextlib.suppress(faults.StorageFault):
                await self._undo(later, last)
            raise
        finally:
            self._savepoint = None

    async def _undo(self, later: int, last: dict[sa.Update, Row]) -> None:
        del self._later[later:]
        self._last = last
        if self._savepoint:
            with translated():
                await self._savepoint.roll_back()


class _Savepoint:
    """A savepoint that the database hears of at the first write behind it, or never."""

    def __init__(self, connection: AsyncConnection, *, hopeful: bool) -> None:
        self._connection = connection
        self._hopeful = hopeful
        self._written = False
        self._nested: AsyncTransaction | None = None

    async def begin(self) -> None:
        if not self._written and not self._hopeful:
            self._nested = await self._connection.begin_nested()
        self._written = True

    async def release(self) -> None:
        if self._nested is not None:
            await self._nested.commit()

    async def roll_back(self) -> None:
        if self._written and self._hopeful:
            raise faults.Spoilt("something was written without a savepoint")
        # A transaction that is gone, with its connection or for a full disk, has taken it along.
        if self._nested is not None and self._nested.is_active:
            await self._nested.rollback()


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Raise our own faults where the driver raises its own."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        # `from None`: the driver's error quotes values in its text.
        raise faults.fault_from(error) from None
