"""What is known of a file, sealed under the file's own key, and how that key is wrapped."""

import json
from dataclasses import asdict, dataclass, field

from casework.work import House
from storage import sealing
from storage.files import FileRow
from storage.keys import KeyName

_ABOUT = "file.sealed_about"
_KEY = "file.sealed_data_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of one file.

    The first three are forgotten when it is here: what Telegram calls it, the
    chat it came from (only as long as it belongs to a draft) and its language.
    `size` and `mime` are Telegram's word until then, and the file's own from
    then on, as is the SHA-256 of the original, in hexadecimal.
    """

    telegram_id: str | None = field(default=None, repr=False)
    chat_id: int | None = field(default=None, repr=False)
    language: str | None = None
    name: str | None = field(default=None, repr=False)
    size: int | None = None
    mime: str | None = None
    sha256: str | None = None
    clean_mime: str | None = None
    has_voice: bool = False
    has_original: bool = False


def data_key(house: House, row: FileRow) -> bytes:
    """Return the data key of *row*.

    Raises:
        KeyFault: If we do not hold the key that wraps it, or it was erased.
    """
    return house.keyring.seal(row.wrapped_by).open(row.sealed_data_key, sealing.place(_KEY, row.id))


def wrapped(house: House, by: KeyName, file_id: bytes, key: bytes) -> bytes:
    """Return the data *key* of a file, wrapped *by* a key of the house."""
    return house.keyring.seal(by).close(key, sealing.place(_KEY, file_id))


def sealed(key: bytes, file_id: bytes, about: About) -> bytes:
    """Return *about* sealed under the data *key* of its file."""
    plain = json.dumps(asdict(about), ensure_ascii=False).encode()
    return sealing.under(key).close(plain, sealing.place(_ABOUT, file_id))


def opened(key: bytes, row: FileRow) -> About:
    """Return what is known of *row*, whose data *key* this is."""
    plain = sealing.under(key).open(row.sealed_about, sealing.place(_ABOUT, row.id))
    return About(**json.loads(plain))
