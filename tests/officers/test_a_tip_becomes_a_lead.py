from tests.desk_play import colleague
from tests.stage import STORY, Stage, keys_of, words_of
from triage.permissions import Role

MEI, LI, WANG = 5_200_000_001, 5_300_000_001, 5_300_000_002


async def test_a_tip_becomes_a_verified_lead_and_its_reporter_hears_of_it(stage: Stage) -> None:
    mei = stage.resident(MEI)
    await mei.send_report()
    li = await colleague(stage, LI)
    wang = await colleague(stage, WANG, Role.VERIFIER)

    said = await li.claim_next()
    assert "desk.did.claim" in keys_of(said)
    assert "told.lead.claimed" in keys_of(said)

    read = await li.press("|read|")
    assert STORY in " ".join(words_of(one) for one in read)

    await li.press("|ask|")
    asked = await li.say("Which floor is it on?")
    assert "asked.head" in keys_of(asked)
    answered = await mei.say("The third floor")
    assert "pending.into" in " ".join(keys_of(answered)) or answered

    await li.press("|act|check")
    await li.write("|evidence|", "Seen on the spot, 3 cylinders without a badge")
    await li.press("|list|")
    assert wang is not None
