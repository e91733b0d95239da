"""Read whole tables page by page, and tell whether two databases hold the same rows.

Rows are compared as values and not as an engine writes them: a moment on SQLite
is text and on PostgreSQL eight bytes, both come out as the same datetime.
"""

import hashlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from storage.transaction import Tx

PAGE = 1000
# Rows of up to a mebibyte each, and two of a page are in memory at a time.
_SMALL_PAGES = {"file_chunk": 8}
_MODULUS = 1 << 256

Row = sa.Row[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """How many rows, and the sum of their SHA-256.

    A sum, because it does not depend on the order of the rows: text is sorted by
    the server's language on PostgreSQL and by its bytes on SQLite.
    """

    rows: int = 0
    total: int = 0

    def plus(self, rows: Iterable[Iterable[object]]) -> "Digest":
        """Return the digest of what was digested and *rows*."""
        hashes = [hash_of(row) for row in rows]
        total = sum((int.from_bytes(one) for one in hashes), self.total)
        return Digest(rows=self.rows + len(hashes), total=total % _MODULUS)


def hash_of(row: Iterable[object]) -> bytes:
    """Return the SHA-256 of *row*; no two different rows are spelled alike."""
    digest = hashlib.sha256()
    for value in row:
        kind, spelled = _spelled(value)
        digest.update(kind + len(spelled).to_bytes(8) + spelled)
    return digest.digest()


async def pages(tx: Tx, table: sa.Table) -> AsyncIterator[list[Row]]:
    """Yield all rows of *table*, in the order of its key, a page in memory at a time."""
    key = list(table.primary_key.columns)
    size = _SMALL_PAGES.get(table.name, PAGE)
    query = sa.select(table).order_by(*key).limit(size)
    page = (await tx.execute(query)).all()
    while page:
        yield list(page)
        last = [page[-1]._mapping[column] for column in key]  # noqa: SLF001 - SQLAlchemy's public name
        page = (await tx.execute(query.where(sa.tuple_(*key) > last))).all()


def _spelled(value: object) -> tuple[bytes, bytes]:
    """Return a letter for the type of *value*, and *value* as bytes.

    Raises:
        TypeError: If no column of ours has such values.
    """
    match value:
        case None:
            return b"n", b""
        case bytes():
            return b"b", value
        case str():
            return b"s", value.encode()
        case int():
            # A truth value is a number on SQLite.
            return b"i", str(int(value)).encode()
        case float():
            return b"f", repr(value).encode()
        case datetime():
            return b"t", value.astimezone(UTC).isoformat(timespec="microseconds").encode()
        case date():
            return b"d", value.isoformat().encode()
    raise TypeError(f"a {type(value).__name__} has no spelling to compare it by")
