"""Many stored reports in little time: copies of reports that came the normal way.

A few reports are sent through the bot; every row that stays of one is a sample.
A copy has new ids, random bytes as long as what was sealed, its own reference,
moment and links in the chain of events. What is sealed under a key of the house
opens, since a bot tries its keys when it starts; the words behind it do not.
"""

import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from invented import writer
from shelf import Shelf
from stand import Engine, Ground

from settings.datafiles import load_data
from storage import all_tables, keys, matching_tables, sealing, tables
from storage.columns import Utc
from storage.database import Database
from storage.keys import KeyName, Keyring
from triage import events, references
from triage.events import Event
from triage.realms import Realm

Row = dict[str, Any]
Sample = dict[str, list[Row]]
"""Rows that stay of one report, by table."""

COPIED = ("case", "reporter", "report", "message", "event", "conversation", "indexed")
# Emptied after a day, two or eight, so they grow with traffic and not with the years.
_PASSING = {"inbox", "outbox", "trail", "draft", "talk", "throttle"}
# The index is written whole, when all reports are there (shelf.py); copies are unlike
# each other, so none is linked.
_SHELVED = {
    "link",
    *(one.name for one in matching_tables.POSTINGS.values()),
    *(one.name for one in matching_tables.COUNTS.values()),
}
_DATA = Path(__file__).parent.parent / "data"
_YEARS = timedelta(days=3650)
_CONVERSATIONS = timedelta(days=170)
_IDS = {"id", "case_id", "report_id", "reporter_id", "subject_id"}
_RANDOM = {"lookup", "person", "receipt_hash", "commitment"}
_BATCH = 2000
# As long as a person's number in Telegram is.
_CHAT = b"5200000001"
# Steps through all six-digit numbers before one comes again.
_STRIDE = 7919


@dataclass(slots=True, kw_only=True)
class Chain:
    """The end of the chain of events, moved on by every copy."""

    seq: int
    hash: bytes


async def samples(url: str) -> list[Sample]:
    """Return what stays of each report at *url*, sent one after the other by different people.

    Raises:
        SystemExit: If a table grows that is not known here.
    """
    rows = await _everything(url)
    reports = sorted(rows["report"], key=lambda report: report["arrival"])
    grown = {name for name, found in rows.items() if len(found) >= len(reports)}
    if unknown := grown - {*COPIED, *_PASSING, *_SHELVED}:
        raise SystemExit(f"benchmarks/bulk.py does not know how to fill {', '.join(unknown)}")
    after = [1, *(report["arrival"] for report in reports)]
    return [
        {
            "case": _with(rows["case"], "id", report["case_id"]),
            "reporter": _with(rows["reporter"], "id", report["reporter_id"]),
            "report": [report],
            "message": _with(rows["message"], "report_id", report["id"]),
            "event": [row for row in rows["event"] if before < row["seq"] <= report["arrival"]],
            "conversation": [conversation],
            "indexed": _with(rows["indexed"], "report_id", report["id"]),
        }
        for before, report, conversation in zip(after, reports, rows["conversation"], strict=False)
    ]


async def load(
    ground: Ground, engine: Engine, name: str, given: Sequence[Sample], count: int
) -> None:
    """Write *count* copies into the founded database *name*."""
    database = Database(ground.url(engine, name))
    try:
        async with database.read() as tx:
            head = (await tx.execute(sa.select(tables.chain))).one()
    finally:
        await database.close()
    chain = Chain(seq=head.seq, hash=head.hash)
    keyring = keys.load(ground.folder / "installation" / "keys")
    data = load_data(_DATA)
    shelf = Shelf(
        writer=writer(data),
        key=keyring.feature_keys(Realm.ORDINARY)[0],
        counts=data.matching.background,
    )
    if engine is Engine.SQLITE:
        _into_sqlite(ground, name, _batches(given, count, chain, keyring, shelf), chain, shelf)
    else:
        batches = _batches(given, count, chain, keyring, shelf)
        await _into_postgresql(ground, name, batches, chain, shelf)


def _batches(
    given: Sequence[Sample], count: int, chain: Chain, keyring: Keyring, shelf: Shelf
) -> Iterator[Sample]:
    now = datetime.now(UTC)
    for first in range(0, count, _BATCH):
        batch: Sample = {name: [] for name in COPIED}
        for number in range(first, min(first + _BATCH, count)):
            moment = now - _YEARS * ((count - number) / count)
            copy = _copy(given[number % len(given)], number, moment, chain)
            _seal(copy, keyring)
            copy["indexed"] = [_shelved(shelf, number, report) for report in copy["report"]]
            if moment < now - _CONVERSATIONS:
                copy["conversation"] = []
            for name, rows in copy.items():
                batch[name] += rows
        yield batch


