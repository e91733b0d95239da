"""The index of many loaded reports: made in memory, sorted, and written at once."""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import asyncpg
from invented import Writer

from storage import sealing
from storage.features import FeatureKey
from triage.matching import packed, reading
from triage.matching.counts import Counts
from triage.matching.index import breadth
from triage.matching.weighed import weigh
from triage.realms import Realm

_BITS = 32
_ROWS = 50_000


@dataclass(slots=True, kw_only=True)
class Shelf:
    """Postings and counts of the reports put on it; all are ordinary ones."""

    writer: Writer
    key: FeatureKey
    counts: Counts
    length: int = 50
    _postings: "array[int]" = field(default_factory=lambda: array("q"))
    _held: Counter[int] = field(default_factory=Counter)
    _reports: int = 0

    def put(
        self, number: int, *, arrival: int, report_id: bytes, data_key: bytes, at: datetime
    ) -> dict[str, Any]:
        """Put report *number* on the shelf; return its row of `indexed`."""
        told = reading.of_source(self.writer.source(number, at, self.length))
        weighed = weigh(told, self.counts)
        hashes = self.key.hashes(told.features)
        self._postings.extend((hashes[one] << _BITS) + arrival for one in told.handles)
        self._held.update(set(hashes.values()))
        self._reports += 1
        place = sealing.place("indexed.sealed_reading", report_id)
        return {
            "arrival": arrival,
            "report_id": report_id,
            "realm": Realm.ORDINARY.value,
            "version": self.key.version,
            "breadth": breadth(weighed.totals.handles),
            "sealed_reading": sealing.under(data_key).close(packed.packed(weighed), place),
        }

    def into_sqlite(self, connection: sqlite3.Connection) -> None:
        """Write all of it."""
        connection.executemany("INSERT INTO posting_ordinary VALUES (?, ?)", self._rows())
        connection.executemany("INSERT INTO feature_count_ordinary VALUES (?, ?)", self._counts())
        connection.execute("INSERT INTO indexed_total VALUES ('ordinary', ?)", (self._reports,))
        connection.commit()

    async def into_postgresql(self, connection: "asyncpg.Connection[Any]") -> None:
        """Write all of it; the key of so many rows is made at the end."""
        table = "posting_ordinary"
        await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT pk_{table}")
        every = self._rows()
        while rows := list(islice(every, _ROWS)):
            await connection.copy_records_to_table(table, records=rows)
        await connection.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT pk_{table} PRIMARY KEY (feature, report)"
        )
        await connection.copy_records_to_table("feature_count_ordinary", records=self._counts())
        await connection.execute("INSERT INTO indexed_total VALUES ('ordinary', $1)", self._reports)

    def _rows(self) -> Iterator[tuple[int, int]]:
        last = -1
        for one in sorted(self._postings):
            # Two features of one report may share a hash.
            if one != last:
                yield one >> _BITS, one & ((1 << _BITS) - 1)
            last = one

    def _counts(self) -> Iterable[tuple[int, int]]:
        return sorted(self._held.items())
