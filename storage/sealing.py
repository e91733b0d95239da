"""AES-256-GCM over single columns, with versioned keys.

A sealed value is `version (2 bytes) | nonce (12) | ciphertext and tag`. Its
place, table.column and row, is associated data: a value moved to another row or
column does not open.
"""

import secrets
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.faults import KeyFault

_NONCE = 12
_VERSION = 2
_DATA_KEY = 32


class Seal:
    """Seals under the current version of one key and opens under all of them.

    Args:
        versions: The keys by version.
        current: The one that seals; the newest if nothing is said.
        newer: Returns this seal as its key file says now, asked for when a
            value is of a version that we do not hold.
    """

    def __init__(
        self,
        versions: Mapping[int, bytes],
        *,
        current: int | None = None,
        newer: "Callable[[], Seal] | None" = None,
    ) -> None:
        self._ciphers = {number: AESGCM(key) for number, key in versions.items()}
        self.current = max(versions) if current is None else current
        self._newer = newer

    @property
    def versions(self) -> frozenset[int]:
        """The versions that open."""
        return frozenset(self._ciphers)

    def close(self, plain: bytes, place: str) -> bytes:
        """Return *plain* sealed for *place*, such as `report.sealed_details:1f…`."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._ciphers[self.current].encrypt(nonce, plain, place.encode())
        return prefix(self.current) + nonce + sealed

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return what was sealed for *place*.

        Raises:
            KeyFault: If the key is not ours, or the value was changed or moved.
        """
        version = version_of(sealed)
        nonce, rest = sealed[_VERSION : _VERSION + _NONCE], sealed[_VERSION + _NONCE :]
        cipher = self._ciphers.get(version) or self._renewed(version)
        try:
            return cipher.decrypt(nonce, rest, place.encode())
        except (InvalidTag, ValueError):
            column = place.partition(":")[0]
            raise KeyFault(f"what stands in {column} does not open") from None

    def _renewed(self, version: int) -> AESGCM:
        newer = self._newer() if self._newer else self
        if version not in newer._ciphers:  # noqa: SLF001 - of our own class
            raise KeyFault(f"sealed under version {version} of a key we do not hold")
        return newer._ciphers[version]  # noqa: SLF001 - of our own class


def new_data_key() -> bytes:
    """Return a fresh key for the columns of one report, 32 bytes."""
    return secrets.token_bytes(_DATA_KEY)


def under(data_key: bytes) -> Seal:
    """Return the seal of one report's *data_key*."""
    return Seal({0: data_key})


def place(column: str, row: bytes) -> str:
    """Return the name of a place: the *column* as table.column, and its *row* id."""
    return f"{column}:{row.hex()}"


def prefix(version: int) -> bytes:
    """Return how a value begins that was sealed under *version*."""
    return version.to_bytes(_VERSION, "big")


def version_of(sealed: bytes) -> int:
    """Return the version under which a value was *sealed*."""
    return int.from_bytes(sealed[:_VERSION], "big")
