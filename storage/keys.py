"""The keys of an installation, each in a file of its own (storage/keyfiles.py).

content    reports; bot and console
identity   chats, drafts, inbox; the bot alone, so a console taken over unmasks nobody
index      the blind index
integrity  reports that name an official
signing    packages (Ed25519 seed)

A version is never reused, so what an old one sealed can still be opened. A
process follows its files: rotation needs no restart.
"""

import contextlib
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage import keyfiles, recovery
from storage.faults import KeyFault
from storage.features import FeatureKey
from storage.keyfiles import KeyFile, Line
from storage.sealing import Seal, prefix
from triage.realms import Realm

# Seconds between two looks at the files of a process that seals.
LOOK_EVERY = 1.0
# The look-up that knows persons for as long as the installation lives.
FIRST_LOOKUP = 1


class KeyName(StrEnum):
    """One of the keys of the house."""

    CONTENT = "content"
    IDENTITY = "identity"
    INDEX = "index"
    INTEGRITY = "integrity"
    SIGNING = "signing"


SEALING = (KeyName.CONTENT, KeyName.IDENTITY, KeyName.INTEGRITY)
INDEX_KEYS = {
    Realm.ORDINARY: KeyName.INDEX,
    Realm.CARE: KeyName.INDEX,
    Realm.INTEGRITY: KeyName.INTEGRITY,
}
"""The key that the features of each realm are hashed under, by a secret of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A file as it was read, and what that comes to. `stamp` tells whether it changed."""

    file: KeyFile = field(repr=False)
    stamp: tuple[int, int, int]
    seal: Seal | None = field(repr=False)


