"""Reports become findable afterwards, and stay so while their index is put under a new key."""

import asyncio

import pytest
import sqlalchemy as sa

from casework import comparing, keys, reindexing
from casework.work import Work
from storage import matching_tables, sealing, tables
from storage.keys import KeyName
from storage.matching_tables import COUNTS, POSTINGS, indexed, link
from storage.rotation import Part
from tests import keyplay
from tests.casework.test_placing import AGAIN, OTHER, STORY
from tests.stage import Stage
from triage.matching.reading import Told
from triage.realms import Realm

TABLES = (*POSTINGS.values(), *COUNTS.values(), matching_tables.indexed_total)


async def index(stage: Stage) -> list[list[tuple[object, ...]]]:
    """Return all that reports are found by, in order."""
    found = [sorted(tuple(row.values()) for row in await stage.rows(one)) for one in TABLES]
    kept = [(row["arrival"], row["realm"], row["version"]) for row in await stage.rows(indexed)]
    return [*found, sorted(kept)]


async def emptied(stage: Stage) -> None:
    """Let no report be findable, as before migration 0004."""
    async with stage.house.database.write() as tx:
        for table in (*TABLES, indexed):
            await tx.execute(sa.delete(table))


async def all_indexed(stage: Stage) -> None:
    after: int | None = 0
    while after is not None:
        after = await reindexing.index_some(stage.house, stage.now, after)


async def versions(stage: Stage, realm: Realm) -> list[int]:
    return [row["version"] for row in await stage.rows(indexed) if row["realm"] == realm]


async def found_beside(stage: Stage, text: str) -> list[tuple[int, float]]:
    """Return the earlier reports that *text* is compared with, and how likely each is the same."""
    told = Told(id="", time=stage.now, text=text)
    new = comparing.read(comparing.source_of_told(stage.house, told), None)
    async with stage.house.database.read() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        compared = await comparing.beside_earlier(work, Realm.ORDINARY, new)
    return [(one.kept.arrival, round(one.p, 6)) for one in compared.seen]


async def test_reports_of_before_become_findable_as_if_they_came_in_now(stage: Stage) -> None:
    await keyplay.filled(stage)
    await stage.resident(8).send_report(OTHER)
    before = await index(stage)
    await emptied(stage)

    await all_indexed(stage)

    assert await index(stage) == before
    assert len(await stage.rows(indexed)) == 5


async def test_they_are_linked_to_nothing_until_another_report_finds_them(stage: Stage) -> None:
    await stage.resident(1).send_report(STORY)
    await stage.resident(2).send_report(OTHER)
    await emptied(stage)
    await all_indexed(stage)
    assert not await stage.rows(link)

    await stage.resident(3).send_report(AGAIN)

    (found,) = await stage.rows(link)
    first, _, last = await stage.rows(tables.report)
    assert (found["beside_id"], found["report_id"]) == (first["id"], last["id"])


async def test_a_damaged_report_does_not_keep_the_others_from_being_found(stage: Stage) -> None:
    await stage.resident(1).send_report(STORY)
    await stage.resident(2).send_report(OTHER)
    first, second = await stage.rows(tables.report)
    await emptied(stage)
    async with stage.house.database.write() as tx:
        broken = sa.update(tables.report).where(tables.report.c.id == first["id"])
        await tx.execute(broken.values(sealed_details=sealing.prefix(1) + bytes(40)))

    await all_indexed(stage)

    assert [row["report_id"] for row in await stage.rows(indexed)] == [second["id"]]


async def test_killed_in_the_middle_matching_goes_on_and_so_does_the_next_run(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reindexing, "_BATCH", 1)
    await stage.resident(1).send_report(STORY)
    await stage.resident(2).send_report(OTHER)
    await stage.resident(3).send_report(STORY.replace("阿伯", "阿婆"))
    before = await found_beside(stage, AGAIN)
    assert len(before) == 2
    await keyplay.put_in_use(stage.house, Part.LOOKUPS)

    def killed(done: int, _todo: int) -> None:
        if done == 3 + 1:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await keys.renew(stage.house, Part.LOOKUPS, stage.now, killed)
    assert sorted(await versions(stage, Realm.ORDINARY)) == [1, 1, 2]

    assert await found_beside(stage, AGAIN) == before
    await keyplay.renewed(stage.house, Part.LOOKUPS)
    assert await versions(stage, Realm.ORDINARY) == [2, 2, 2]
    assert await found_beside(stage, AGAIN) == before


async def test_a_renewed_index_is_the_one_of_a_house_that_always_had_that_key(
    stage: Stage,
) -> None:
    await keyplay.filled(stage)
    old = await index(stage)
    for part in Part:
        await keyplay.put_in_use(stage.house, part)
        await keyplay.renewed(stage.house, part)
    renewed = await index(stage)
    await emptied(stage)

    await all_indexed(stage)

    assert renewed == await index(stage)
    assert [len(one) for one in renewed] == [len(one) for one in old]
    assert not {row[0] for row in renewed[0]} & {row[0] for row in old[0]}


async def test_old_versions_stay_while_reports_on_officials_are_found_by_them(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.resident(1, "zh-hans").send_report(keyplay.UMBRELLA)
    await keyplay.put_in_use(stage.house)
    monkeypatch.setitem(keys._REALMS, Part.SEALS, ())
    await keyplay.renewed(stage.house)
    keyplay.age(stage.house)

    assert await keys.retire(stage.house, stage.now) == {KeyName.INTEGRITY: 1}

    monkeypatch.undo()
    await keyplay.renewed(stage.house)
    assert await keys.retire(stage.house, stage.now) == {}
    assert await versions(stage, Realm.INTEGRITY) == [2]
