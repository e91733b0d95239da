"""AES-256-GCM over single columns, with versioned keys.

A sealed value is `version (2 bytes) | nonce (12) | ciphertext and tag`. Its
place, table.column and row, is associated data: a value moved to another row or
column does not open.
"""

import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.faults import KeyFault

_NONCE = 12
_VERSION = 2
_DATA_KEY = 32


class Seal:
    """Seals under the newest version of one key and opens under all of them."""

    def __init__(self, versions: Mapping[int, bytes]) -> None:
        self._ciphers = {number: AESGCM(key) for number, key in versions.items()}
        self._current = max(versions)

    def close(self, plain: bytes, place: str) -> bytes:
        """Return *plain* sealed for *place*, such as `report.sealed_details:1f…`."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._ciphers[self._current].encrypt(nonce, plain, place.encode())
        return self._current.to_bytes(_VERSION, "big") + nonce + sealed

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return what was sealed for *place*.

        Raises:
            KeyFault: If the key is not ours, or the value was changed or moved.
        """
        version = int.from_bytes(sealed[:_VERSION], "big")
        nonce, rest = sealed[_VERSION : _VERSION + _NONCE], sealed[_VERSION + _NONCE :]
        if version not in self._ciphers:
            raise KeyFault(f"sealed under version {version} of a key we do not hold")
        try:
            return self._ciphers[version].decrypt(nonce, rest, place.encode())
        except (InvalidTag, ValueError):
            column = place.partition(":")[0]
            raise KeyFault(f"what stands in {column} does not open") from None


def new_data_key() -> bytes:
    """Return a fresh key for the columns of one report, 32 bytes."""
    return secrets.token_bytes(_DATA_KEY)


def under(data_key: bytes) -> Seal:
    """Return the seal of one report's *data_key*."""
    return Seal({0: data_key})


def place(column: str, row: bytes) -> str:
    """Return the name of a place: the *column* as table.column, and its *row* id."""
    return f"{column}:{row.hex()}"
