import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.stage import Stage
from tests.storage import moving
from tests.support import Installation

Command = Callable[..., Awaitable[Any]]

on_a_server = [
    pytest.mark.postgres,
    pytest.mark.skipif(not postgres.programs(), reason="PostgreSQL is not installed"),
]


@pytest.fixture
async def played(stage: Stage) -> Stage:
    """An installation that somebody has talked to."""
    await moving.play(stage)
    return stage


@pytest.fixture
def config(installation: Installation) -> Path:
    return installation.config


@pytest.mark.usefixtures("played")
async def test_copy_says_what_it_did_and_what_to_change_and_changes_nothing_else(
    maplebridge: Command, installation: Installation, config: Path
) -> None:
    before = installation.settings()

    ended = await maplebridge("copy", "--to", "sqlite+aiosqlite:///new.db", "--config", config)

    assert (ended.code, ended.err) == (0, "")
    done, checked, then, section, url, last = ended.out.splitlines()
    assert done.startswith("Copied from SQLite to SQLite: ")
    assert "same on both sides" in checked
    assert str(config) in then
    assert (section, url) == ("  [database]", "  url = the address that you gave to --to")
    assert "docs/operating.md" in last
    assert installation.settings() == before
    # Seen from the folder of the configuration, as database.url is.
    assert (installation.folder / "new.db").is_file()


@pytest.mark.usefixtures("played")
async def test_copy_again_finds_that_everything_is_there(
    maplebridge: Command, config: Path
) -> None:
    words = ("copy", "--to", "sqlite+aiosqlite:///new.db", "--config", config)
    await maplebridge(*words)

    again = await maplebridge(*words)

    assert again.code == 0
    assert again.out.startswith("The copy was there already, from SQLite to SQLite: ")


@pytest.mark.parametrize("played", [pytest.param(None, marks=on_a_server)], indirect=True)
async def test_a_copied_installation_passes_the_audit_on_the_server_and_back_in_a_file(
    maplebridge: Command,
    installation: Installation,
    played: Stage,
    server_url: str,
    tmp_path: Path,
) -> None:
    home = played.house.settings.database_url
    server = await moving.fresh("postgres", tmp_path, server_url)

    there = await maplebridge("copy", "--to", server, "--config", installation.config)
    installation.configure(database__url=server)
    audited = await maplebridge("audit", "--config", installation.config)
    back = await maplebridge(
        "copy", "--to", "sqlite+aiosqlite:///back.db", "--config", installation.config
    )

    assert there.out.startswith("Copied from SQLite to PostgreSQL: ")
    assert audited.out == "The chain of events holds.\n"
    assert back.out.startswith("Copied from PostgreSQL to SQLite: ")
    file = f"sqlite+aiosqlite:///{installation.folder / 'back.db'}"
    assert await moving.contents(file) == await moving.contents(home)


@pytest.mark.usefixtures("played")
async def test_copy_names_the_table_that_differs_and_fails(
    maplebridge: Command, installation: Installation, config: Path
) -> None:
    words = ("copy", "--to", "sqlite+aiosqlite:///new.db", "--config", config)
    await maplebridge(*words)
    with closing(sqlite3.connect(installation.folder / "new.db")) as connection:
        connection.execute("UPDATE report SET category = 'x'")
        connection.commit()

    again = await maplebridge(*words)

    assert (again.code, again.out) == (1, "")
    assert "its table report differs" in again.err


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("mysql://me:Geheim@x/y", "--to must begin with sqlite+aiosqlite:///"),
        ("sqlite+aiosqlite:///maplebridge.db", "is the database that the installation is in"),
        ("sqlite+aiosqlite:///not/there.db", "There is no folder"),
        ("postgresql+asyncpg://me:Geheim@127.0.0.1:9/x", "The target cannot be used"),
        ("postgresql+asyncpg://me:Geheim@127.0.0.1:port/x", "is its port right?"),
    ],
)
async def test_copy_refuses_in_a_sentence_and_never_shows_the_address(
    maplebridge: Command, config: Path, to: str, sentence: str
) -> None:
    ended = await maplebridge("copy", "--to", to, "--config", config)

    assert (ended.code, ended.out) == (1, "")
    assert sentence in ended.err
    assert len(ended.err.splitlines()) == 1
    assert "Geheim" not in ended.err


async def test_copy_of_another_release_asks_for_the_upgrade(
    maplebridge: Command, installation: Installation, config: Path
) -> None:
    with closing(sqlite3.connect(installation.folder / "maplebridge.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()

    ended = await maplebridge("copy", "--to", "sqlite+aiosqlite:///new.db", "--config", config)

    assert ended.code == 1
    assert "maplebridge upgrade" in ended.err


async def test_copy_without_an_installation_says_so_and_makes_no_file(
    maplebridge: Command, installation: Installation, config: Path
) -> None:
    installation.configure(database__url="sqlite+aiosqlite:///other.db")

    ended = await maplebridge("copy", "--to", "sqlite+aiosqlite:///new.db", "--config", config)

    assert (ended.code, ended.out) == (1, "")
    assert "There is no installation" in ended.err
    assert [path.name for path in installation.folder.glob("*.db")] == ["maplebridge.db"]


async def test_a_copy_that_breaks_off_says_that_it_can_be_run_again(
    maplebridge: Command, installation: Installation, config: Path
) -> None:
    words = ("copy", "--to", "sqlite+aiosqlite:///new.db", "--config", config)

    with closing(sqlite3.connect(installation.folder / "new.db")) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        broken = await maplebridge(*words)
    again = await maplebridge(*words)

    assert (broken.code, broken.out) == (1, "")
    assert broken.err.startswith("The copy broke off (database busy: ")
    assert "Run the same command again" in broken.err
    assert again.code == 0
