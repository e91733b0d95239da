import re

import pytest

from sandbox.chats import Message
from tests.support import Town, press, say, to_card
from triage import receipts

STORY = "Someone sells gas cylinders without a licence in Nanlian community"
# Language code, story, what the last button says, and a word of the answer.
WHOLE = [
    ("en", STORY, "Send", "Receipt"),
    ("zh-hans", "南联社区有人卖黑煤气", "提交", "回执"),
    ("zh-hant", "南聯社區有人賣黑煤氣", "提交", "回執"),
]


def receipt_in(message: Message) -> str:
    found = re.search(r"\d{4} \d{4} \d{4} \d{4}", message.text)
    assert found
    return found[0]


@pytest.mark.parametrize(("code", "story", "last", "word"), WHOLE)
async def test_a_whole_story_with_a_place_leads_to_its_receipt_in_one_message(
    town: Town, code: str, story: str, last: str, word: str
) -> None:
    mei = town.phone("Mei", code)

    await say(mei, story)
    await to_card(mei)
    sent = await press(mei, last)

    assert word in sent.text
    assert receipts.parse(receipt_in(sent))
    assert re.search(r"LG-26-\d{6}-[A-Z]", sent.text)
    assert story not in sent.text
    assert len(mei.received) == 1


async def test_a_story_without_anything_says_so_on_the_card(town: Town) -> None:
    mei = town.phone()

    await say(mei, "It is all very unpleasant")
    card = await press(mei, "Neighbours and family", "Skip", "Skip", "Skip", "Anonymous")

    assert "Is this your report?" in card.text
    assert "It is all very unpleasant" in card.text
    assert "Kind: Neighbours and family" in card.text
    assert "Place: not given" in card.text
    assert "When: not given" in card.text
    assert "You: anonymous" in card.text


async def test_the_card_shows_everything_of_a_report_by_name(town: Town) -> None:
    mei = town.phone()

    await say(mei, STORY, "after the moon festival", "a blue van")
    await press(mei, "That is all I know", "By name")
    card = await say(mei, "Mei Lin", "13800000000 in the evening")

    for line in (
        STORY,
        "Kind: Unlicensed sale or delivery",
        "Place: Longgang Sub-district · Nanlian Community",
        "When: after the moon festival",
        "Your answers: a blue van",
        "You: by name",
        "Name: Mei Lin",
        "To reach you: 13800000000 in the evening",
    ):
        assert line in card.text
    assert mei.labels()[:2] == ["Send", "Add something"]
    assert mei.labels()[-2:] == ["Back", "Discard"]


async def test_namesakes_are_asked_with_their_sub_districts_and_not_guessed(town: Town) -> None:
    mei = town.phone("Mei", "zh-hans")

    await say(mei, "凤凰社区那边不太对劲")
    asked = await press(mei, "街面秩序")

    assert "叫这个名字的地方不止一个" in asked.text
    places = [label for label in mei.labels() if "凤凰社区" in label]
    assert places == ["凤凰社区 · 平湖街道", "凤凰社区 · 布吉街道"]
    await press(mei, places[1])
    assert "布吉街道 · 凤凰社区" in (await to_card(mei)).text


async def test_a_sub_district_leads_to_its_communities(town: Town) -> None:
    mei = town.phone()

    await say(mei, "It is all very unpleasant")
    asked = await press(mei, "Street order", "Buji")

    assert "Which community in Buji Sub-district?" in asked.text
    assert "Fenghuang" in mei.labels()
    await press(mei, "Skip")
    card = await to_card(mei)
    assert "Place: Buji Sub-district" in card.text


async def test_discard_erases_the_draft_and_a_new_story_begins_anew(town: Town) -> None:
    mei = town.phone()

    await say(mei, STORY)
    gone = await press(mei, "Discard")
    assert gone.text == "The draft is deleted. Nothing was sent."
    assert gone.buttons == ()

    asked = await say(mei, "Noise from the karaoke bar every night")
    assert "I have added" not in asked.text


async def test_a_second_report_begins_after_the_first_was_sent(town: Town) -> None:
    mei = town.phone()
    await say(mei, STORY)
    await to_card(mei)
    first = await press(mei, "Send")

    await say(mei, STORY)
    await to_card(mei)
    second = await press(mei, "Send")

    assert receipt_in(first) != receipt_in(second)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("confidential", "Send /status to see how it stands"),
        ("anonymous", "We keep nothing that ties this chat to the report"),
    ],
)
async def test_what_happens_next_fits_how_the_person_is_known(
    town: Town, mode: str, words: str
) -> None:
    mei = town.phone()
    await say(mei, STORY)

    await to_card(mei, mode)
    sent = await press(mei, "Send")

    assert words in sent.text
    assert mei.labels() == ["Wipe this chat"]


async def test_wiping_deletes_both_sides_and_says_how_much(town: Town) -> None:
    mei = town.phone()
    await say(mei, STORY)
    await to_card(mei)
    await press(mei, "Send")
    await say(mei, "/help", "/status")
    await mei.wait_for("LG-26-")
    shown = len(mei.messages)

    mei.press("Wipe this chat")
    left = await mei.wait_for("deleted")

    assert mei.messages == [left]
    assert f"I have deleted {shown} messages on both sides" in left.text
    again = await say(mei, "/help")
    assert mei.messages[0] == left
    assert mei.messages[-1] == again


async def test_a_greeting_is_greeted_and_not_reported(town: Town) -> None:
    mei = town.phone("Mei", "zh-hans")

    mei.say("你好！")
    await mei.wait_for("枫桥")
    mei.say("/cancel")

    await mei.wait_for("没有草稿")
