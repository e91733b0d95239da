"""One story from a resident's telephone to a verified lead and back, in three languages."""

import pytest

from casework.sayings import Saying
from tests.desk_play import Colleague, colleague
from tests.stage import Resident, Stage, keys_of, words_of
from triage.permissions import Role

MEI, LI, WANG = 5_200_000_001, 5_300_000_001, 5_300_000_002
STORIES = {
    "en": "Someone sells gas cylinders without a licence in Nanlian community",
    "zh-hans": "南联社区巷子里有人无证卖煤气罐，半夜用面包车拉",
    "zh-hant": "南聯社區巷子裏有人無證賣煤氣罐，半夜用麵包車拉",
}


def words(said: list[Saying]) -> str:
    return "\n".join(words_of(one) for one in said)


async def ticked(li: Colleague) -> None:
    """Tick the whole checklist."""
    await li.press("|list|")
    while any("☐" in str(b.label.params) for row in li.newest().buttons for b in row):
        await li.press("☐")


async def checked(mei: Resident, li: Colleague) -> None:
    """Let an officer ask, get an answer, and write down what was found."""
    await li.claim_next()
    await li.press("|ask|")
    await li.say("Which floor?")
    await mei.press("|answer|")
    await mei.say("3")
    await li.say("/mine")
    await li.press("|show|")
    await li.press("|act|check")
    await li.write("|evidence|", "Seen on the spot, three cylinders without a badge")
    await ticked(li)


@pytest.mark.parametrize("language", STORIES)
async def test_a_tip_becomes_a_verified_lead_and_its_reporter_hears(
    stage: Stage, language: str
) -> None:
    mei = stage.resident(MEI, language)
    await mei.send_report(STORIES[language])
    li = await colleague(stage, LI, language=language)
    wang = await colleague(stage, WANG, Role.VERIFIER, language=language)

    await checked(mei, li)
    await wang.say("/case " + li.reference())
    told = await wang.write("|act|verify", "Went there myself")

    news = next(one for one in told if keys_of([one]) == ["told.lead.verified"])
    assert news.language.lower() == language
    assert told[0].language.lower() == language


async def test_an_answer_is_read_by_whoever_asked(stage: Stage) -> None:
    mei = stage.resident(MEI)
    await mei.send_report(STORIES["en"])
    li = await colleague(stage, LI)
    await checked(mei, li)
    await li.say("/mine")

    read = await li.press("|read|")

    assert STORIES["en"] in words(read)
    assert "Which floor?" in words(read)
    assert all(one.protected for one in read[:-1])
    assert str(MEI) not in words(read)


async def test_whoever_had_the_case_cannot_verify_it(stage: Stage) -> None:
    mei = stage.resident(MEI)
    await mei.send_report(STORIES["en"])
    li = await colleague(stage, LI)

    await checked(mei, li)

    await li.say("/mine")
    assert not any(b.data.endswith("|act|verify") for row in li.newest().buttons for b in row)


async def test_what_is_not_on_the_list_is_not_verified(stage: Stage) -> None:
    mei = stage.resident(MEI)
    await mei.send_report(STORIES["en"])
    li, wang = await colleague(stage, LI), await colleague(stage, WANG)
    await li.claim_next()
    await li.press("|act|check")
    reference = li.reference()

    await wang.say("/case " + reference)
    said = await wang.write("|act|verify", "Looks fine")

    assert keys_of(said) == ["lead.checklist_missing"]


async def test_a_reporter_who_says_not_solved_gets_another_officer(stage: Stage) -> None:
    mei = stage.resident(MEI)
    await mei.send_report(STORIES["en"])
    li, wang = await colleague(stage, LI), await colleague(stage, WANG)
    await li.claim_next()
    await li.press("|act|check")
    await li.write("|act|find_too_little", "No floor, no building")

    await mei.press("|unsolved|")
    said = await mei.press("|unsolvednow|")

    assert "solved.reopened" in keys_of(said)
    await li.say("/next")
    assert keys_of([li.newest()]) == ["desk.nothing_waits"]
    await wang.claim_next()
    assert "desk.did.claim" in keys_of([wang.newest()])


async def test_a_reporter_who_is_content_may_say_how_it_went(stage: Stage) -> None:
    mei = stage.resident(MEI)
    await mei.send_report(STORIES["en"])
    li = await colleague(stage, LI)
    await li.claim_next()
    await li.press("|act|check")
    await li.write("|act|find_unfounded", "The shop has a licence")

    await mei.press("|solved|")
    said = await mei.press("|stars|4")

    assert keys_of(said) == ["rating.thanks"]
