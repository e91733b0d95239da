from tests.desk_play import colleague
from tests.stage import Stage, keys_of, words_of

MEI, LI = 5_200_000_001, 5_300_000_001
STORY = "南联社区巷子里有人无证卖煤气罐，半夜用面包车拉"


async def test_a_saved_reply_goes_out_in_the_language_of_the_reporter(stage: Stage) -> None:
    await stage.resident(MEI, "zh-hans").send_report(STORY)
    li = await colleague(stage, LI, language="en")
    await li.claim_next()
    offered = await li.press("|ask|")
    assert "Still going on?" in [
        str(button.label.params.get("text")) for row in offered[-1].buttons for button in row
    ]

    said = await li.press("|reply|when.still")

    asked = next(one for one in said if "asked.head" in keys_of([one]))
    assert "现在还在发生吗" in words_of(asked)
    assert "desk.asked" in keys_of(said)
