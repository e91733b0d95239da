"""Who finds it hard to write can speak: a voice message alone becomes a report."""

from tests.stage import Stage, keys_of, receipt_in, words_of
from triage import receipts

VOICE = {"file_id": "v", "file_unique_id": "u", "duration": 3, "file_size": 900}


async def test_a_voice_message_alone_can_be_sent(stage: Stage) -> None:
    mei = stage.resident()

    card = await mei.to_card(await mei.say("", voice=VOICE))

    assert "card.no_words" in keys_of(card)
    assert receipts.parse(receipt_in(await mei.press("|send|")))


async def test_words_after_a_voice_message_are_the_story(stage: Stage) -> None:
    mei = stage.resident()

    await mei.say("", voice=VOICE)
    said = await mei.say("They park on the pavement in Buji every evening")

    assert "They park" in words_of((await mei.to_card(said))[-1])
