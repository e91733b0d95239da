import stat
from pathlib import Path

import pytest

from storage import copying
from storage.copying import NotCopied
from tests.support import Installation


def quiet(table: str, done: int, total: int) -> None:
    del table, done, total


@pytest.fixture
def source(installation: Installation) -> str:
    return installation.settings().database_url


async def test_an_installation_is_not_copied_onto_itself(source: str) -> None:
    with pytest.raises(NotCopied, match="is in"):
        await copying.copy(source, source, quiet)


async def test_a_new_file_is_for_its_owner_alone(source: str, tmp_path: Path) -> None:
    await copying.copy(source, f"sqlite+aiosqlite:///{tmp_path / 'new.db'}", quiet)

    assert stat.S_IMODE((tmp_path / "new.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql+asyncpg://me:Geheim@127.0.0.1:9/x", "The target cannot be used"),
        ("postgresql+asyncpg://me:Geheim@127.0.0.1:abc/x", "cannot be read"),
        ("postgresql+asyncpg://me:Geheim@127.0.0.1:9/x?odd=1", "wrong option"),
        ("sqlite+aiosqlite:////not/there/a.db", "no folder"),
        ("sqlite+aiosqlite:////proc", "The target cannot be used"),
    ],
)
async def test_a_target_that_cannot_be_reached_is_named_without_its_password(
    source: str, url: str, sentence: str
) -> None:
    with pytest.raises(NotCopied, match=sentence) as refusal:
        await copying.copy(source, url, quiet)

    assert "Geheim" not in str(refusal.value)
