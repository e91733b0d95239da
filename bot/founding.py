"""`maplebridge init`: configuration, keys with their recovery copy, database."""

import asyncio
import os
import secrets
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.console import fail, out
from settings import loading, writing
from settings.mistakes import Mistakes

_EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
# Without the letters and digits that are taken for one another.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 6, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was said on the command line; on a terminal the rest is asked."""

    token_file: Path | None = None
    base_url: str | None = None
    base_file_url: str | None = None
    database_url: str | None = None


def init(folder: Path, answers: Answers) -> None:
    """Set up an installation in *folder*; off a terminal nothing is asked."""
    config = folder / "config.toml"
    if config.exists():
        fail(f"{config} exists already. Choose another folder, or move it away first.")
    recovery = _recovery_of(folder)
    if recovery.exists():
        fail(f"{recovery} exists already and holds somebody's keys. Move it away first.")
    # Read now, and not copied: it may be a pipe from a store of secrets.
    token = answers.token_file.read_bytes() if answers.token_file else None
    os.umask(0o077)
    passphrase, chosen = recovery_passphrase()
    folder.mkdir(parents=True, exist_ok=True)
    _write_config(config, recovery, answers)
    try:
        _write_tables_and_keys(config, passphrase)
    except Mistakes as mistakes:
        config.unlink()
        fail("\n".join(mistake.sentence for mistake in mistakes.mistakes))
    except BaseException:
        # Without it the next try would be refused.
        config.unlink()
        raise
    _write_token(folder, token)
    _say_what_is_next(config, recovery, None if chosen else passphrase)


def new_passphrase() -> str:
    """Return a random passphrase of 24 letters, about 119 bits."""
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)]
    return "-".join(groups)


def recovery_passphrase() -> tuple[str, bool]:
    """Return the passphrase for a recovery copy, and whether a person chose it."""
    if not sys.stdin.isatty():
        return new_passphrase(), False
    asked: str = typer.prompt(
        "Passphrase for the recovery copy of the keys (empty: make one)",
        default="",
        hide_input=True,
        show_default=False,
        confirmation_prompt="Once more",
    )
    return (asked, True) if asked else (new_passphrase(), False)


def _recovery_of(folder: Path) -> Path:
    place = folder.resolve()
    return place.parent / f"{place.name}-recovery" / "keys.age"


def _write_config(config: Path, recovery: Path, answers: Answers) -> None:
    beside = Path("..") / recovery.parent.name / recovery.name
    changes: dict[str, str | int | list[str]] = {"keys.recovery": str(beside)}
    given = {
        "telegram.base_url": answers.base_url,
        "telegram.base_file_url": answers.base_file_url,
        "database.url": answers.database_url,
    }
    changes |= {key: value for key, value in given.items() if value}
    writing.write_config(_EXAMPLE.read_text(encoding="utf-8"), config, changes)


def _write_token(folder: Path, token: bytes | None) -> None:
    if token is None and sys.stdin.isatty():
        asked: str = typer.prompt("The bot's token from @BotFather", hide_input=True)
        token = f"{asked.strip()}\n".encode()
    if token is not None:
        target = folder / "token"
        target.touch(mode=0o600)
        target.write_bytes(token)


def _write_tables_and_keys(config: Path, passphrase: str) -> None:
    from casework import founding
    from storage import keys

    settings = loading.load(config, token_needed=False)
    asyncio.run(founding.found(settings.database_url, datetime.now(UTC)))
    keys.create(settings.keys.folder, settings.keys.recovery, passphrase)


def _say_what_is_next(config: Path, recovery: Path, passphrase: str | None) -> None:
    out.print(f"Set up in {config.parent}.", markup=False)
    out.print(f"Recovery copy of the keys: {recovery}", markup=False)
    if passphrase is not None:
        out.print(f"Its passphrase, shown only now: {passphrase}", markup=False)
    out.print("Keep copy and passphrase on two other machines, apart from each other.")
    out.print(
        "To keep originals of photos and papers, two people each run: maplebridge keys custodian"
    )
    out.print(f"Next: maplebridge check --config {config}", markup=False)