class Keyring:
    """The keys this process holds, ready to use.

    Files are looked at once a second while something is sealed, and when a
    value is of a version not held: then what another process seals after a
    rotation opens here, and soon we seal like it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held = {name: self._hold(name) for name in KeyName}
        identity = self._held[KeyName.IDENTITY].file
        # Never another one: conversations, drafts and the order of updates hang on it.
        self._person = lookup_secrets(identity)[FIRST_LOOKUP]
        self._counted = _derive(self._person, "counts of a day")
        self._copied = _derive(self._person, "copied texts")
        self._imported = _derive(self._person, "imports")
        self._features: dict[Realm, dict[int, FeatureKey]] = {}
        self._look_at = time.monotonic() + LOOK_EVERY

    def seal(self, name: KeyName) -> Seal:
        """Return what seals and opens under the key *name*.

        Raises:
            KeyFault: If this process does not hold that key.
        """
        self._look_when_due()
        seal = self._held[name].seal
        if seal is None:
            raise KeyFault(f"this process does not hold the key '{name}'")
        return seal

    def person(self, user_id: int) -> bytes:
        """Return the keyed hash under which rows know a Telegram user, 32 bytes."""
        return _digest(self._person, user_id)

    def counted(self, user_id: int, day: date) -> bytes:
        """Return under what name a Telegram user's messages and reports of one *day* are counted.

        Not the hash of the person: beside their other reports, the number would
        tell that they sent an anonymous one as well.
        """
        return hmac.digest(self._counted, f"{user_id} {day}".encode(), hashlib.sha256)

    def copied(self, text: str) -> bytes:
        """Return the keyed hash of a *text*, by which a copy of it is known."""
        return hmac.digest(self._copied, text.encode("utf-8", "surrogatepass"), hashlib.sha256)

    def imported(self, batch: str, *names: str) -> bytes:
        """Return the keyed hash of something in an imported file, or of its name *batch* alone."""
        whole = "\0".join((batch, *names)).encode("utf-8", "surrogatepass")
        return hmac.digest(self._imported, whole, hashlib.sha256)

    def lookups(self, user_id: int) -> tuple[bytes, ...]:
        """Return the hashes under which a reporter may be known, the one to write first.

        The first look-up has 32 bytes; later ones begin with their number.
        """
        # While a new one is being introduced, some rows are under it already.
        self.look_again()
        file = self._held[KeyName.IDENTITY].file
        current = self.lookup_now
        others = [number for number in lookup_secrets(file) if number != current]
        return tuple(_lookup(file, number, user_id) for number in (current, *others))

    def feature_keys(self, realm: Realm) -> tuple[FeatureKey, ...]:
        """Return the keys under which features of *realm* are hashed, the one to write first."""
        name = INDEX_KEYS[realm]
        self._look_when_due()
        file = self._held[name].file
        known = self._features.setdefault(realm, {})
        for number, key in file.numbered().items():
            if number not in known:
                secret = _derive(key, f"features {realm}")
                known[number] = FeatureKey(version=number, secret=secret)
        others = [number for number in file.numbered() if number != file.current]
        return tuple(known[number] for number in (file.current, *others))

    @property
    def lookup_now(self) -> int:
        """The number of the look-up under which reporters are written."""
        file = self._held[KeyName.IDENTITY].file
        return max([FIRST_LOOKUP, *file.numbered(lookup=True, coming=False)])

    def look_again(self) -> None:
        """Read anew what has changed; a file that is gone, bad or foreign changes nothing."""
        self._look_at = time.monotonic() + LOOK_EVERY
        for name, held in self._held.items():
            with contextlib.suppress(KeyFault, OSError):
                if _stamp(self._path(name)) != held.stamp:
                    fresh = self._hold(name)
                    if fresh.file.continues(held.file):
                        self._held[name] = fresh

    def _look_when_due(self) -> None:
        if time.monotonic() >= self._look_at:
            self.look_again()

    def _newer(self, name: KeyName) -> Seal:
        self.look_again()
        return self.seal(name)

    def _hold(self, name: KeyName) -> _Held:
        path = self._path(name)
        # Before reading: replaced in between, it is read once more.
        stamp = _stamp(path) if path.exists() else (0, 0, 0)
        file = keyfiles.read(path)
        return _Held(file=file, stamp=stamp, seal=self._seal(name, file))

    def _seal(self, name: KeyName, file: KeyFile) -> Seal | None:
        if name not in SEALING:
            return None
        return Seal(_seal_keys(name, file), current=file.current, newer=lambda: self._newer(name))

    def _path(self, name: KeyName) -> Path:
        return path_of(self._folder, name)


def create(folder: Path, copy: Path, passphrase: str) -> None:
    """Write new keys into *folder* and their recovery copy to *copy*.

    Raises:
        KeyFault: If there are keys already.
    """
    if folder.exists() and any(folder.glob("*.key")):
        raise KeyFault(f"{folder} holds keys already")
    if copy.exists():
        raise KeyFault(f"{copy} is there already and may be the last copy of other keys")
    files = {name: _new_key_file(name) for name in KeyName}
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    keyfiles.write(copy, recovery.sealed(files.values(), passphrase), like=copy.parent)
    for name, file in files.items():
        keyfiles.write(path_of(folder, name), file.text().encode(), like=folder)


def load(folder: Path) -> Keyring:
    """Return the keys in *folder*.

    Raises:
        KeyFault: If one is missing or cannot be read.
    """
    return Keyring(folder)


def copied(copy: Path, passphrase: str) -> Mapping[KeyName, KeyFile]:
    """Return the keys in a recovery *copy*.

    Raises:
        KeyFault: If it does not open, or one of them is not in it.
    """
    found = recovery.opened(copy, passphrase)
    missing = [name for name in KeyName if name not in found]
    if missing:
        raise KeyFault(f"the copy lacks keys: {', '.join(missing)}")
    return {name: found[name] for name in KeyName}


def restore(folder: Path, files: Mapping[KeyName, KeyFile]) -> list[KeyName]:
    """Put the copied *files* into *folder* and return which were missing there.

    Raises:
        KeyFault: If a key is there already and is not the same.
    """
    missing = [name for name in KeyName if not path_of(folder, name).exists()]
    for name in (name for name in KeyName if name not in missing):
        path = path_of(folder, name)
        if keyfiles.read(path).lines != files[name].lines:
            raise KeyFault(
                f"{path} is there and differs from the copy: move {folder} away first."
                " Nothing was written"
            )
    like = folder if folder.exists() else folder.parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in missing:
        keyfiles.write(path_of(folder, name), files[name].text().encode(), like=like)
    return missing


def path_of(folder: Path, name: KeyName) -> Path:
    """Return where in *folder* the key *name* lies."""
    return folder / f"{name}.key"


def new_line(number: int, *, lookup: bool = False, coming: bool = False) -> Line:
    """Return a fresh random version with this *number*."""
    key = secrets.token_bytes(keyfiles.KEY_BYTES)
    return Line(number=number, key=key, is_lookup=lookup, is_coming=coming)


def seal_of(name: KeyName, file: KeyFile) -> Seal:
    """Return the seal of a key *file* that lies nowhere yet."""
    return Seal(_seal_keys(name, file), current=file.current)


def lookup_secrets(file: KeyFile) -> Mapping[int, bytes]:
    """Return the secrets of look-ups in the identity key's *file*, by number.

    The first is derived from the oldest version, unless that was dropped and
    left the secret behind.
    """
    versions = file.numbered(coming=False)
    first = {FIRST_LOOKUP: _derive(versions[min(versions)], "lookup")}
    return {**first, **file.numbered(lookup=True)}


def _lookup(file: KeyFile, number: int, user_id: int) -> bytes:
    digest = _digest(lookup_secrets(file)[number], user_id)
    return digest if number == FIRST_LOOKUP else prefix(number) + digest


def _digest(secret: bytes, user_id: int) -> bytes:
    return hmac.digest(secret, str(user_id).encode(), hashlib.sha256)


def _new_key_file(name: KeyName) -> KeyFile:
    warning = f"# Maple Bridge, key '{name}'. Whoever has this file can read what it protects."
    return KeyFile(comments=(warning,), lines=(new_line(1),))


def _seal_keys(name: KeyName, file: KeyFile) -> Mapping[int, bytes]:
    return {number: _derive(key, f"seal {name}") for number, key in file.numbered().items()}


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_ino, found.st_size


def _derive(key: bytes, purpose: str) -> bytes:
    info = f"maplebridge {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=keyfiles.KEY_BYTES, salt=None, info=info).derive(key)
