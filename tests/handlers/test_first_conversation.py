from tests.support import Town


async def test_a_story_with_a_place_takes_three_taps_to_its_receipt(town: Town) -> None:
    mei = town.phone("Mei", "en")

    mei.say("Someone sells illegal gas cylinders in Nanlian community")
    await mei.wait_for("When did it happen")
    mei.press("Right now")
    await mei.wait_for("How do you want to be known")
    mei.press("Confidential")
    await mei.wait_for("Is this right?")
    mei.press("Send")

    assert "Receipt:" in (await mei.wait_for("LG-")).text
