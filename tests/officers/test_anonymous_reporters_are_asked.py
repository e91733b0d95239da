"""A question to somebody nobody can reach waits for their receipt."""

from datetime import timedelta

from casework import calling
from tests.desk_play import colleague
from tests.stage import Stage, keys_of, words_of

MEI, LI = 5_200_000_001, 5_300_000_001
STORY = "Someone sells gas cylinders without a licence in Nanlian community"


async def test_an_anonymous_reporter_finds_the_question_with_the_receipt(stage: Stage) -> None:
    mei = stage.resident(MEI)
    receipt = await mei.send_report(STORY, "anonymous")
    li = await colleague(stage, LI)
    await li.claim_next()
    await li.press("|ask|")
    asked = await li.say("Which floor is it?")
    # Nothing goes to anybody by itself.
    assert all(one.report is None for one in asked)

    found = await mei.say(receipt)

    assert "Which floor is it?" in " ".join(words_of(one) for one in found)
    await mei.press("|add")
    answered = await mei.say("The third")
    assert "desk.answered" in keys_of(answered)
    again = await mei.say(receipt)
    assert "asked.waiting" not in keys_of(again)


async def test_clocks_wait_fourteen_days_for_an_answer_and_no_longer(stage: Stage) -> None:
    await stage.resident(MEI).send_report(STORY, "anonymous")
    li = await colleague(stage, LI)
    await li.claim_next()
    await li.press("|ask|")
    await li.say("Which floor is it?")
    keys: list[str] = []

    for _ in range(13):
        stage.now += timedelta(days=1)
        await calling.look(stage.house, stage.now)
        keys += keys_of(await stage.deliver())
    assert "desk.call.escalated" not in keys
    for _ in range(20):
        stage.now += timedelta(days=1)
        await calling.look(stage.house, stage.now)
        keys += keys_of(await stage.deliver())
    assert "desk.call.escalated" in keys


async def test_an_anonymous_reporter_can_say_that_it_is_not_solved(stage: Stage) -> None:
    mei = stage.resident(MEI)
    receipt = await mei.send_report(STORY, "anonymous")
    li = await colleague(stage, LI)
    await li.claim_next()
    await li.press("|act|check")
    await li.write("|act|find_too_little", "No floor, no building")

    await mei.say(receipt)
    said = await mei.press("|unsolved")

    assert "solved.reopened" in keys_of(said)
    await li.say("/next")
    assert keys_of([li.newest()]) == ["desk.nothing_waits"]
