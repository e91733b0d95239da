from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot import runtime
from storage import mutes, tables
from tests.stage import STORY, Resident, Stage, keys_of, words_of
from tests.support import Installation

FIRE = "There is a fire in my kitchen"
DAY = timedelta(days=1)


@pytest.fixture
async def stage(installation: Installation) -> AsyncIterator[Stage]:
    """A house that loses patience after five messages and three reports."""
    installation.configure(limits__messages_in_ten_minutes=5, limits__reports_a_day=3)
    async with runtime.opened(installation.settings()) as house:
        yield Stage(house=house)


async def flooded(mei: Resident) -> None:
    """Write until nothing more is taken."""
    for number in range(6):
        await mei.say(f"{STORY} {number}")


async def mute(stage: Stage, mei: Resident) -> None:
    async with stage.house.database.write() as tx:
        await mutes.keep(tx, stage.house.keyring.person(mei.user_id), stage.now + DAY)


async def test_a_flooder_is_told_until_when_once_and_keeps_the_draft(stage: Stage) -> None:
    mei = stage.resident()
    for number in range(5):
        await mei.say(f"{STORY} {number}")

    told = await mei.say("one more")
    again = await mei.say("and another")

    assert keys_of(told) == ["error.limited"]
    assert told[0].texts[0].params == {"until": "12:10"}
    assert again == []
    assert len(await stage.rows(tables.draft)) == 1
    stage.now += timedelta(minutes=10)
    assert keys_of(await mei.say("now then"))[:1] != ["error.limited"]


async def test_who_is_limited_can_still_send_and_ask(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY))
    stage.now += timedelta(minutes=10)
    await flooded(mei)

    assert "help" in keys_of(await mei.say("/help"))
    assert "card.title" in keys_of(await mei.say("/report"))
    assert "sent.thanks" in keys_of(await mei.press("|send|"))


async def test_danger_is_answered_to_somebody_limited_or_muted(stage: Stage) -> None:
    mei = stage.resident()
    await flooded(mei)
    await mute(stage, mei)

    said = await mei.say(FIRE)

    assert "119" in words_of(said[0])
    assert "error.limited" not in keys_of(said)


async def test_danger_can_be_filed_by_somebody_limited_and_muted(stage: Stage) -> None:
    mei = stage.resident()
    for number in range(8):
        await mei.say(f"flood {number}")
    await mute(stage, mei)
    await mei.say(FIRE)

    said = await mei.press("|tell|")

    assert "sent.thanks" in keys_of(said)
    assert len(await stage.rows(tables.report)) == 1


async def test_somebody_muted_is_told_until_when_and_can_ask_for_status(stage: Stage) -> None:
    mei = stage.resident()
    await mute(stage, mei)

    told = await mei.say(STORY)
    again = await mei.say(STORY)
    status = await mei.say("/status")

    assert keys_of(told) == ["error.muted"]
    assert told[0].texts[0].params == {"until": "21 Nov 12:00"}
    assert again == []
    assert "error.muted" not in keys_of(status)
    assert await stage.rows(tables.draft) == []


async def test_somebody_muted_keeps_the_draft_and_cannot_send_it(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY))
    await mute(stage, mei)

    assert keys_of(await mei.press("|send|")) == ["error.muted"]

    assert await stage.rows(tables.report) == []
    assert len(await stage.rows(tables.draft)) == 1


async def test_copied_words_are_sent_with_a_sentence_of_ones_own(stage: Stage) -> None:
    for number in range(1, 6):
        neighbour = stage.resident(number)
        await neighbour.to_card(await neighbour.say(STORY))
        await neighbour.press("|send|")
    mei = stage.resident(6)
    await mei.to_card(await mei.say(STORY))

    refused = await mei.press("|send|")
    stage.now += timedelta(minutes=10)
    await mei.say("I saw it from my window")
    sent = await mei.press("|send|")

    assert keys_of(refused) == ["error.copied"]
    assert "sent.thanks" in keys_of(sent)


async def test_words_of_danger_in_what_is_refused_are_answered(stage: Stage) -> None:
    film = {"file_id": "f", "file_unique_id": "u", "file_size": 30_000_000}

    said = await stage.resident().say("", document=film, caption=FIRE)

    assert "119" in words_of(said[0])
    assert keys_of(said[1:]) == ["error.file_too_big"]


async def test_a_slash_makes_no_command_of_a_file_from_somebody_muted(stage: Stage) -> None:
    mei = stage.resident()
    await mute(stage, mei)
    paper = {"file_id": "f", "file_unique_id": "u", "file_size": 300}

    said = await mei.say("", document=paper, caption="/help")

    assert keys_of(said) == ["error.muted"]
    assert await stage.rows(tables.file) == []
