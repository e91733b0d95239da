import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.support import Installation

Command = Callable[..., Awaitable[Any]]

COMMANDS = ("init", "check", "bot", "doctor", "upgrade", "parked", "audit", "demo")
NEED_NOTHING = ("understand", "match", "calibrate")


async def test_every_command_explains_itself(maplebridge: Command) -> None:
    every = COMMANDS + NEED_NOTHING
    helped = await asyncio.gather(*(maplebridge(command, "--help") for command in every))

    assert [one.code for one in helped] == [0] * len(every)
    assert all("Usage: maplebridge" in one.out for one in helped)


async def test_the_program_lists_its_commands(maplebridge: Command) -> None:
    helped = await maplebridge("--help")

    assert all(f" {command} " in helped.out for command in COMMANDS + NEED_NOTHING)


async def test_check_names_every_mistake_with_file_and_line(
    maplebridge: Command, installation: Installation
) -> None:
    text = installation.config.read_text()
    wrong = {
        'prefix = "LG"': 'prefix = "longgang"',
        "receipt_tries = 5": "receipt_tries = 0",
        "trail_hours = 48": "trail_hours = 49",
        'level = "info"': 'level = "loud"',
    }
    for right, mistaken in wrong.items():
        assert right in text
        text = text.replace(right, mistaken)
    installation.config.write_text(text)
    lines = [
        number for number, line in enumerate(text.splitlines(), 1) if line in set(wrong.values())
    ]

    checked = await maplebridge("check", "--config", installation.config)

    assert checked.code == 1
    named = [line.rpartition(": ")[0] for line in checked.err.splitlines()]
    assert [name.split(": ")[0] for name in named] == [
        f"{installation.config}:{line}" for line in lines
    ]


async def test_check_names_mistakes_in_the_data_too(
    maplebridge: Command, installation: Installation
) -> None:
    data = installation.folder / "data"
    data.mkdir()
    (data / "categories.csv").write_text("code\n")
    text = installation.config.read_text().replace('data = ""', 'data = "data"')
    installation.config.write_text(text)

    checked = await maplebridge("check", "--config", installation.config)

    assert checked.code == 1
    assert f"{data / 'categories.csv'}:1: " in checked.err
    assert f"{data / 'lexicon.csv'}" in checked.err


async def test_check_says_when_nobody_is_woken(
    maplebridge: Command, installation: Installation
) -> None:
    installation.configure(telegram__chats__duty=0)

    checked = await maplebridge("check", "--config", installation.config)

    assert checked.code == 0
    assert "telegram.chats.duty is 0: its team is not woken by danger." in checked.out


async def all_ended(maplebridge: Command, config: Path, *commands: str) -> list[str]:
    """Return what *commands* say when they fail."""
    ended = await asyncio.gather(*(maplebridge(word, "--config", config) for word in commands))
    assert [one.code for one in ended] == [1] * len(commands)
    return [one.out + one.err for one in ended]


async def test_a_configuration_that_is_not_there_is_one_sentence(maplebridge: Command) -> None:
    config = Path("/nowhere/config.toml")

    said = await all_ended(maplebridge, config, *COMMANDS[1:-1])

    assert set(said) == {f"{config}:1: There is no such file; maplebridge init writes one.\n"}


async def test_a_missing_key_is_named_without_a_stack_of_lines(
    maplebridge: Command, installation: Installation
) -> None:
    installation.configure(telegram__base_url="http://127.0.0.1:9/bot")
    (installation.folder / "keys" / "identity.key").unlink()

    said = await all_ended(maplebridge, installation.config, "bot", "doctor", "audit")

    assert all("identity.key is missing or cannot be read" in one for one in said)


async def test_keys_that_are_gone_with_their_folder_are_told_as_well(
    maplebridge: Command, installation: Installation
) -> None:
    installation.configure(telegram__base_url="http://127.0.0.1:9/bot")
    shutil.rmtree(installation.folder / "keys")

    (said,) = await all_ended(maplebridge, installation.config, "doctor")

    assert "content.key is missing or cannot be read" in said


async def test_a_database_that_is_gone_is_one_sentence(
    maplebridge: Command, installation: Installation
) -> None:
    installation.configure(telegram__base_url="http://127.0.0.1:9/bot")
    (installation.folder / "maplebridge.db").unlink()

    said = await all_ended(maplebridge, installation.config, "bot", "doctor", "audit", "upgrade")

    assert all("there is no installation in this database" in one for one in said)


async def test_a_file_that_is_no_database_is_one_sentence(
    maplebridge: Command, installation: Installation
) -> None:
    installation.configure(telegram__base_url="http://127.0.0.1:9/bot")
    (installation.folder / "maplebridge.db").write_bytes(b"zebrawhistle" * 1000)

    said = await all_ended(maplebridge, installation.config, "bot", "doctor")

    assert all("database error" in one and "zebrawhistle" not in one for one in said)