def _copy(sample: Sample, number: int, moment: datetime, chain: Chain) -> Sample:
    ids: dict[bytes, bytes] = defaultdict(lambda: os.urandom(16))
    copied = {
        name: [_fresh(name, row, ids, moment) for row in rows] for name, rows in sample.items()
    }
    for row in copied["event"]:
        _link(row, chain)
    prefix = sample["report"][0]["reference"].partition("-")[0]
    reference = references.compose(prefix, moment.year, number * _STRIDE % 10**6)
    for report in copied["report"]:
        report |= {"reference": reference, "arrival": chain.seq}
    for message in copied["message"]:
        message["arrival"] = chain.seq
    return copied


def _seal(copy: Sample, keyring: Keyring) -> None:
    """Put values that open where random bytes stand for them."""
    identity = keyring.seal(KeyName.IDENTITY)
    for reporter in copy["reporter"]:
        if reporter["sealed_chat"]:
            place = sealing.place("reporter.sealed_chat", reporter["id"])
            reporter["sealed_chat"] = identity.close(_CHAT, place)
    for report in copy["report"]:
        seal = keyring.seal(KeyName(report["wrapped_by"]))
        place = sealing.place("report.sealed_data_key", report["id"])
        report["sealed_data_key"] = seal.close(_data_key(report["id"]), place)


def _shelved(shelf: Shelf, number: int, report: Row) -> Row:
    """Return the row by which a report can be found, with words of its own."""
    return shelf.put(
        number,
        arrival=report["arrival"],
        report_id=report["id"],
        data_key=_data_key(report["id"]),
        at=report["received_at"],
    )


def _data_key(report_id: bytes) -> bytes:
    """Return a data key that nobody has to remember: nothing secret is behind it."""
    return report_id * 2


def _fresh(name: str, row: Row, ids: dict[bytes, bytes], moment: datetime) -> Row:
    fresh = dict(row)
    for column in all_tables.everything.tables[name].columns:
        value = row[column.name]
        if value is None:
            continue
        if column.name in _IDS:
            fresh[column.name] = ids[value]
        elif column.name in _RANDOM:
            fresh[column.name] = os.urandom(len(value))
        elif column.name.startswith("sealed_"):
            # The version of the key stays readable.
            fresh[column.name] = value[:2] + os.urandom(len(value) - 2)
        elif isinstance(column.type, Utc):
            fresh[column.name] = moment
        elif isinstance(column.type, sa.Date):
            fresh[column.name] = moment.date()
    return fresh


def _link(row: Row, chain: Chain) -> None:
    """Put *row* behind the last event."""
    parts = {name: row[name] for name in Event.__dataclass_fields__}
    event = Event(**parts | {"seq": chain.seq + 1})
    row |= {"seq": event.seq, "before": chain.hash, "hash": events.hash_of(event, chain.hash)}
    chain.seq, chain.hash = event.seq, row["hash"]


def _into_sqlite(
    ground: Ground, name: str, batches: Iterator[Sample], chain: Chain, shelf: Shelf
) -> None:
    engine = sa.create_engine(f"sqlite:///{ground.file(name)}")
    with engine.connect() as connection:
        # Quick, for what breaks off is thrown away.
        for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "cache_size = -500000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        for batch in batches:
            for table, rows in batch.items():
                if rows:
                    connection.execute(sa.insert(all_tables.everything.tables[table]), rows)
            connection.commit()
        connection.execute(sa.update(tables.chain).values({"seq": chain.seq, "hash": chain.hash}))
        connection.commit()
        plain = connection.connection.driver_connection
        assert isinstance(plain, sqlite3.Connection)
        shelf.into_sqlite(plain)
    engine.dispose()


async def _into_postgresql(
    ground: Ground, name: str, batches: Iterator[Sample], chain: Chain, shelf: Shelf
) -> None:
    async with ground.server.connected(name) as connection:
        # The copies fit together; to look up each foreign key would only take time.
        await connection.execute("SET session_replication_role = replica")
        for batch in batches:
            for table, rows in batch.items():
                if rows:
                    columns = list(rows[0])
                    records = [[row[column] for column in columns] for row in rows]
                    await connection.copy_records_to_table(table, records=records, columns=columns)
        await connection.execute("UPDATE chain SET seq = $1, hash = $2", chain.seq, chain.hash)
        await shelf.into_postgresql(connection)
        await connection.execute("VACUUM ANALYZE")


async def _everything(url: str) -> dict[str, list[Row]]:
    database = Database(url)
    try:
        async with database.read() as tx:
            return {
                name: [dict(row._mapping) for row in await tx.execute(sa.select(table))]  # noqa: SLF001
                for name, table in all_tables.everything.tables.items()
            }
    finally:
        await database.close()


def _with(rows: list[Row], column: str, value: object) -> list[Row]:
    return [row for row in rows if row[column] == value]


async def lengths(url: str, reports: int) -> dict[str, float]:
    """Return how many rows and how many bytes a column a report takes, on average."""
    found = {}
    for name, rows in (await _everything(url)).items():
        # Conversations end after half a year.
        if name in COPIED and name != "conversation":
            found[name] = len(rows) / reports
            for column in all_tables.everything.tables[name].columns:
                values = [row[column.name] for row in rows]
                whole = sum(len(value) for value in values if isinstance(value, bytes | str))
                found[f"{name}.{column.name}"] = whole / reports
    return found
