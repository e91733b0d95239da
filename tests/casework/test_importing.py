"""Rows from elsewhere become reports as confirmed ones do, each once."""

from datetime import timedelta

import pytest

from casework import importing
from casework.importing import Row
from casework.work import Work
from storage import reports, tables
from storage.matching_tables import imported, indexed, link
from storage.rotation import Part
from tests import keyplay
from tests.casework.test_placing import AGAIN, OTHER, STORY
from tests.stage import Stage
from triage.matching.reading import Told

BATCH = "old.csv"


def row(stage: Stage, name: str, text: str, **more: str) -> Row:
    at = stage.now - timedelta(days=90)
    return Row(name=name, told=Told(id=name, time=at, text=text, **more))


async def take_in(stage: Stage, *rows: Row) -> int:
    left = await importing.left(stage.house, BATCH, rows)
    ready = [importing.made_ready(stage.house, BATCH, one) for one in left]
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        return await importing.take_in(work, BATCH, ready)


async def test_an_imported_report_and_one_sent_here_find_each_other(stage: Stage) -> None:
    await take_in(stage, row(stage, "1", STORY), row(stage, "2", OTHER))

    await stage.resident().send_report(AGAIN)

    (found,) = await stage.rows(link)
    first, _, last = sorted(await stage.rows(tables.report), key=lambda one: int(one["arrival"]))
    assert (found["beside_id"], found["report_id"]) == (first["id"], last["id"])
    assert first["community"]
    assert len(await stage.rows(indexed)) == 3


async def test_nobody_is_told_and_no_receipt_opens_it(stage: Stage) -> None:
    await take_in(stage, row(stage, "1", "救命，房子着火了，快来人", user="u1"))

    assert await stage.deliver() == []
    assert not await stage.rows(tables.conversation)
    (kept,) = await stage.rows(tables.report)
    assert (kept["mode"], kept["danger"], len(kept["receipt_hash"])) == ("confidential", None, 32)
    async with stage.house.database.read() as tx:
        assert await reports.chat_of(tx, kept["reporter_id"]) is None


async def test_one_writer_is_one_reporter_also_after_a_break(stage: Stage) -> None:
    await take_in(stage, row(stage, "1", STORY, user="u1"), row(stage, "2", OTHER, user="u2"))
    rows = [row(stage, "1", STORY, user="u1"), row(stage, "3", AGAIN, user="u1")]

    assert await take_in(stage, *rows) == 1

    writers = [one["reporter_id"] for one in await stage.rows(tables.report)]
    assert len(writers) == 3
    assert len(set(writers)) == len(await stage.rows(tables.reporter)) == 2


async def test_a_row_stays_done_when_its_keys_are_renewed(stage: Stage) -> None:
    await take_in(stage, row(stage, "1", STORY))
    for part in Part:
        await keyplay.put_in_use(stage.house, part)
        await keyplay.renewed(stage.house, part)

    assert await take_in(stage, row(stage, "1", STORY)) == 0

    assert len(await stage.rows(imported)) == 1


async def test_somebody_else_importing_the_same_file_doubles_nothing(stage: Stage) -> None:
    one = importing.made_ready(stage.house, BATCH, row(stage, "1", STORY))
    for _ in range(2):
        async with stage.house.database.write() as tx:
            work = Work(tx=tx, now=stage.now, house=stage.house)
            assert await importing.take_in(work, BATCH, [one]) == 1

    assert len(await stage.rows(tables.report)) == 1


async def test_what_accuses_officials_goes_where_only_the_twin_team_sees_it(stage: Stage) -> None:
    await take_in(stage, row(stage, "1", keyplay.UMBRELLA, category="dispute.noise"))

    (case,) = await stage.rows(tables.case)
    (kept,) = await stage.rows(tables.report)
    (found,) = await stage.rows(indexed)
    assert (case["queue"], kept["wrapped_by"], found["realm"]) == ("integrity",) * 3


async def test_a_slow_machine_ends_a_transaction_before_residents_wait_long(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(stage, str(number), f"{OTHER} {number}") for number in range(3)]
    ready = [importing.made_ready(stage.house, BATCH, one) for one in rows]
    monkeypatch.setattr(importing, "_LONGEST_SECONDS", 0.0)

    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        looked_at = await importing.take_in(work, BATCH, ready)

    assert looked_at == len(await stage.rows(imported)) == 1


async def test_nothing_in_the_database_tells_the_file_or_its_rows(stage: Stage) -> None:
    await take_in(stage, row(stage, "MS-2026-0001", STORY, user="Chen Wei"))

    for table in (imported, tables.reporter, tables.report):
        for kept in await stage.rows(table):
            whole = repr(sorted(kept.items(), key=lambda item: item[0]))
            assert not {word for word in (BATCH, "MS-2026", "Chen Wei", "煤气") if word in whole}
