from datetime import timedelta

import pytest

from storage import tables
from tests.afterplay import words
from tests.stage import STORY, Resident, Stage, keys_of, words_of
from triage import pieces
from triage.drafts import Draft
from triage.languages import Language

FIRE = "Help, our house is on fire in Nanlian community"
CHANGES = {
    "kind": ("|change|kind", ["|kind|city"]),
    "place": ("|change|subdistrict", ["|subdistrict|440307014", "|community|440307014014"]),
    "time": ("|change|when", ["|when|week"]),
    "answers": ("|change|detail", ["|enough|"]),
    "mode": ("|change|mode", ["|mode|anonymous"]),
}


async def at_the_card(stage: Stage, story: str = STORY) -> Resident:
    mei = stage.resident()
    await mei.to_card(await mei.say(story))
    return mei


async def test_an_edit_changes_the_message_in_the_draft(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    first = mei.last
    await mei.say("They shout at night")

    said = await mei.edit(first, "It is all right again")

    assert keys_of(said)[0] == "note.changed"
    story = pieces.whole_story(await mei.draft())
    assert story == "It is all right again\nThey shout at night"


async def test_an_edited_place_is_read_again(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("南联社区让人难受")

    await mei.edit(mei.last, "布吉街道让人难受")

    draft = await mei.draft()
    assert (draft.community, draft.subdistrict) == (None, "440307014")


async def test_an_edited_kind_and_time_are_read_again(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("昨晚十点有人每个月来收保护费，不交就砸店")
    before = await mei.draft()

    await mei.edit(mei.last, "楼上邻居半夜装修，噪音很大，吵得睡不着")

    draft = await mei.draft()
    assert before.category != draft.category
    assert before.interval
    assert draft.interval != before.interval


async def test_an_edit_leaves_what_was_chosen(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    first = mei.last
    await mei.press("|kind|city")
    await mei.press("|subdistrict|440307014")
    await mei.press("|community|440307014014")
    await mei.press("|when|week")

    await mei.edit(first, "In Nanlian community they sell illegal gas cylinders, since yesterday")

    draft = await mei.draft()
    assert (draft.category, draft.community, draft.when) == ("city", "440307014014", "week")


async def test_an_edit_to_nothing_is_refused(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)

    said = await mei.edit(mei.last, "\u200b")

    assert keys_of(said) == ["error.nothing_to_read"]
    assert pieces.whole_story(await mei.draft()) == STORY


async def test_an_edit_that_is_too_long_is_refused(stage: Stage) -> None:
    mei = stage.resident()
    for letter in "abc":
        await mei.say(letter * 4096)
    await mei.say("d" * 3000)

    said = await mei.edit(mei.last, "d" * 4096)

    assert keys_of(said) == ["error.story_too_long"]
    assert (await mei.draft()).pieces[-1].text == "d" * 3000


async def sent(mei: Resident, story: str = STORY, mode: str = "confidential") -> int:
    """Send a report; return the number of the message that told it."""
    said = await mei.say(story)
    told = mei.last
    await mei.to_card(said, mode)
    await mei.press("|send|")
    return told


@pytest.mark.parametrize("language", Language)
async def test_an_edit_after_send_offers_to_add_the_correction(
    stage: Stage, language: Language
) -> None:
    mei = stage.resident(language=language.lower())
    told = await sent(mei)

    (asked,) = await mei.edit(told, "Two shops")
    await mei.edit(told, "Three shops")
    added = await mei.press("|pending|into")

    assert keys_of([asked]) == ["question.corrects"]
    assert keys_of(added) == ["add.added"]
    assert list((await words(stage)).values()) == [[STORY, "Three shops"]]


async def test_an_edit_of_danger_that_was_sent_is_not_answered_with_all_of_it_again(
    stage: Stage,
) -> None:
    mei = stage.resident()
    told = await sent(mei, FIRE)

    (same,) = await mei.edit(told, f"{FIRE}, number 7")
    (other,) = await mei.edit(told, f"{FIRE}, and a man with a knife attacks us")

    assert keys_of([same]) == ["question.corrects"]
    assert "110" in words_of(other)


async def test_a_correction_that_is_left_changes_nothing(stage: Stage) -> None:
    mei = stage.resident()
    told = await sent(mei)
    await mei.edit(told, "Two shops")

    await mei.press("Leave it")

    assert await stage.rows(tables.draft) == []
    assert list((await words(stage)).values()) == [[STORY]]


async def test_an_edit_long_after_send_can_be_added_to_the_only_report(stage: Stage) -> None:
    mei = stage.resident()
    told = await sent(mei)
    stage.now += timedelta(hours=20)

    assert keys_of(await mei.edit(told, "Two shops")) == ["question.corrects"]


@pytest.mark.parametrize("reports", ["anonymous", "two"])
async def test_an_edit_after_send_says_how_to_correct_where_the_report_is_not_known(
    stage: Stage, reports: str
) -> None:
    mei = stage.resident()
    mode = "anonymous" if reports == "anonymous" else "confidential"
    told = await sent(mei, mode=mode)
    if reports == "two":
        await mei.say("/report")
        await sent(mei, "My neighbour plays drums every night in Nanlian community")
    stage.now += timedelta(hours=20)

    said = await mei.edit(told, "Never mind")

    assert keys_of(said) == ["error.edited"]
    assert "/add" in words_of(said[0])
    assert await stage.rows(tables.draft) == []


async def test_an_edited_answer_says_that_it_was_not_taken(stage: Stage) -> None:
    mei = await at_the_card(stage)
    await mei.press("|change|when")
    await mei.say("after the moon festival")

    said = await mei.edit(mei.last, "before the moon festival")

    assert keys_of(said) == ["error.edited"]
    assert (await mei.draft()).when_words == "after the moon festival"


async def test_the_words_under_a_photo_can_be_edited(stage: Stage) -> None:
    mei = stage.resident()
    await mei.show("It is all very unpleasant")

    said = await mei.edit(mei.last, "It is all right again", photo=[])

    assert keys_of(said)[0] == "note.changed"
    draft = await mei.draft()
    assert (pieces.whole_story(draft), draft.files) == ("It is all right again", 1)


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_asks_one_thing_and_leads_back_to_the_card(
    stage: Stage, change: str
) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    for move in ("|kind|city", "Skip", "Skip"):
        await mei.press(move)
    await mei.to_card(await mei.say("in front of the bakery"))
    opened, answers = CHANGES[change]

    (asked,) = await mei.press(opened)
    assert asked.texts[0].key.startswith(("question.", "plain"))
    for answer in answers:
        said = await mei.press(answer)

    assert "card.title" in keys_of(said)


async def test_another_kind_asks_its_own_questions(stage: Stage) -> None:
    mei = await at_the_card(stage, "It is all very unpleasant")
    await mei.press("|change|kind")

    said = await mei.press("|kind|lead.gang")
    assert keys_of(said) == ["question.subkind"]
    said = await mei.press("|subkind|lead.gang.protection_fee")

    assert (await mei.draft()).kind == "lead.gang.protection_fee"
    assert "card.title" in keys_of(await mei.to_card(said))


async def test_back_after_a_change_loses_nothing_else(stage: Stage) -> None:
    mei = await at_the_card(stage)
    before = await mei.draft()
    await mei.press("|change|when")
    await mei.press("|when|week")

    await mei.press("|back|")
    await mei.press("|when|now")

    assert unversioned(await mei.draft()) == unversioned(before)


def unversioned(draft: Draft) -> dict[str, object]:
    hidden = {"version", "settled"}
    return {name: getattr(draft, name) for name in draft.__slots__ if name not in hidden}


@pytest.mark.parametrize("value", ["", "story", "card", "safe", "pending", "name", "nonsense"])
async def test_what_cannot_be_changed_is_an_old_button(stage: Stage, value: str) -> None:
    mei = await at_the_card(stage)
    before = await mei.draft()

    said = await mei.press_data(mei.data("|change|when").replace("change|when", f"change|{value}"))

    assert keys_of(said)[0] == "error.outdated"
    assert await mei.draft() == before
