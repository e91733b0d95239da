import re

import pytest

from sandbox.phone import Phone
from storage import tables
from tests.stage import Stage, keys_of
from tests.support import Town, press, say, to_card
from triage import drafts

STORY = "Someone sells gas cylinders without a licence in Nanlian community"


@pytest.mark.parametrize("send", [Phone.send_sticker, Phone.send_dice, Phone.send_poll])
async def test_what_tells_nothing_is_refused_kindly_and_keeps_the_draft(
    town: Town, send: object
) -> None:
    assert callable(send)
    mei = town.phone()
    await say(mei, STORY)

    send(mei)

    assert "I cannot read that. What you have written is kept" in (await mei.wait_for()).text
    await say(mei, "/report")
    assert STORY in (await to_card(mei)).text


@pytest.mark.parametrize("text", ["\u200b\u200d", "\u2060 \ufeff", "\u00ad"])
async def test_a_message_without_a_visible_sign_is_no_story(stage: Stage, text: str) -> None:
    said = await stage.resident().say(text)

    assert keys_of(said) == ["error.nothing_to_read"]
    assert await stage.rows(tables.draft) == []


async def test_a_full_report_refuses_more_and_loses_nothing(town: Town) -> None:
    mei = town.phone()
    await say(mei, "x" * 4096, "y" * 4096, "z" * 4096)

    full = await say(mei, "w" * 4096)

    assert "it can hold 16000 characters" in full.text
    await say(mei, "/report")
    await to_card(mei)
    assert "Receipt" in (await press(mei, "Send")).text


async def test_a_long_line_at_a_place_question_is_more_of_the_story(town: Town) -> None:
    mei = town.phone()
    await say(mei, "illegal gas cylinders are sold here")
    long = "They bring them every evening in a grey car and sell them behind the old market hall"

    answer = await say(mei, long)

    assert answer.text.startswith("I have added that to your report.")
    assert "Where does it happen?" in answer.text
    await press(mei, "Skip")
    card = await to_card(mei)
    assert long in card.text
    assert "Place: not given" in card.text


async def test_an_unknown_place_is_kept_and_asked_for_once_more(town: Town) -> None:
    mei = town.phone()
    await say(mei, "illegal gas cylinders are sold here")

    answer = await say(mei, "behind the old cinema")

    assert answer.text.startswith("I do not know this place, but I have kept what you wrote.")
    assert "Skip" in mei.labels()
    await press(mei, "Buji")
    card = await to_card(mei)
    assert "Place: Buji Sub-district · behind the old cinema" in card.text


async def test_a_time_at_a_place_question_is_no_place(town: Town) -> None:
    mei = town.phone()
    await say(mei, "illegal gas cylinders are sold here")

    answer = await say(mei, "since last month")

    assert "Where does it happen?" in answer.text
    await press(mei, "Buji")
    card = await to_card(mei)
    assert "Place: Buji Sub-district\n" in card.text
    assert re.search(r"\nWhen: 1 \w{3} to \d+ \w{3}\n", card.text)


async def test_many_unknown_places_never_make_the_card_too_long(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("illegal gas cylinders are sold here")
    for number in range(12):
        said = await mei.say(f"{number} " + "x" * 55)

    assert keys_of(said) == ["note.added", "question.subdistrict"]
    said = await mei.to_card(said)
    place = next(t.params["text"] for s in said for t in s.texts if t.key == "card.place")
    assert len(str(place)) <= drafts.LONGEST_ANSWER


@pytest.mark.parametrize("asked", ["name", "reach"])
async def test_too_long_a_name_is_refused_and_asked_again(stage: Stage, asked: str) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY), "anonymous")
    await mei.press("|change|mode")
    await mei.press("|mode|named")
    if asked == "reach":
        await mei.say("Mei Lin")

    said = await mei.say("x" * 501)

    assert keys_of(said) == ["error.answer_too_long"]
    assert keys_of(await mei.say("/report")) == [f"question.{asked}"]


async def test_words_at_a_question_with_buttons_alone_join_the_story(town: Town) -> None:
    mei = town.phone()
    await say(mei, "It is all very unpleasant")

    answer = await say(mei, "They shout at night")

    assert answer.text.startswith("I have added that to your report.")
    assert "Which of these comes closest?" in answer.text


async def test_html_in_a_story_is_shown_as_it_was_written(town: Town) -> None:
    mei = town.phone()
    story = f"{STORY} <b>PAY & GO</b> <3 &amp;"

    await say(mei, story)
    card = await to_card(mei)

    assert story in card.text
