import re

import pytest

from sandbox.chats import Message
from tests.support import Town, press, say
from triage import receipts

# Language code, story, the taps, and what each answer must say.
WHOLE = [
    (
        "en",
        "Someone sells illegal gas cylinders in Nanlian community",
        ["Right now", "Confidential", "Send"],
        "Receipt",
    ),
    ("zh-hans", "南联社区有人卖黑煤气", ["正在发生", "保密", "提交"], "回执"),
    ("zh-hant", "南聯社區有人賣黑煤氣", ["正在發生", "保密", "提交"], "回執"),
]
STORY = WHOLE[0][1]


def receipt_in(message: Message) -> str:
    found = re.search(r"\d{4} \d{4} \d{4} \d{4}", message.text)
    assert found
    return found[0]


@pytest.mark.parametrize(("code", "story", "taps", "word"), WHOLE)
async def test_a_whole_story_with_a_place_takes_three_taps_to_its_receipt(
    town: Town, code: str, story: str, taps: list[str], word: str
) -> None:
    mei = town.phone("Mei", code)

    await say(mei, story)
    sent = await press(mei, *taps)

    assert len(taps) <= 5
    assert word in sent.text
    assert receipts.parse(receipt_in(sent))
    assert re.search(r"LG-26-\d{6}-[A-Z]", sent.text)
    assert story not in sent.text
    assert len(mei.received) == 1


async def test_a_story_without_anything_takes_seven_taps_and_says_so_on_the_card(
    town: Town,
) -> None:
    mei = town.phone()

    await say(mei, "It is all very unpleasant")
    card = await press(mei, "Neighbours and family", "Skip", "Skip", "Anonymous")

    assert "Is this right?" in card.text
    assert "It is all very unpleasant" in card.text
    assert "Kind: Neighbours and family" in card.text
    assert "Place: not given" in card.text
    assert "When: not given" in card.text
    assert "You: anonymous" in card.text


async def test_the_card_shows_everything_of_a_report_by_name(town: Town) -> None:
    mei = town.phone()

    await say(mei, STORY, "last Friday at six")
    await press(mei, "By name")
    card = await say(mei, "Mei Lin", "13800000000 in the evening")

    for line in (
        STORY,
        "Kind: Bottled gas",
        "Place: Longgang Sub-district · Nanlian Community",
        "When: last Friday at six",
        "You: by name",
        "Name: Mei Lin",
        "To reach you: 13800000000 in the evening",
    ):
        assert line in card.text
    assert mei.labels() == ["Send", "Back", "Discard"]


async def test_namesakes_are_asked_with_their_sub_districts_and_not_guessed(town: Town) -> None:
    mei = town.phone("Mei", "zh-hans")

    asked = await say(mei, "凤凰社区有人卖黑煤气")

    assert "叫这个名字的地方不止一个" in asked.text
    places = [label for label in mei.labels() if "凤凰社区" in label]
    assert places == ["凤凰社区 · 平湖街道", "凤凰社区 · 布吉街道"]
    card = await press(mei, places[1], "今天", "保密")
    assert "布吉街道 · 凤凰社区" in card.text


async def test_a_sub_district_leads_to_its_communities(town: Town) -> None:
    mei = town.phone()

    await say(mei, "illegal gas cylinders are sold")
    asked = await press(mei, "Buji Sub-district")

    assert "Which community in Buji Sub-district?" in asked.text
    assert "Fenghuang Community" in mei.labels()
    card = await press(mei, "Skip", "Today", "Confidential")
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
    first = await press(mei, "Right now", "Confidential", "Send")

    await say(mei, STORY)
    second = await press(mei, "Right now", "Confidential", "Send")

    assert receipt_in(first) != receipt_in(second)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("Confidential", "Send /status to see how it stands"),
        ("Anonymous", "We keep nothing that ties this chat to the report"),
    ],
)
async def test_what_happens_next_fits_how_the_person_is_known(
    town: Town, mode: str, words: str
) -> None:
    mei = town.phone()
    await say(mei, STORY)

    sent = await press(mei, "Right now", mode, "Send")

    assert words in sent.text
    assert mei.labels() == ["Wipe this chat"]


async def test_wiping_deletes_both_sides_and_says_how_much(town: Town) -> None:
    mei = town.phone()
    await say(mei, STORY)
    await press(mei, "Right now", "Confidential", "Send")
    await say(mei, "/help", "/status")
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
