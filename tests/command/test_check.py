from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support import Installation

Command = Callable[..., Awaitable[Any]]

COMMANDS = ("init", "check", "bot", "doctor", "upgrade", "parked", "audit", "demo")


@pytest.mark.parametrize("command", COMMANDS)
async def test_every_command_explains_itself(maplebridge: Command, command: str) -> None:
    helped = await maplebridge(command, "--help")

    assert helped.code == 0
    assert "Usage: maplebridge" in helped.out


async def test_the_program_lists_its_commands(maplebridge: Command) -> None:
    helped = await maplebridge("--help")

    assert all(f" {command} " in helped.out for command in COMMANDS)


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
    assert "nobody is woken" in checked.out


@pytest.mark.parametrize("command", ["check", "bot", "doctor", "upgrade", "parked", "audit"])
async def test_a_configuration_that_is_not_there_is_one_sentence(
    maplebridge: Command, command: str
) -> None:
    ended = await maplebridge(command, "--config", "/nowhere/config.toml")

    assert ended.code == 1
    assert (
        ended.err == "/nowhere/config.toml:1: There is no such file; maplebridge init writes one.\n"
    )


@pytest.mark.parametrize("command", ["bot", "doctor", "audit", "parked"])
async def test_a_missing_key_is_named_without_a_stack_of_lines(
    maplebridge: Command, installation: Installation, command: str
) -> None:
    installation.configure(telegram__base_url="http://127.0.0.1:9/bot")
    (installation.folder / "keys" / "identity.key").unlink()

    ended = await maplebridge(command, "--config", installation.config)

    assert ended.code == 1
    assert "identity.key is missing or cannot be read" in ended.err + ended.out


@pytest.mark.parametrize("command", ["bot", "doctor", "audit", "parked", "upgrade"])
async def test_a_database_that_is_gone_is_one_sentence(
    maplebridge: Command, installation: Installation, command: str
) -> None:
    installation.configure(telegram__base_url="http://127.0.0.1:9/bot")
    (installation.folder / "maplebridge.db").unlink()

    ended = await maplebridge(command, "--config", installation.config)

    assert ended.code == 1
    assert "there is no installation in this database" in ended.err + ended.out
