"""What every test may ask for: an installation, a house, a town with phones."""

import asyncio
import functools
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

os.environ["PTB_TIMEDELTA"] = "true"
from bot import runtime
from casework import founding
from casework.work import House
from sandbox import server
from sandbox.world import World
from settings import datafiles, loading, writing
from storage import keys
from tests import postgres
from tests.stage import Stage
from tests.support import DUTY, EXAMPLE, NOON, TOKEN, Installation, Town

# Their assertions tell as much as those of tests.
pytest.register_assert_rewrite("tests.durability.demands", "tests.durability.town")

SQLITE = "sqlite"
POSTGRES = pytest.param(
    "postgres",
    marks=[
        pytest.mark.postgres,
        pytest.mark.skipif(not postgres.programs(), reason="PostgreSQL is not installed"),
    ],
)
# Telegram's limits would only make tests slow; the tests of limits set their own.
_QUICK: dict[str, str | int | list[str]] = {
    "limits.messages_per_second": 100_000,
    "limits.per_chat_per_second": 100_000,
    "limits.per_group_per_minute": 100_000,
    "telegram.poll_seconds": 5,
    "telegram.chats.duty": DUTY,
    "logs.level": "info",
}


@pytest.fixture(scope="session", autouse=True)
def _data_is_read_once() -> Iterator[None]:
    """Keep the district's data: they never change, and reading them costs more than most tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runtime, "load_data", functools.cache(datafiles.load_data))
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation made once: its recovery copy costs a second of key stretching."""
    folder = tmp_path_factory.mktemp("template") / "installation"
    folder.mkdir()
    (folder / "token").write_text(TOKEN)
    changes = _QUICK | {"keys.recovery": "../recovery/keys.age"}
    writing.write_config(EXAMPLE.read_text(encoding="utf-8"), folder / "config.toml", changes)
    settings = loading.load(folder / "config.toml")
    keys.create(settings.keys.folder, settings.keys.recovery, "a passphrase of the tests")
    asyncio.run(founding.found(settings.database_url, NOON))
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what touches storage on both engines, unless it looks into SQLite's own file."""
    chosen = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "engine" not in metafunc.fixturenames or any("engine" in names for names in chosen):
        return
    folder = metafunc.definition.path.parent.name
    both = folder in {"storage", "casework"} and "file" not in metafunc.fixturenames
    metafunc.parametrize("engine", [SQLITE, POSTGRES] if both else [SQLITE], scope="session")


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL server with a founded database called `founded`."""
    with postgres.running() as url:
        asyncio.run(postgres.execute(url, "CREATE DATABASE founded"))
        asyncio.run(founding.found(postgres.database(url, "founded"), NOON))
        yield url


@pytest.fixture
def installation(
    template: Path, tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> Installation:
    shutil.copytree(template, tmp_path / "installation")
    made = Installation(folder=tmp_path / "installation")
    if engine == "postgres":
        url: str = request.getfixturevalue("server_url")
        name = f"test_{secrets.token_hex(8)}"
        asyncio.run(postgres.execute(url, f"CREATE DATABASE {name} TEMPLATE founded"))
        made.configure(database__url=postgres.database(url, name))
    return made


@pytest.fixture
async def house(installation: Installation) -> AsyncIterator[House]:
    async with runtime.opened(installation.settings()) as opened:
        yield opened


@pytest.fixture
def stage(house: House) -> Stage:
    return Stage(house=house)


@pytest.fixture
def world() -> World:
    return World(token=TOKEN)


@pytest.fixture
async def town(installation: Installation, world: World) -> AsyncIterator[Town]:
    """A bot that answers, with a duty group it can post to."""
    world.add_group("Duty desk", chat_id=DUTY)
    stop = asyncio.Event()
    async with server.serve(world) as running:
        installation.configure(
            telegram__base_url=running.base_url, telegram__base_file_url=running.base_file_url
        )
        settings = installation.settings()
        async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
            serving = asyncio.create_task(runtime.serve(house, bot, stop))
            yield Town(
                house=house, world=world, running=running, installation=installation, stop=stop
            )
            stop.set()
            await serving


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that skipped anything where nothing may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("MAPLEBRIDGE_SKIP_NOTHING"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
