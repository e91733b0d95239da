"""What tests of copying share: databases to copy between, and what stands in them."""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from casework import muting
from casework.work import Work
from storage import all_tables, desk_tables, matching_tables, tables
from storage.database import Database
from storage.transaction import Tx
from tests import keyplay, postgres
from tests.stage import STORY, Stage
from tests.support import NOON
from triage.limits import MuteReason

MEI, BAO = 5_200_000_001, 5_200_000_002
Table = list[tuple[Any, ...]]


async def fresh(engine: str, folder: Path, server: str) -> str:
    """Return the URL of a database of *engine* that nobody has used."""
    name = f"copy_{secrets.token_hex(8)}"
    if engine == "sqlite":
        return f"sqlite+aiosqlite:///{folder / name}.db"
    await postgres.execute(server, f"CREATE DATABASE {name}")
    return postgres.database(server, name)


async def contents(url: str) -> dict[str, Table]:
    """Return every row of every table at *url*."""
    database = Database(url)
    found = {}
    async with database.read() as tx:
        for table in all_tables.everything.sorted_tables:
            rows = (await tx.execute(sa.select(table))).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    await database.close()
    return found


async def execute(url: str, *statements: str) -> None:
    """Run *statements* at *url* in one transaction."""
    database = Database(url)
    async with database.write() as tx:
        for statement in statements:
            await tx.execute(sa.text(statement))
    await database.close()


async def table_names(url: str) -> list[str]:
    """Return which tables are at *url*."""
    database = Database(url)
    async with database.schema() as connection:
        found = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
    await database.close()
    return list(found)


async def play(stage: Stage) -> str:
    """Let Mei send a report and Bao begin one; return Mei's receipt."""
    stage.now = NOON + timedelta(microseconds=123_457)
    receipt = await stage.resident(MEI).send_report()
    bao = stage.resident(BAO)
    await bao.answer(await bao.say(STORY))
    return receipt


async def fill(stage: Stage) -> None:
    """Leave something in every table."""
    await play(stage)
    (report,) = await stage.rows(tables.report)
    await keyplay.filled(stage)
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        await muting.mute(work, report["reference"], 1, MuteReason.FLOOD)
        await _match(tx, report["id"], report["case_id"])
        await _desk(tx, report["id"], report["case_id"])


async def _match(tx: Tx, report: bytes, case: bytes) -> None:
    """Leave rows in the tables of the matcher that a few reports leave empty."""
    tables_ = matching_tables
    for table in (*tables_.POSTINGS.values(), *tables_.COUNTS.values()):
        row = {column.name: 7 for column in table.columns}
        await tx.execute(tx.insert(table).values(row).on_conflict_do_nothing())
    await _regroup(tx, report, case)
    taken = {"batch": b"b", "row": b"r", "report_id": report, "at": NOON}
    await tx.execute(sa.insert(tables_.imported).values(taken))


async def _regroup(tx: Tx, report: bytes, case: bytes) -> None:
    tables_, seq = matching_tables, {"regrouping_seq": 1}
    moved = {"seq": 1, "verb": "move", "actor": "officer:7"}
    await tx.execute(sa.insert(tables_.regrouping).values(moved))
    cases = {"report_id": report, "from_case": case, "to_case": case}
    await tx.execute(sa.insert(tables_.regrouped).values(seq | cases))
    how = {"state": "open", "queue": "urgent", "desk": "d", "severity": "S1", "absorbed_into": None}
    shapes = {f"{name}_{when}": how[name] for name in how for when in ("before", "after")}
    await tx.execute(sa.insert(tables_.reshaped).values(seq | {"case_id": case} | shapes))
    said = {"state": "refused", "decided_by": "officer:7", "decided_seq": 1}
    link = {"id": b"l", "report_id": report, "case_id": case, "alike": 0.5, "probability": 0.5}
    await tx.execute(sa.insert(tables_.link).values(link | said | {"sealed_reasons": b"s"}))
    await tx.execute(sa.insert(tables_.relinked).values(seq | {"link_id": b"l"} | said))


async def _desk(tx: Tx, report: bytes, case: bytes) -> None:
    """Leave a row in each of the tables of officers; what is sealed in them is empty."""
    (message,) = (await tx.execute(sa.select(tables.message.c.id).limit(1))).scalars()
    ids = {"case_id": case, "report_id": report, "message_id": message}
    ids |= {"officer_id": b"o", "topic_id": b"t", "id": b"o"}
    # A moment is of no type of Python's own.
    known: dict[type, Any] = {int: 1, bool: True, str: "w", bytes: b"", object: NOON}
    for table in desk_tables.everything:
        own = {"id": b"t"} if table is desk_tables.topic else {}
        row = {column.name: known[column.type.python_type] for column in table.columns}
        row |= {name: id_ for name, id_ in ids.items() if name in row}
        if table is desk_tables.card:
            row["message_id"] = 7
        await tx.execute(sa.insert(table).values(row | own))
