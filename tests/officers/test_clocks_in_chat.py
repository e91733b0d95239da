"""What happens by itself: warnings, escalation, apologies, cases given back."""

from datetime import timedelta

from casework import calling
from casework.sayings import Saying
from storage.tables import case
from tests.desk_play import colleague
from tests.stage import Stage, keys_of
from triage.permissions import Role

MEI, LI, WANG, HEAD = 5_200_000_001, 5_300_000_001, 5_300_000_002, 5_300_000_003
STORY = "Someone sells gas cylinders without a licence in Nanlian community"
URGENT = "It smells of gas in the whole staircase, in Nanlian community"


async def later(stage: Stage, **lasts: float) -> list[Saying]:
    """Let time pass, and the leader look at clocks every so often; return what was said."""
    end, said = stage.now + timedelta(**lasts), []
    while stage.now < end:
        stage.now = min(end, stage.now + max(timedelta(minutes=1), timedelta(**lasts) / 40))
        await calling.look(stage.house, stage.now)
        said += await stage.deliver()
    return said


async def test_a_case_left_too_long_warns_and_then_climbs_each_once(stage: Stage) -> None:
    await stage.resident(MEI).send_report(STORY)
    await colleague(stage, LI)
    await colleague(stage, HEAD, Role.SUPERVISOR)

    keys = keys_of(await later(stage, days=12))

    # The officer and the supervisor on duty.
    assert keys.count("desk.call.warned") == 2
    assert keys.count("desk.call.escalated") == 2
    assert keys.count("desk.call.escalated_twice") == 2
    assert keys.count("told.late") == 1


async def test_clocks_stand_still_while_the_reporter_is_asked(stage: Stage) -> None:
    await stage.resident(MEI).send_report(STORY)
    li = await colleague(stage, LI)
    await li.claim_next()
    await li.press("|ask|")
    await li.say("Which floor?")
    (before,) = await stage.rows(case)

    keys = keys_of(await later(stage, hours=20))

    assert "desk.call.escalated" not in keys
    assert "told.late" not in keys
    (after,) = await stage.rows(case)
    assert after["due_at"] >= before["due_at"]


async def test_a_case_with_which_nothing_is_done_goes_back(stage: Stage) -> None:
    await stage.resident(MEI).send_report(STORY)
    li = await colleague(stage, LI)
    await li.claim_next()

    keys = keys_of(await later(stage, hours=25))

    (row,) = await stage.rows(case)
    assert "desk.call.expired" in keys
    assert (row["state"], row["claimant"]) == ("open", None)


async def test_whoever_works_on_a_case_keeps_it(stage: Stage) -> None:
    await stage.resident(MEI).send_report(STORY)
    li = await colleague(stage, LI)
    await li.claim_next()
    await later(stage, hours=20)
    await li.say("/note")
    await li.say("Called the property company, waiting for the keys")

    await later(stage, hours=20)

    (row,) = await stage.rows(case)
    assert row["state"] == "claimed"


async def test_what_is_urgent_calls_again_until_somebody_has_it(stage: Stage) -> None:
    li = await colleague(stage, LI)
    wang = await colleague(stage, WANG)
    await wang.say("/duty off")
    mei = stage.resident(MEI)
    await mei.say(URGENT)
    sent = await mei.press("|tell|")

    assert keys_of(sent).count("desk.call.urgent") == 1
    assert keys_of(await later(stage, minutes=11)).count("desk.call.urgent") == 2
    await li.say("/next")
    await li.press("|act|claim")
    assert "desk.call.urgent" not in keys_of(await later(stage, minutes=11))


async def test_a_charge_that_is_over_climbs_once(stage: Stage) -> None:
    await stage.resident(MEI).send_report(STORY)
    head = await colleague(stage, HEAD, Role.SUPERVISOR)
    await head.say("/next")
    await head.press("|charge|")
    today = stage.now.date()
    said = await head.say(f"{today + timedelta(days=2)} the shops are afraid")
    assert "desk.done" in keys_of(said)

    # What is in somebody's own charge is kept by working on it.
    for _ in range(5):
        await later(stage, hours=20)
        await head.say("/note")
        said += await head.say("Went there")
    keys = [
        text.key
        for saying in head.chat.values()
        for text in saying.texts
        if text.key == "desk.call.charge"
    ]
    assert len(keys) == 1
