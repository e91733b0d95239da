from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.support import Installation


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Database]:
    """A database without a table."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    yield database
    await database.close()


@pytest.fixture
def file(installation: Installation) -> Path:
    """Where the rows of the house lie."""
    return installation.folder / "maplebridge.db"
