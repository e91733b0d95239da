"""What a value of the configuration must be, where its type does not say it.

Each check takes the value as it was read and returns the value to use. Its
error is the second half of a sentence that begins with the key. It never
repeats the value: a token or a password may stand in the wrong place.
"""

import re
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyrage
from pydantic import SecretStr, ValidationInfo

OWN_DATA = Path(__file__).resolve().parent.parent / "data"

_SQLITE = "sqlite+aiosqlite:///"
_POSTGRESQL = "postgresql+asyncpg://"
_TOKEN = re.compile(r"\d+:[\w-]{20,}")
_PATH = r"(/[\w.~-]+)+"
# Plain HTTP only to a Bot API server on this machine: Telegram's own takes none.
_WEBHOOK = re.compile(
    rf"(https://[\w.:\[\]-]+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?){_PATH}", re.ASCII
)
_LISTEN = re.compile(r"(?P<host>\[[\da-fA-F:.]+\]|[\w.-]+):(?P<port>\d{1,5})", re.ASCII)
# Telegram takes 1 to 256 of these; 32 of them nobody guesses.
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_LAST_PORT = 65535

HEALTH_PATH = "/healthz"
"""Where a reverse proxy asks whether this process is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a check must know of the file being read and of who reads it."""

    folder: Path
    token_needed: bool


def absolute(value: Path, info: ValidationInfo) -> Path:
    """Return *value* as seen from the folder of the configuration file.

    Raises:
        ValueError: If no file can have that name.
    """
    if "\0" in str(value):
        raise ValueError("holds a character that no path can have")
    return (_reading(info).folder / value).resolve()


def own_data(value: object) -> object:
    """Return the project's own data folder for "", anything else as it is."""
    return OWN_DATA if value == "" else value


def data_folder(value: Path, info: ValidationInfo) -> Path:
    """Return the folder with data files.

    Raises:
        ValueError: If there is no such folder, or not for us.
    """
    folder = absolute(value, info)
    try:
        next(folder.iterdir(), None)
    except OSError:
        raise ValueError("must name a folder that can be read, or be empty") from None
    return folder


def none_if_empty(value: object) -> object:
    """Return None for "", anything else as it is."""
    return None if value == "" else value


def rules_file(value: Path | None, info: ValidationInfo) -> Path | None:
    """Return the path of the district's own rules, None if it has none.

    Raises:
        ValueError: If there is no such file.
    """
    path = absolute(value, info) if value else None
    if path and not path.is_file():
        raise ValueError("must name a file that is there, or be empty")
    return path


def token_file(value: Path, info: ValidationInfo) -> Path:
    """Return the path of the file that holds the bot's token.

    Raises:
        ValueError: If the file is not there or holds anything but one word.
    """
    if _TOKEN.fullmatch(value.name):
        raise ValueError("holds the token itself; put the token into a file and name the file here")
    path = absolute(value, info)
    if _reading(info).token_needed:
        read_token(path)
    return path


def read_token(path: Path) -> str:
    """Return the bot's token from its file.

    Raises:
        ValueError: If the file cannot be read or holds anything but one word.
    """
    cure = "put the bot's token into it, see docs/operating.md"
    try:
        words = path.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        raise ValueError(f"names a file that is not there; {cure}") from None
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"names a file that cannot be read; {cure}") from None
    if len(words) != 1:
        raise ValueError(f"names a file that must hold one line, the token; {cure}")
    return words[0]


def webhook_url(value: str) -> str:
    """Return *value* if it is empty or Telegram can bring updates there.

    Raises:
        ValueError: If it is no such address, or gives the token away.
    """
    if _TOKEN.search(value):
        raise ValueError("holds the token, which logs of every machine on the way would keep")
    if value and not _WEBHOOK.fullmatch(value):
        raise ValueError(
            "must be empty, or an address that begins with https:// and has a path "
            "of letters, digits and - . _ ~"
        )
    if value.endswith(HEALTH_PATH):
        raise ValueError(f"must not end in {HEALTH_PATH}, where the proxy asks how we are")
    return value


