import pytest

from storage import tables
from tests.stage import Resident, Stage, keys_of, words_of
from triage import drafts, pieces
from triage.drafts import When
from triage.languages import Language
from triage.questions import Question

KIND = "city"
# The first message decides in which language is asked.
VAGUE = {
    "en": "It is all very unpleasant",
    "zh-hans": "这个事情不对劲",
    "zh-hant": "這個事情不對勁",
}


async def asked_own(stage: Stage, language: str = "en") -> Resident:
    """Answer everything before the own questions of a kind."""
    mei = stage.resident(language=language)
    await mei.say(VAGUE[language])
    for move in (f"|kind|{KIND}", "|skip|", "|skip|"):
        await mei.press(move)
    return mei


def questions(stage: Stage, language: Language = Language.EN) -> list[str]:
    category = stage.house.data.categories.by_code[KIND]
    return [question.texts[language] for question in category.questions]


@pytest.mark.parametrize("language", Language)
async def test_they_are_asked_one_by_one_and_each_can_be_skipped(
    stage: Stage, language: Language
) -> None:
    mei = await asked_own(stage, language.lower())
    for text in questions(stage, language):
        shown = mei.chat[max(mei.chat)]
        assert text in words_of(shown)
        said = await mei.press("|skip|")

    assert keys_of(said) == ["question.mode"]


async def test_one_tap_ends_them_all(stage: Stage) -> None:
    mei = await asked_own(stage)

    assert keys_of(await mei.press("|enough|")) == ["question.mode"]


async def test_the_last_one_offers_no_second_way_to_end(stage: Stage) -> None:
    mei = await asked_own(stage)
    for _ in questions(stage)[1:]:
        (last,) = await mei.press("|skip|")

    assert not any("|enough|" in button.data for row in last.buttons for button in row)


async def test_no_more_questions_counts_from_an_older_message_too(stage: Stage) -> None:
    mei = await asked_own(stage)
    await mei.press("|skip|")
    old = mei.data("|enough|")
    await mei.press("|skip|")
    await mei.say("It happens again and again. " * 20)

    assert keys_of(await mei.press_data(old)) == ["question.mode"]
    assert keys_of(await mei.press_data(old))[0] == "error.outdated"


async def test_typed_answers_are_kept_in_order_and_shown(stage: Stage) -> None:
    mei = await asked_own(stage)
    await mei.say("in front of the bakery")
    await mei.press("|skip|")
    said = await mei.say("three of them")

    (card,) = await mei.to_card(said)

    answers = (await mei.draft()).answers
    assert [answer.words for answer in answers[:3]] == [
        "in front of the bakery",
        None,
        "three of them",
    ]
    (shown,) = [text.params["text"] for text in card.texts if text.key == "card.answers"]
    assert shown == "in front of the bakery / three of them"


async def test_back_takes_one_answer_away_at_a_time(stage: Stage) -> None:
    mei = await asked_own(stage)
    await mei.say("in front of the bakery")
    await mei.say("three of them")

    await mei.press("|back|")

    assert [answer.words for answer in (await mei.draft()).answers] == ["in front of the bakery"]


async def test_a_long_answer_is_story_and_the_question_stays(stage: Stage) -> None:
    mei = await asked_own(stage)
    long = "It happens again and again. " * 20

    said = await mei.say(long)

    draft = await mei.draft()
    assert keys_of(said)[0] == "note.added"
    assert draft.answers == ()
    assert pieces.whole_story(draft).endswith(long)
    assert questions(stage)[0] in words_of(said[0])
    assert len(long) > drafts.LONGEST_ANSWER


async def test_another_matter_is_no_answer(stage: Stage) -> None:
    mei = await asked_own(stage, "zh-hans")

    said = await mei.say("另外楼上邻居每天半夜装修，噪音很大，吵得睡不着")

    assert keys_of(said) == ["question.pending"]
    assert (await mei.draft()).answers == ()


async def test_what_the_story_tells_is_not_asked(stage: Stage) -> None:
    known = [
        (category, question)
        for category in stage.house.data.categories.rows
        for question in category.questions
        if question.known_by == ("when",)
    ]
    assert known
    category, question = known[0]
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    await mei.press(f"|kind|{category.group}")
    await mei.press(f"|subkind|{category.code}")
    await mei.press("|skip|")
    await mei.press("|when|today")

    asked = []
    for _ in range(len(category.questions) - 1):
        asked.append(words_of(mei.chat[max(mei.chat)]))
        await mei.press("|skip|")

    assert not any(question.texts[Language.EN] in words for words in asked)
    assert (await mei.draft()).settled[-1] is Question.DETAIL


