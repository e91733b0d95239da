import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.storage import moving
from tests.support import Installation


@pytest.fixture
def empty_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a database that nobody has used."""
    server = request.getfixturevalue("server_url") if engine == "postgres" else ""
    return asyncio.run(moving.fresh(engine, tmp_path, server))


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    """A database without a table."""
    database = Database(empty_url)
    yield database
    await database.close()


@pytest.fixture
def file(installation: Installation) -> Path:
    """Where the rows of the house lie."""
    return installation.folder / "maplebridge.db"
