import re
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest

Command = Callable[..., Awaitable[Any]]

TOKEN = "123456:another-invented-token-of-nobody"


@pytest.fixture
def token(tmp_path: Path) -> Path:
    path = tmp_path / "token-from-botfather"
    path.write_text(f"{TOKEN}\n")
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_init_leaves_an_installation_that_every_command_takes(
    maplebridge: Command, tmp_path: Path, token: Path
) -> None:
    folder, config = tmp_path / "here", tmp_path / "here" / "config.toml"

    made = await maplebridge("init", folder, "--token-file", token)

    assert (made.code, made.err) == (0, "")
    assert {path.name for path in folder.iterdir()} >= {"config.toml", "keys", "token"}
    assert (mode(folder / "token"), mode(config), mode(folder / "keys")) == (0o600, 0o600, 0o700)
    checked = await maplebridge("check", "--config", config)
    assert (checked.code, checked.err) == (0, "")
    assert "no mistakes" in checked.out
    assert (await maplebridge("audit", "--config", config)).out == "The chain of events holds.\n"


async def test_init_prints_the_passphrase_of_the_recovery_copy_once(
    maplebridge: Command, tmp_path: Path
) -> None:
    made = await maplebridge("init", tmp_path / "here")

    (phrase,) = re.findall(r"shown only now: ([a-z2-9-]{29})$", made.out, re.MULTILINE)
    copy = tmp_path / "here-recovery" / "keys.age"
    assert str(copy) in made.out
    assert mode(copy) == 0o600
    assert b"'content'" in pyrage.passphrase.decrypt(copy.read_bytes(), phrase)
    written = [path for path in (tmp_path / "here").rglob("*") if path.is_file()]
    assert not [path for path in written if phrase.encode() in path.read_bytes()]


async def test_init_takes_other_servers_and_another_database(
    maplebridge: Command, tmp_path: Path, token: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'elsewhere.db'}"

    made = await maplebridge(
        *("init", tmp_path / "here", "--token-file", token, "--database-url", url),
        *("--base-url", "http://127.0.0.1:9/bot", "--base-file-url", "http://127.0.0.1:9/file/bot"),
    )

    assert made.code == 0
    config = (tmp_path / "here" / "config.toml").read_text()
    assert 'base_url = "http://127.0.0.1:9/bot"' in config
    assert 'base_file_url = "http://127.0.0.1:9/file/bot"' in config
    assert (tmp_path / "elsewhere.db").exists()
    assert not (tmp_path / "here" / "maplebridge.db").exists()


async def test_init_refuses_a_folder_that_is_an_installation(
    maplebridge: Command, tmp_path: Path
) -> None:
    await maplebridge("init", tmp_path / "here")
    keys = {path: path.read_bytes() for path in (tmp_path / "here" / "keys").iterdir()}

    again = await maplebridge("init", tmp_path / "here")

    assert again.code == 1
    assert "exists already" in again.err
    assert {path: path.read_bytes() for path in keys} == keys


async def test_init_never_writes_over_a_recovery_copy(maplebridge: Command, tmp_path: Path) -> None:
    copy = tmp_path / "here-recovery" / "keys.age"
    copy.parent.mkdir()
    copy.write_bytes(b"the last copy of other keys")

    refused = await maplebridge("init", tmp_path / "here")

    assert refused.code == 1
    assert "keys.age exists already" in refused.err
    assert copy.read_bytes() == b"the last copy of other keys"
    assert not (tmp_path / "here").exists()


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--base-url", "https://api.telegram.org", "ends in /bot"),
        ("--base-file-url", "nonsense", "ends in /bot"),
        ("--database-url", "mysql://x", "sqlite+aiosqlite"),
        ("--token-file", "/nowhere/token", "No such file"),
    ],
)
async def test_init_with_a_wrong_answer_says_so_and_can_be_tried_again(
    maplebridge: Command, tmp_path: Path, option: str, value: str, words: str
) -> None:
    refused = await maplebridge("init", tmp_path / "here", option, value)

    assert refused.code == 1
    assert words in refused.err
    assert (await maplebridge("init", tmp_path / "here")).code == 0


async def test_init_into_a_database_of_another_installation_is_refused(
    maplebridge: Command, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'shared.db'}"
    await maplebridge("init", tmp_path / "one", "--database-url", url)

    refused = await maplebridge("init", tmp_path / "two", "--database-url", url)

    assert refused.code == 1
    assert "belongs to an installation already" in refused.err


@pytest.mark.parametrize(
    "url", ["postgresql+asyncpg://u:secret@127.0.0.1:9/x", "sqlite+aiosqlite:////nowhere/a.db"]
)
async def test_init_without_a_database_to_reach_fails_in_a_sentence(
    maplebridge: Command, tmp_path: Path, url: str
) -> None:
    refused = await maplebridge("init", tmp_path / "here", "--database-url", url)

    assert refused.code == 1
    assert refused.err.count("\n") == 1
    assert "secret" not in refused.err


async def test_init_where_a_file_stands_fails_in_a_sentence(
    maplebridge: Command, tmp_path: Path
) -> None:
    (tmp_path / "here").write_text("")

    refused = await maplebridge("init", tmp_path / "here")

    assert refused.code == 1
    assert refused.err.count("\n") == 1
