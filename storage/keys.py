"""The keys of an installation, each in a file of its own.

content    reports; bot and console
identity   chats, drafts, inbox; the bot alone, so a console taken over unmasks nobody
index      the blind index
integrity  reports that name an official
signing    packages (Ed25519 seed)

A file holds one line per version, `v1 BASE64`, the last one current. A version
is never reused, so what an old one sealed can still be opened.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.faults import KeyFault
from storage.sealing import Seal

_BYTES = 32


class KeyName(StrEnum):
    """One of the keys of the house."""

    CONTENT = "content"
    IDENTITY = "identity"
    INDEX = "index"
    INTEGRITY = "integrity"
    SIGNING = "signing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The keys this process holds, ready to use."""

    seals: Mapping[KeyName, Seal] = field(repr=False)
    lookup: bytes = field(repr=False)

    def seal(self, name: KeyName) -> Seal:
        """Return what seals and opens under the key *name*.

        Raises:
            KeyFault: If this process does not hold that key.
        """
        if name not in self.seals:
            raise KeyFault(f"this process does not hold the key '{name}'")
        return self.seals[name]

    def person(self, user_id: int) -> bytes:
        """Return the keyed hash under which rows know a Telegram user, 32 bytes."""
        return hmac.digest(self.lookup, str(user_id).encode(), hashlib.sha256)


def create(folder: Path, recovery: Path, passphrase: str) -> None:
    """Write new keys into *folder* and a copy of them, sealed, to *recovery*.

    The copy is an age file (https://age-encryption.org/v1) with a passphrase,
    so it can be opened without this program.

    Raises:
        KeyFault: If there are keys already.
    """
    if folder.exists() and any(folder.glob("*.key")):
        raise KeyFault(f"{folder} holds keys already")
    if recovery.exists():
        raise KeyFault(f"{recovery} is there already and may be the last copy of other keys")
    files = {name: _new_key_file(name) for name in KeyName}
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    recovery.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    bundle = "\n".join(files.values())
    _write_private(recovery, pyrage.passphrase.encrypt(bundle.encode(), passphrase))
    for name, text in files.items():
        _write_private(folder / f"{name}.key", text.encode())


def load(folder: Path) -> Keyring:
    """Return the keys in *folder*.

    Raises:
        KeyFault: If one is missing or cannot be read.
    """
    files = {name: _versions(folder / f"{name}.key") for name in KeyName}
    seals: dict[KeyName, Seal] = {
        name: Seal({number: _derive(key, f"seal {name}") for number, key in versions.items()})
        for name, versions in files.items()
        if name not in {KeyName.INDEX, KeyName.SIGNING}
    }
    identity = files[KeyName.IDENTITY]
    return Keyring(seals=seals, lookup=_derive(identity[min(identity)], "lookup"))


def _new_key_file(name: KeyName) -> str:
    key = base64.b64encode(secrets.token_bytes(_BYTES)).decode()
    warning = f"# Maple Bridge, key '{name}'. Whoever has this file can read what it protects."
    return f"{warning}\nv1 {key}\n"


def _write_private(path: Path, content: bytes) -> None:
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(content)


def _versions(path: Path) -> dict[int, bytes]:
    try:
        lines = path.read_text().splitlines()
        pairs = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        found = {int(v.removeprefix("v")): base64.b64decode(k, validate=True) for v, k in pairs}
    except (OSError, ValueError):
        # `from None`: a decoding error quotes the line, and the line is the key.
        raise KeyFault(f"the key file {path} is missing or cannot be read") from None
    if not found or any(len(key) != _BYTES for key in found.values()):
        raise KeyFault(f"the key file {path} holds no whole key")
    return found


def _derive(key: bytes, purpose: str) -> bytes:
    info = f"maplebridge {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=info).derive(key)