@pytest.mark.parametrize(
    ("when", "asked"),
    [
        *((when, "detail.still") for when in (When.TODAY, When.WEEK, When.EARLIER)),
        (When.AGAIN, "detail.often"),
        (When.NOW, "plain"),
    ],
)
async def test_a_tapped_time_is_followed_by_whether_it_goes_on_and_how_often(
    stage: Stage, when: When, asked: str
) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    for move in ("|kind|city", "|skip|"):
        await mei.press(move)

    said = await mei.press(f"|when|{when}")

    # Only what the kind itself asks for may tempt somebody to go and look.
    hint = "question.detail.lead" if asked == "plain" else "question.detail"
    assert keys_of(said) == [asked, hint]
    await mei.say("three times a week")
    assert (await mei.draft()).answers[0].words == "three times a week"


async def test_a_typed_time_may_say_how_often_and_is_not_followed_by_that(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    for move in ("|kind|city", "|skip|"):
        await mei.press(move)

    assert keys_of(await mei.say("every night at two"))[0] == "plain"


@pytest.mark.parametrize("language", Language)
async def test_the_card_asks_for_what_is_at_hand_and_no_risk(
    stage: Stage, language: Language
) -> None:
    mei = stage.resident(language=language.lower())

    (bare,) = await mei.to_card(await mei.say("It is all very unpleasant"))
    (shown,) = await mei.show()

    assert "card.evidence" in keys_of([bare])
    assert "card.evidence" not in keys_of([shown])


async def test_nobody_who_wants_to_talk_is_asked_for_proof(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")

    (card,) = await mei.to_card(await mei.press("|kind|care"))

    assert "card.evidence" not in keys_of([card])


async def test_what_an_answer_tells_is_not_asked(stage: Stage) -> None:
    mei = stage.resident(language="zh-hant")
    await mei.say("布吉大芬社區有個倉庫藏煤氣")
    assert (await mei.draft()).kind == "gas.storage"
    await mei.press("|when|now")
    room, many, people, *_ = stage.house.data.categories.by_code["gas.storage"].questions

    (asked,) = await mei.say("有十幾個樽，細嗰隻")

    assert (await mei.draft()).answers[0].question == room.key
    assert many.texts[Language.ZH_HANT] not in words_of(asked)
    assert people.texts[Language.ZH_HANT] in words_of(asked)


async def test_a_number_in_an_answer_is_shown_with_the_others(stage: Stage) -> None:
    mei = await asked_own(stage)

    (card,) = await mei.to_card(await mei.say("ask Mr Wu, phone 13800138000"))

    (shown,) = [str(text.params["text"]) for text in card.texts if text.key == "card.noticed"]
    assert "13800138000" in shown


async def test_a_nearer_kind_is_asked_where_only_the_group_is_known(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")

    (asked,) = await mei.press("|kind|dispute")

    codes = {b.data.split("|")[-1] for row in asked.buttons for b in row if "|subkind|" in b.data}
    assert keys_of([asked]) == ["question.subkind"]
    assert codes == {row.code for row in stage.house.data.categories.in_group("dispute")}
    await mei.press("|subkind|dispute.pets")
    assert (await mei.draft()).kind == "dispute.pets"


async def test_a_nearer_kind_of_another_group_is_refused(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    await mei.press("|kind|dispute")

    forged = mei.data("|subkind|dispute.pets").replace("dispute.pets", "gas.delivery")

    assert keys_of(await mei.press_data(forged))[0] == "error.outdated"
    assert (await mei.draft()).subkind is None


async def test_without_a_nearer_kind_the_group_is_reported(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    await mei.press("|kind|dispute")
    await mei.to_card(await mei.press("|skip|"))

    await mei.press("|send|")

    (report,) = await stage.rows(tables.report)
    assert report["category"] == "dispute"


@pytest.mark.parametrize("way", ["|kind|other", "Something else", "none of these", "不知道"])
async def test_what_is_of_no_kind_is_reported_as_something_else(stage: Stage, way: str) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    said = await (mei.press(way) if way.startswith("|") else mei.say(way))
    await mei.to_card(said)

    await mei.press("|send|")

    (report,), (case,) = await stage.rows(tables.report), await stage.rows(tables.case)
    assert (report["category"], case["queue"]) == ("other", "verification")


async def test_a_guess_does_not_look_like_one_more_group(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")

    (asked,) = await mei.say("有人欺负我们，天天来闹")

    labels = [button.label.key for row in asked.buttons for button in row]
    assert labels[:3] == ["kind.likely"] * 3
    assert "kind.likely" not in labels[3:]


async def test_a_report_that_accuses_an_official_goes_to_integrity_whatever_was_chosen(
    stage: Stage,
) -> None:
    mei = stage.resident(language="zh-hans")
    said = await mei.say("派出所的人收黑钱，是赌场的保护伞")
    if "question.kind" not in keys_of(said):
        await mei.to_card(said)
        said = await mei.press("|change|kind")
    await mei.to_card(await mei.press("|kind|lead.gang"))

    await mei.press("|send|")

    (report,), (case,) = await stage.rows(tables.report), await stage.rows(tables.case)
    assert report["category"] == "lead.gang"
    assert (case["queue"], report["wrapped_by"]) == ("integrity", "integrity")
