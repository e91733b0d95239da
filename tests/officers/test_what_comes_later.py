"""What residents do while an officer has their case: add danger, take it back, tell again."""

from storage.tables import case
from tests.casework import test_placing as matched
from tests.desk_play import colleague
from tests.stage import Stage, keys_of
from triage.permissions import Role

MEI, BAO, LI, WANG = 5_200_000_001, 5_200_000_002, 5_300_000_001, 5_300_000_002
QUARREL = "坂田四季花城楼上每天晚上装修到两点，吵得睡不着"
GAS = "南联社区巷子里有人无证卖煤气罐，半夜用面包车拉"


async def test_danger_takes_a_quarrel_from_whoever_may_not_see_danger(stage: Stage) -> None:
    mei = stage.resident(MEI, "zh-hans")
    await mei.send_report(QUARREL)
    he = await colleague(stage, LI, Role.MEDIATOR)
    await colleague(stage, WANG, Role.VERIFIER)
    await he.claim_next()
    await mei.say("/add")

    said = await mei.say("他拿刀来砍门了，快来人")

    (row,) = await stage.rows(case)
    assert (row["queue"], row["state"], row["claimant"]) == ("urgent", "open", None)
    assert keys_of(said).count("desk.call.urgent") == 1


async def test_danger_calls_whoever_has_the_case_and_may_go_on(stage: Stage) -> None:
    mei = stage.resident(MEI, "zh-hans")
    await mei.send_report(GAS)
    li = await colleague(stage, LI, Role.VERIFIER)
    await li.claim_next()
    await mei.say("/add")

    said = await mei.say("着火了，有人困在里面，快来人")

    (row,) = await stage.rows(case)
    assert (row["queue"], row["state"]) == ("urgent", "claimed")
    assert "desk.call.danger" in keys_of(said)


async def test_whoever_has_a_case_hears_that_its_report_was_taken_back(stage: Stage) -> None:
    mei = stage.resident(MEI, "zh-hans")
    await mei.send_report(GAS)
    li = await colleague(stage, LI, Role.VERIFIER)
    await li.claim_next()
    await mei.say("/status")
    await mei.press("|withdraw")

    said = await mei.press("|now")

    assert "desk.report_withdrawn" in keys_of(said)


async def test_whoever_has_a_case_hears_that_another_tells_of_it(stage: Stage) -> None:
    await stage.resident(MEI, "zh-hans").send_report(matched.STORY)
    li = await colleague(stage, LI, Role.VERIFIER)
    await li.claim_next()

    bao = stage.resident(BAO, "zh-hans")
    await bao.to_card(await bao.say(matched.AGAIN))
    said = await bao.press("|send|")

    joined = len(await stage.rows(case)) == 1
    assert ("desk.call.joined" in keys_of(said)) == joined
