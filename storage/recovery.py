"""The recovery copy: all key files in one, as an age file with a passphrase.

It can be opened without this program (https://age-encryption.org/v1).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import pyrage

from storage import keyfiles
from storage.faults import KeyFault
from storage.keyfiles import KeyFile

_HEADING = re.compile(r"^# Maple Bridge, key '(\w+)'", re.MULTILINE)


def sealed(files: Iterable[KeyFile], passphrase: str) -> bytes:
    """Return a copy of *files* that opens with *passphrase*. Takes about a second."""
    bundle = "\n".join(file.text() for file in files)
    copy: bytes = pyrage.passphrase.encrypt(bundle.encode(), passphrase)
    return copy


def opened(copy: Path, passphrase: str) -> Mapping[str, KeyFile]:
    """Return the key files in *copy*, by the name of their key.

    Raises:
        KeyFault: If the passphrase is wrong, or it is no recovery copy.
    """
    try:
        bundle = pyrage.passphrase.decrypt(copy.read_bytes(), passphrase).decode()
        # What stands before the first heading, then name and file in turn.
        _, *parts = _HEADING.split(bundle)
        texts = zip(parts[::2], parts[1::2], strict=True)
        return {name: _file(name, text) for name, text in texts}
    except pyrage.DecryptError:
        raise KeyFault(f"this passphrase does not open {copy}, or it is no copy of keys") from None
    except ValueError:
        raise KeyFault(f"what is in {copy} is no copy of keys") from None


def renew(copy: Path, files: Iterable[KeyFile], passphrase: str, now: datetime) -> None:
    """Write a new recovery *copy*; the one that was there stays beside it, with the time.

    Backups made before a rotation open only with the keys of their day.
    """
    content = sealed(files, passphrase)
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if copy.exists():
        dated = copy.with_name(f"{copy.stem}-until-{now:%Y-%m-%dT%H%M%SZ}{copy.suffix}")
        keyfiles.write(dated, copy.read_bytes(), like=copy)
    keyfiles.write(copy, content, like=copy if copy.exists() else copy.parent)


def _file(name: str, text: str) -> KeyFile:
    # The heading is part of the file: it stood between the parts.
    return keyfiles.parsed(f"# Maple Bridge, key '{name}'{text}")
