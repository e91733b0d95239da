from dataclasses import fields

import pytest

from casework import drafts, intake, residents
from casework.residents import Sender
from casework.work import Work
from storage import tables
from tests.stage import Resident, Stage, keys_of
from tests.support import Town, press, say
from triage.drafts import Draft
from triage.questions import Question

# A story that says nothing, so that everything is asked.
VAGUE = "It is all very unpleasant"
PATHS = {
    "by buttons": [
        "|kind|city",
        "|subdistrict|440307014",
        "|community|440307014014",
        "|when|today",
    ],
    "by skipping": ["|kind|city", "Skip", "Skip", "|enough|", "|mode|confidential"],
    "by name": ["|kind|city", "Skip", "Skip", "|enough|", "|mode|named", "=Mei Lin", "Skip"],
    "by typing": ["|kind|city", "=布吉街道", "=behind the school", "=on Friday", "=three of them"],
    "by a nearer kind": ["|kind|gas", "|subkind|gas.delivery", "Skip", "Skip", "Skip", "|enough|"],
    "by no nearer kind": ["|kind|gas", "Skip", "Skip", "|when|now", "|mode|anonymous"],
    "by its own questions": ["|kind|city", "Skip", "Skip", "=a red van", "Skip", "Skip"],
    "by a namesake": ["|kind|city", "=凤凰", "|community|440307003012", "|when|week"],
    "by another place": ["|kind|city", "|subdistrict|440307013", "=南联", "=last night"],
    "by another town": ["|kind|city", "|subdistrict|440307013", "=布吉街道", "Skip"],
    "by a namesake nearby": ["|kind|city", "|subdistrict|440307014", "=凤凰", "Skip"],
    "to talk": [
        "|kind|care",
        "|subkind|care.self",
        "|enough|",
        "|mode|named",
        "=Mei Lin",
        "=13800000000",
    ],
}


async def draft_of(mei: Resident) -> tuple[Draft, Question]:
    stage = mei.stage
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        sender = Sender(user_id=mei.user_id, chat_id=mei.user_id, language_code="en")
        resident = await residents.meet(work, sender)
        draft = await drafts.of(work, resident)
        step = await intake.current(work, resident)
    assert draft
    assert step
    return draft, step.question


async def go(mei: Resident, move: str) -> None:
    await (mei.say(move[1:]) if move.startswith("=") else mei.press(move))


def answers(draft: Draft) -> list[object]:
    return [getattr(draft, field.name) for field in fields(Draft) if field.name != "version"]


@pytest.mark.parametrize("path", PATHS)
async def test_back_leads_through_every_question_to_the_first_and_empties_each(
    stage: Stage, path: str
) -> None:
    mei = stage.resident()
    await mei.say(VAGUE)
    # Where a question came twice, Back leads to how it was the first time or the last.
    before: dict[Question, list[list[object]]] = {}
    for move in PATHS[path]:
        draft, asked = await draft_of(mei)
        before.setdefault(asked, []).append(answers(draft))
        await go(mei, move)

    while offers(mei, "Back"):
        await mei.press("Back")
        found, asked = await draft_of(mei)
        assert answers(found) in before[asked]

    assert asked is Question.KIND
    assert answers(found) == before[Question.KIND][0]


async def test_every_question_offers_its_ways(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(VAGUE)
    ways = {}
    around = ["|kind|gas", "|subkind|gas.delivery", *PATHS["by buttons"][1:], "|enough|"]
    for move in [*around, "|mode|named", "=Mei", "=home"]:
        ways[(await draft_of(mei))[1]] = {verb for verb in VERBS if offers(mei, verb)}
        await go(mei, move)
    ways[(await draft_of(mei))[1]] = {verb for verb in VERBS if offers(mei, verb)}

    assert ways == {
        Question.KIND: {"Discard"},
        Question.SUBKIND: {"Back", "Skip", "Discard"},
        Question.SUBDISTRICT: {"Back", "Skip", "Discard"},
        Question.COMMUNITY: {"Back", "Skip", "Discard"},
        Question.WHEN: {"Back", "Skip", "Discard"},
        Question.DETAIL: {"Back", "Skip", "Discard"},
        Question.MODE: {"Back", "Discard"},
        Question.NAME: {"Back", "Discard"},
        Question.REACH: {"Back", "Skip", "Discard"},
        Question.CARD: {"Back", "Discard", "Send"},
    }


VERBS = ("Back", "Skip", "Discard", "Send")


def offers(mei: Resident, verb: str) -> bool:
    _, newest = max((number, saying) for number, saying in mei.chat.items() if saying.buttons)
    return any(f"button.{verb.lower()}" == b.label.key for row in newest.buttons for b in row)


async def test_a_place_that_was_taken_back_is_not_on_the_card(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(VAGUE)
    for move in (
        "|kind|city",
        "=凤凰",
        "|community|440307003012",
        "Back",
        "Skip",
        "Skip",
        "|enough|",
    ):
        await go(mei, move)

    (card,) = await mei.press("|mode|confidential")

    places = [text.params["text"] for text in card.texts if text.key == "card.place"]
    assert places == ["凤凰"]


async def test_the_name_of_another_town_leads_to_its_communities(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(VAGUE)
    await mei.press("|kind|city")
    await mei.press("|subdistrict|440307013")

    (asked,) = await mei.say("布吉街道")

    assert keys_of([asked]) == ["question.community"]
    assert asked.texts[0].params["subdistrict"] == "Buji Sub-district"


async def test_of_namesakes_the_one_in_the_known_town_is_meant(stage: Stage) -> None:
    for town, wanted in (("440307014", "440307014"), ("440307003", "440307003")):
        mei = stage.resident(int(town))
        await mei.say(VAGUE)
        await mei.press("|kind|city")
        await mei.press(f"|subdistrict|{town}")

        await mei.say("凤凰")

        draft, asked = await draft_of(mei)
        assert asked is Question.WHEN
        assert draft.community
        assert draft.community.startswith(wanted)


async def test_namesakes_elsewhere_are_asked(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(VAGUE)
    await mei.press("|kind|city")
    await mei.press("|subdistrict|440307013")

    (asked,) = await mei.say("凤凰")
    assert keys_of([asked]) == ["question.which_place"]
    await mei.say("平湖")

    draft, question = await draft_of(mei)
    assert (draft.community, question) == ("440307003012", Question.WHEN)


async def test_back_from_the_card_keeps_the_chat_tidy(town: Town) -> None:
    mei = town.phone()
    await say(mei, VAGUE)
    await press(mei, "Neighbours and family", "Skip", "Skip", "Skip", "Confidential")

    asked = await press(mei, "Back", "Back", "Back", "Back", "Back")

    assert "Which of these comes closest?" in asked.text
    assert len(mei.received) == 1
    assert "Back" not in mei.labels()


async def test_a_draft_that_was_discarded_leaves_no_row(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(VAGUE)

    await mei.press("Discard")

    assert await stage.rows(tables.draft) == []
