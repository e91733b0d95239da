from storage import tables
from tests.stage import STORY, Stage, keys_of
from triage import pieces
from triage.questions import Question

LANDLORD = {"phone_number": "+8613912345678", "first_name": "Boss", "last_name": "Wu"}


def own(user_id: int) -> dict[str, object]:
    return {"phone_number": "+8613800000000", "first_name": "Mei", "user_id": user_id}


async def test_somebody_elses_card_is_part_of_the_story(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")

    said = await mei.say("", contact=LANDLORD)

    assert keys_of(said)[0] == "note.added"
    story = pieces.whole_story(await mei.draft())
    assert story.endswith("Boss Wu +8613912345678")


async def test_a_card_is_story_whatever_is_asked(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say("It is all very unpleasant"))
    await mei.press("|change|when")

    said = await mei.say("", contact=LANDLORD)

    draft = await mei.draft()
    assert keys_of(said) == ["note.added", "question.when"]
    assert draft.when_words is None
    assert "Boss Wu" in pieces.whole_story(draft)


async def test_ones_own_card_is_refused_unless_it_was_asked_for(stage: Stage) -> None:
    mei = stage.resident()
    assert keys_of(await mei.say("", contact=own(mei.user_id))) == ["error.own_contact"]
    assert await stage.rows(tables.draft) == []
    await mei.to_card(await mei.say(STORY))
    before = await mei.draft()

    assert keys_of(await mei.say("", contact=own(mei.user_id))) == ["error.own_contact"]

    assert await mei.draft() == before


async def test_ones_own_card_says_name_and_how_to_be_reached(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY))
    await mei.press("|change|mode")
    await mei.press("|mode|named")

    assert keys_of(await mei.say("", contact=own(mei.user_id))) == [f"question.{Question.REACH}"]
    card = await mei.say("", contact=own(mei.user_id))

    draft = await mei.draft()
    assert "card.title" in keys_of(card)
    assert (draft.name, draft.reach) == ("Mei", "Mei +8613800000000")
    assert "1380000" not in pieces.whole_story(draft)


async def test_a_relatives_card_can_be_how_to_be_reached(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY))
    await mei.press("|change|mode")
    await mei.press("|mode|named")
    await mei.say("Mei")

    await mei.say("", contact=LANDLORD)

    draft = await mei.draft()
    assert draft.reach == "Boss Wu +8613912345678"
    assert pieces.whole_story(draft) == STORY
