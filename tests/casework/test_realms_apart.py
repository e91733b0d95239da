"""Ordinary reports, integrity and care: what one holds is not met from another."""

import sqlalchemy as sa

from storage.matching_tables import COUNTS, POSTINGS, indexed, indexed_total, link
from storage.tables import case, report
from tests.casework.grouping_play import case_of, told
from tests.casework.test_judging import NIGHT, NIGHT_TOO
from tests.stage import Stage
from triage.realms import Realm

DISTRESS = "我不想活了，每天晚上睡不着，一个人在南联社区的出租屋里哭"
DEBT = "南联社区的出租屋里每天晚上有人哭闹，吵得我睡不着，一个月了"


async def tables_of(stage: Stage, realm: Realm) -> list[object]:
    totals = [row for row in await stage.rows(indexed_total) if row["realm"] == realm]
    return [
        sorted(map(repr, await stage.rows(table))) for table in (POSTINGS[realm], COUNTS[realm])
    ] + [totals]


async def test_what_integrity_and_care_take_in_changes_nothing_of_the_ordinary_index(
    stage: Stage,
) -> None:
    await told(stage, NIGHT_TOO, DEBT)
    before = await tables_of(stage, Realm.ORDINARY)
    cases = await stage.rows(case)

    sealed, distress = await told(stage, NIGHT, DISTRESS)

    assert await tables_of(stage, Realm.ORDINARY) == before
    assert [row for row in await stage.rows(case) if row in cases] == cases
    realms = {row["report_id"]: row["realm"] for row in await stage.rows(indexed)}
    assert realms[sealed] == Realm.INTEGRITY
    assert realms[distress] == Realm.CARE


async def test_distress_is_compared_with_distress_alone(stage: Stage) -> None:
    await told(stage, DEBT)
    async with stage.house.database.write() as tx:
        for realm in (Realm.ORDINARY, Realm.INTEGRITY):
            for table in (POSTINGS[realm], COUNTS[realm]):
                await tx.execute(sa.schema.DropTable(table))

    one, two = await told(stage, DISTRESS, DISTRESS.replace("一个人", "独自"))

    found = await stage.rows(link)
    assert {row["report_id"] for row in found} == {two}
    assert {row["beside_id"] for row in found} == {one}


async def test_an_ordinary_report_asks_nothing_of_care(stage: Stage) -> None:
    await told(stage, DISTRESS)
    async with stage.house.database.write() as tx:
        for table in (POSTINGS[Realm.CARE], COUNTS[Realm.CARE]):
            await tx.execute(sa.schema.DropTable(table))

    (debt,) = await told(stage, DEBT)

    assert await stage.rows(link) == []
    assert await case_of(stage, debt)


async def test_an_ordinary_report_learns_nothing_of_integrity(stage: Stage) -> None:
    (sealed,) = await told(stage, NIGHT)

    (ordinary,) = await told(stage, NIGHT_TOO)

    found = await stage.rows(link)
    assert {row["report_id"] for row in found} == {sealed}
    keys = {row["id"]: row["wrapped_by"] for row in await stage.rows(report)}
    assert keys[sealed] == "integrity"
    assert keys[ordinary] == "content"
