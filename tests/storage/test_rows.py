"""Throttles, conversations, drafts and trails: what is kept, and for how long."""

from datetime import timedelta

from casework.work import House
from storage import conversations, drafts, throttles, trails
from storage.conversations import Conversation
from storage.drafts import DraftRow
from storage.throttles import Count
from storage.trails import Step
from tests.support import NOON
from triage.languages import Language

MEI, BAO = b"mei", b"bao"


async def test_deeds_are_counted_apart_for_each_person_and_deed(house: House) -> None:
    async with house.database.write() as tx:
        await throttles.keep(tx, MEI, "wrong_receipt", Count(since=NOON, count=1))
        await throttles.keep(tx, MEI, "wrong_receipt", Count(since=NOON, count=2))

        assert await throttles.of(tx, MEI, "wrong_receipt") == Count(since=NOON, count=2)
        assert await throttles.of(tx, MEI, "other") is None
        assert await throttles.of(tx, BAO, "wrong_receipt") is None


async def test_old_counts_are_forgotten(house: House) -> None:
    async with house.database.write() as tx:
        await throttles.keep(tx, MEI, "d", Count(since=NOON, count=1))
        await throttles.keep(tx, BAO, "d", Count(since=NOON + timedelta(hours=1), count=1))

        await throttles.keep(tx, MEI, "e", Count(since=NOON, count=1))

        await throttles.forget_before(tx, "d", NOON + timedelta(minutes=1))

        assert await throttles.of(tx, MEI, "d") is None
        assert await throttles.of(tx, MEI, "e") is not None
        assert await throttles.of(tx, BAO, "d") is not None


async def test_a_chosen_language_is_kept_as_chosen(house: House) -> None:
    today = NOON.date()
    new = Conversation(person=MEI, language=Language.EN, language_chosen=False, seen_on=today)
    async with house.database.write() as tx:
        await conversations.add(tx, new)
        await conversations.choose_language(tx, MEI, Language.ZH_HANT)
        found = await conversations.of(tx, MEI)

    assert found is not None
    assert (found.language, found.language_chosen) == (Language.ZH_HANT, True)


async def test_silent_conversations_are_forgotten(house: House) -> None:
    today = NOON.date()
    async with house.database.write() as tx:
        for person, days in ((MEI, 0), (BAO, 1)):
            new = Conversation(
                person=person,
                language=Language.EN,
                language_chosen=False,
                seen_on=today + timedelta(days=days),
            )
            await conversations.add(tx, new)

        await conversations.forget_before(tx, today + timedelta(days=1))

        assert await conversations.of(tx, MEI) is None
        assert await conversations.of(tx, BAO) is not None


async def test_a_draft_is_replaced_and_erased_when_its_time_is_over(house: House) -> None:
    later = NOON + timedelta(hours=1)
    first = DraftRow(id=b"1", version=1, sealed_body=b"a", erase_at=NOON)
    second = DraftRow(id=b"1", version=2, sealed_body=b"b", erase_at=later)
    async with house.database.write() as tx:
        await drafts.add(tx, MEI, first)
        await drafts.change(tx, MEI, second)

        assert await drafts.of(tx, MEI) == second
        assert await drafts.erase_due(tx, NOON) == 0
        assert await drafts.erase_due(tx, later) == 1
        assert await drafts.of(tx, MEI) is None


async def test_a_trail_belongs_to_one_person_and_ends(house: House) -> None:
    steps = [Step(id=trails.new_id(), sealed_message=b"1") for _ in range(3)]
    async with house.database.write() as tx:
        await trails.add(tx, MEI, steps[0], NOON)
        await trails.add(tx, MEI, steps[1], NOON + timedelta(hours=1))
        await trails.add(tx, BAO, steps[2], NOON)

    async with house.database.write() as tx:
        await trails.erase(tx, [steps[2].id])
        assert await trails.of(tx, BAO) == []
        assert await trails.erase_due(tx, NOON) == 1
        assert await trails.of(tx, MEI) == [steps[1]]
