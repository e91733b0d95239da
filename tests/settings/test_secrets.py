from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from settings import loading
from settings.mistakes import Mistakes

WithLine = Callable[[str, str], int]


def test_the_token_comes_from_its_file(config: Path, token: str) -> None:
    assert loading.load(config).telegram.token() == token


def test_a_database_password_is_used_and_never_shown(config: Path, with_line: WithLine) -> None:
    url = "postgresql+asyncpg://bridge:sesame@db/bridge"
    with_line('url = "sqlite+aiosqlite:///maplebridge.db"', f'url = "{url}"')

    settings = loading.load(config)

    assert settings.database_url == url
    assert "sesame" not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "token_file names a file that is not there; put the bot's token into it, see docs"),
        (b"", "token_file names a file that must hold one line, the token;"),
        (b"1:a\n2:b\n", "token_file names a file that must hold one line, the token;"),
        (b"\xff\xfe", "token_file names a file that cannot be read;"),
    ],
)
def test_a_bad_token_file_is_said_unless_no_token_is_needed(
    config: Path, content: bytes | None, said: str
) -> None:
    (config.parent / "token").unlink()
    if content is not None:
        (config.parent / "token").write_bytes(content)

    with pytest.raises(Mistakes) as caught:
        loading.load(config)

    (mistake,) = caught.value.mistakes

    assert mistake.key == "telegram.token_file"
    assert mistake.sentence.startswith(said)
    assert loading.load(config, token_needed=False).telegram.token_file.name == "token"


@pytest.mark.parametrize(
    "old",
    [
        'token_file = "token"',
        'base_url = "https://api.telegram.org/bot"',
        'url = "sqlite+aiosqlite:///maplebridge.db"',
        "duty = 0",
        "workers = 32",
        'prefix = "LG"',
        'level = "info"',
        "custodians = []",
        'time_zone = "Asia/Shanghai"',
    ],
)
@pytest.mark.parametrize("kind", ["token", "private key", "password"])
def test_a_secret_in_the_wrong_place_is_not_repeated(
    config: Path, with_line: WithLine, token: str, old: str, kind: str
) -> None:
    secret = {
        "token": token,
        "private key": str(pyrage.x25519.Identity.generate()),
        "password": "mysql://me:sesame@host/db",
    }[kind]
    key = old.partition(" ")[0]
    with_line(old, f"{key} = {[secret, secret[::-1]] if '[' in old else secret!r}")

    with pytest.raises(Mistakes) as caught:
        loading.load(config)

    assert secret not in str(caught.value)
    assert "sesame" not in str(caught.value)
    assert caught.value.__cause__ is None