def listen_address(value: str) -> str:
    """Return *value* if it names a host and a port.

    Raises:
        ValueError: If it does not.
    """
    host_and_port(value)
    return value


def host_and_port(value: str) -> tuple[str, int]:
    """Return the host and the port that *value* names.

    Raises:
        ValueError: If it names none.
    """
    found = _LISTEN.fullmatch(value)
    if found is None or not 0 < int(found["port"]) <= _LAST_PORT:
        raise ValueError("must name a host and a port, such as 127.0.0.1:8443")
    return found["host"].strip("[]"), int(found["port"])


def secret_file(value: Path, info: ValidationInfo) -> Path:
    """Return the path of the file with the webhook's secret.

    Raises:
        ValueError: If there is a webhook and the file holds no secret for it.
    """
    path = absolute(value, info)
    if info.data.get("url") and _reading(info).token_needed:
        read_secret(path)
    return path


def read_secret(path: Path) -> str:
    """Return the webhook's secret from its file.

    Raises:
        ValueError: If the file cannot be read or holds no good secret.
    """
    cure = "make it as docs/operating.md says under Webhooks"
    try:
        words = path.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        raise ValueError(f"names a file that is not there; {cure}") from None
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"names a file that cannot be read; {cure}") from None
    if len(words) != 1 or not _SECRET.fullmatch(words[0]):
        raise ValueError(
            f"names a file that must hold 32 to 256 letters A-Z, a-z, digits, _ or -; {cure}"
        )
    return words[0]


def server_url(value: str) -> str:
    """Return *value* if the token can follow it, as python-telegram-bot wants.

    Raises:
        ValueError: If it is no address of a Bot API server.
    """
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?/bot", value):
        raise ValueError("must be an address that begins with http:// or https:// and ends in /bot")
    return value


def database_url(value: SecretStr, info: ValidationInfo) -> SecretStr:
    """Return *value* with the path of an SQLite file made absolute.

    Raises:
        ValueError: If it is neither an SQLite file nor a PostgreSQL server.
    """
    url = value.get_secret_value()
    if url.startswith(_POSTGRESQL):
        return value
    name, question, options = url.removeprefix(_SQLITE).partition("?")
    if not url.startswith(_SQLITE) or name in {"", ":memory:"}:
        raise ValueError(f"must begin with {_SQLITE} and name a file, or begin with {_POSTGRESQL}")
    return SecretStr(f"{_SQLITE}{absolute(Path(name), info)}{question}{options}")


def time_zone(value: str) -> str:
    """Return *value* if the tz database has it.

    Raises:
        ValueError: If it has not.
    """
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a time zone; write it like Asia/Shanghai") from None
    return value


def clock(value: object) -> time:
    """Return the time of day that *value* stands for, to the minute.

    Raises:
        ValueError: If it is none.
    """
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError('must be a time of the clock in quotation marks, like "22:00"')
    return time.fromisoformat(value)


def recovery(value: Path, info: ValidationInfo) -> Path:
    """Return the path of the recovery copy, which must survive its original.

    Raises:
        ValueError: If it lies inside the folder with the keys.
    """
    path = absolute(value, info)
    folder = info.data.get("folder")
    if isinstance(folder, Path) and path.is_relative_to(folder):
        raise ValueError("lies inside the folder of the keys; a copy must not be lost with them")
    return path


def custodians(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return *keys* if they are nobody's or two different people's.

    Raises:
        ValueError: If there is one, more than two, the same twice, or no key.
    """
    if len(keys) not in {0, 2} or len(set(keys)) != len(keys):
        raise ValueError("must be empty or hold the public keys of two different custodians")
    if any(key.upper().startswith("AGE-SECRET-KEY-") for key in keys):
        raise ValueError("holds a private key; it needs the public ones, and that key a new one")
    for key in keys:
        try:
            pyrage.x25519.Recipient.from_str(key)
        except pyrage.RecipientError:
            raise ValueError("must hold public keys of age, which begin with age1") from None
    return keys


def _reading(info: ValidationInfo) -> Reading:
    if not isinstance(info.context, Reading):
        raise TypeError("settings are read by settings.loading.load")
    return info.context
