import pytest

from storage import tables
from tests.stage import Stage, keys_of
from triage.danger import Danger

TRAPPED = ["電梯困人，快來", "电梯困人了快来", "Help, people are trapped in the lift"]


@pytest.mark.parametrize("story", TRAPPED)
async def test_people_who_are_trapped_are_no_matter_of_property_fees(
    stage: Stage, story: str
) -> None:
    mei = stage.resident()
    await mei.say(story)
    assert (await mei.draft()).danger == Danger.TRAPPED

    await mei.press("|tell|")

    (report,) = await stage.rows(tables.report)
    assert report["category"] == "rescue"


async def test_more_of_the_story_does_not_make_it_another_kind(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("电梯困人了快来")
    await mei.press("|safe|")

    await mei.say("物业不管，电梯天天坏，物业费照收")

    assert (await mei.draft()).category == "rescue"


async def test_a_kind_that_was_chosen_stays_when_somebody_is_trapped(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("It is all very unpleasant")
    await mei.press("|kind|city")

    await mei.say("电梯困人了快来")

    assert (await mei.draft()).category == "city"


async def test_after_a_fire_the_kind_that_goes_with_it_is_offered_first(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("隔壁厨房烧焦了饭，着火了，好大烟")

    (asked,) = await mei.press("|safe|")

    codes = [b.data.split("|")[4] for row in asked.buttons for b in row if "|kind|" in b.data]
    assert keys_of([asked]) == ["question.kind"]
    assert codes[0] == "rental"
    assert len(codes) == len(set(codes))
    assert "gas.storage" not in codes
