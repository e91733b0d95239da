import pytest

from casework.sayings import Saying
from storage import tables
from tests.stage import Resident, Stage, keys_of
from triage.languages import Language

MOST_TAPS = 5
# Whole stories with a place, as people tell them: gas, extortion, neighbours, money,
# rented rooms, the street, officials, and danger.
STORIES = [
    ("zh-hans", "南联社区昨晚十点多有人用面包车拉黑煤气，停在村口卖"),
    ("zh-hans", "布吉大芬社区每天半夜一两点楼上装修，吵得睡不着"),
    ("zh-hans", "坂田街道五和社区有人每个月来收保护费，不交就砸店"),
    ("zh-hans", "南联社区的房东上个月开始不退押金，还换了锁"),
    ("zh-hans", "南联社区煤气泄漏，好浓的煤气味"),
    ("zh-hant", "南聯社區有人賣黑煤氣，沒有證件"),
    ("zh-hant", "布吉大芬社區樓下燒烤檔每晚佔道，油煙好大"),
    ("zh-hant", "五和社區有人放高利貸，還不上就上門堵人"),
    ("zh-hant", "南聯社區著火了，快來人"),
    ("en", "Someone sells gas cylinders without a licence in Nanlian community"),
    ("en", "Last Friday night my neighbour in Dafen community drilled until two"),
    ("en", "The landlord in Nanlian community changed the lock and keeps my deposit"),
    ("en", "A gang takes protection money from the shops in Wuhe community every month"),
    ("en", "Help, gas is leaking in Nanlian community"),
]
WAYS = ("|send|", "|safe|", "|enough|", "|when|now", "|mode|confidential", "|skip|")


def shortest(said: Saying) -> str:
    offered = [button.data for row in said.buttons for button in row]
    ways = [data for way in WAYS for data in offered if data.endswith(way)]
    return next(iter(ways), offered[0])


async def taps_to_the_receipt(mei: Resident, story: str) -> list[str]:
    said, taps = await mei.say(story), []
    # Pressed at random, the first guess may be that somebody wants to talk.
    while not {"sent.receipt", "sent.receipt.care"}.intersection(keys_of(said)):
        taps.append(shortest(said[-1]))
        said = await mei.press_data(taps[-1], max(mei.chat))
    return taps


@pytest.mark.parametrize(("code", "story"), STORIES)
async def test_a_whole_story_with_a_place_takes_five_taps_at_most(
    stage: Stage, code: str, story: str
) -> None:
    mei = stage.resident(language=code)

    taps = await taps_to_the_receipt(mei, story)

    (report,) = await stage.rows(tables.report)
    assert report["community"]
    assert len(taps) <= MOST_TAPS


@pytest.mark.parametrize("language", Language)
async def test_start_leads_to_a_report_by_buttons(stage: Stage, language: Language) -> None:
    mei = stage.resident(language=language.lower())
    (welcome,) = await mei.say("/start")
    groups = [group.code for group in stage.house.data.categories.groups()]
    assert [button.data for (button,) in welcome.buttons] == [f"k|{code}" for code in groups]

    for code in groups:
        await mei.say("/start")
        (asked,) = await mei.press(f"k|{code}")
        assert asked.texts[0].key.startswith("question.")
        assert (await mei.draft()).category == code
        await mei.to_card(await mei.say(f"It is all very unpleasant, {code}"))
        receipt = "sent.receipt.care" if code == "care" else "sent.receipt"
        assert receipt in keys_of(await mei.press("|send|"))


async def test_a_kind_chosen_twice_goes_on_with_the_draft(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("/start")
    await mei.press("k|dispute")
    await mei.say("It is all very unpleasant")

    await mei.press_data("k|city")

    assert (await mei.draft()).category == "dispute"


async def test_a_kind_that_is_gone_from_the_data_is_an_old_button(stage: Stage) -> None:
    said = await stage.resident().press_data("k|nonsense")

    assert keys_of(said) == ["error.outdated"]
    assert await stage.rows(tables.draft) == []
