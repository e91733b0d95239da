import pytest

from storage import tables
from tests.stage import STORY, Resident, Stage, keys_of, words_of
from triage.languages import Language
from triage.questions import Question

INSIDE = (22.72, 114.25)
# Near stations of one of the two sub-districts that have a Fenghuang.
BUJI = (22.6028, 114.1175)
NAMESAKES = {
    Language.ZH_HANS: "凤凰有人卖黑煤气",
    Language.ZH_HANT: "鳳凰有人賣黑煤氣",
    Language.EN: "In Fenghuang somebody sells gas cylinders without a licence",
}
OUTSIDE = (31.23, 121.47)


async def at_the_card(stage: Stage) -> Resident:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY))
    return mei


async def test_a_point_in_the_district_offers_the_places_near_it(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    await mei.press("|kind|city")

    (asked,) = await mei.share(*INSIDE)

    assert keys_of([asked]) == ["question.nearest"]
    codes = [b.data.split("|")[-1] for row in asked.buttons for b in row if "|community|" in b.data]
    assert 1 <= len(codes) <= 3
    await mei.press(f"|community|{codes[0]}")
    draft = await mei.draft()
    assert (draft.community, draft.pin) == (codes[0], INSIDE)


@pytest.mark.parametrize("language", Language)
async def test_a_point_tells_which_of_two_places_of_one_name_is_meant_and_says_so(
    stage: Stage, language: Language
) -> None:
    mei = stage.resident(language=language.lower())
    (which,) = await mei.say(NAMESAKES[language])

    (asked,) = await mei.share(*BUJI)

    assert keys_of([which]) == ["question.which_place"]
    assert keys_of([asked]) == ["note.pinned", "question.nearest"]
    codes = [b.data.split("|")[-1] for row in asked.buttons for b in row if "|community|" in b.data]
    assert (codes[0], "440307003012" in codes) == ("440307014014", False)


async def test_a_point_where_no_name_was_asked_about_says_nothing_of_names(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("In Fenghuang somebody sells gas cylinders without a licence")
    await mei.share(*BUJI)

    assert "note.pinned" not in keys_of(await mei.share(*INSIDE))


async def test_a_point_outside_says_whom_to_call_and_asks_for_the_place(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    await mei.press("|kind|city")

    (asked,) = await mei.share(*OUTSIDE)

    assert keys_of([asked]) == ["note.outside_point", "question.subdistrict"]
    assert all(number in words_of(asked) for number in ("12345", "110"))
    assert (await mei.draft()).pin == OUTSIDE


async def test_a_point_can_be_the_first_message(stage: Stage) -> None:
    mei = stage.resident()

    said = await mei.share(*INSIDE)

    assert keys_of(said) == ["question.story"]
    assert (await mei.draft()).pin == INSIDE
    await mei.to_card(await mei.say("They shout at night, it is all very unpleasant"))
    assert "sent.receipt" in keys_of(await mei.press("|send|"))


async def test_a_point_at_the_card_asks_for_the_place_alone(stage: Stage) -> None:
    mei = await at_the_card(stage)

    asked = await mei.share(*INSIDE)
    card = await mei.press("|skip|")

    assert keys_of(asked) == ["question.nearest"]
    assert "card.pin" in keys_of(card)
    assert (await mei.draft()).community is None


async def test_a_point_where_no_place_is_asked_is_kept(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    await mei.press("|kind|care")
    await mei.press("|skip|")

    said = await mei.share(*INSIDE)

    assert keys_of(said) == ["question.mode"]
    assert (await mei.draft()).pin == INSIDE


async def test_the_words_of_a_place_beat_a_skipped_point(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    await mei.press("|kind|city")
    await mei.share(*OUTSIDE)

    await mei.say("布吉街道")

    draft = await mei.draft()
    assert draft.subdistrict == "440307014"


async def test_back_takes_the_point_away_with_the_place(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    await mei.press("|kind|city")
    await mei.share(*OUTSIDE)
    await mei.press("|subdistrict|440307014")

    await mei.press("|back|")

    draft = await mei.draft()
    assert (draft.subdistrict, draft.pin) == (None, None)


@pytest.mark.parametrize("code", ["en", "zh-hans", "zh-hant"])
async def test_a_named_place_outside_says_whom_to_call(stage: Stage, code: str) -> None:
    mei = stage.resident(language=code)

    said = await mei.say("东莞凤岗有人卖煤气，没有证")

    assert "note.outside" in keys_of(said)
    assert "12345" in words_of(said[-1])


async def test_no_point_is_kept_of_a_draft_that_is_gone(stage: Stage) -> None:
    mei = await at_the_card(stage)
    await mei.share(*INSIDE)

    await mei.press("Discard")

    assert await stage.rows(tables.draft) == []
    assert Question.SUBDISTRICT not in keys_of(await mei.say("/report"))
