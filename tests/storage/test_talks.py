from datetime import timedelta

from casework.work import House
from storage import talks
from storage.talks import TalkRow
from tests.support import NOON

MEI, BAO = b"mei", b"bao"
HOUR = timedelta(hours=1)


def talk(hours: int = 1, verb: str | None = None) -> TalkRow:
    return TalkRow(
        id=talks.new_id(), sealed_report=b"sealed", verb=verb, erase_at=NOON + hours * HOUR
    )


async def test_a_talk_is_found_by_its_person_until_its_time_is_over(house: House) -> None:
    mine = talk()
    async with house.database.write() as tx:
        await talks.add(tx, MEI, mine)

        assert await talks.one(tx, mine.id, MEI, NOON) == mine
        assert await talks.one(tx, mine.id, BAO, NOON) is None
        assert await talks.one(tx, mine.id, MEI, NOON + HOUR) is None


async def test_live_talks_come_longest_first(house: House) -> None:
    rows = [talk(hours) for hours in (1, 3, 2)]
    async with house.database.write() as tx:
        for row in rows:
            await talks.add(tx, MEI, row)
        await talks.add(tx, BAO, talk(9))

        found = await talks.live(tx, MEI, NOON + HOUR)

    assert found == [rows[1], rows[2]]


async def test_a_talk_changes_and_ends(house: House) -> None:
    rows = [talk(), talk(verb="add"), talk(5)]
    async with house.database.write() as tx:
        for row in rows:
            await talks.add(tx, MEI, row)
        await talks.change(tx, rows[0].id, verb="add", erase_at=NOON + 2 * HOUR)

        assert await talks.erase_with(tx, MEI, "add") == 2
        assert await talks.erase_with(tx, BAO, "add") == 0
        assert await talks.erase_due(tx, NOON + 5 * HOUR) == 1
        assert await talks.live(tx, MEI, NOON) == []
