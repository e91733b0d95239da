"""Whether another process has committed to the same SQLite file."""

import asyncio

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


class FileWatch:
    """Tells each sleeper whether another connection has committed since it last asked."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._lock = asyncio.Lock()
        self._seen: dict[str, int] = {}

    async def changed(self, sleeper: str) -> bool:
        """Return whether the file changed since the last call for *sleeper*."""
        # Whoever sleeps may be cancelled; a statement cut off would break the connection.
        version = await asyncio.shield(self._version())
        before = self._seen.get(sleeper)
        self._seen[sleeper] = version
        return before != version

    async def close(self) -> None:
        """Close the connection that watches."""
        async with self._lock:
            if self._connection is not None:
                await self._connection.close()
                self._connection = None

    async def _version(self) -> int:
        async with self._lock:
            # The numbers of two connections cannot be compared: always the same one asks.
            if self._connection is None:
                raw = await self._engine.connect()
                self._connection = await raw.execution_options(isolation_level="AUTOCOMMIT")
            asked = await self._connection.execute(sa.text("PRAGMA data_version"))
            return int(asked.scalar_one())
