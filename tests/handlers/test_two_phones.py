import asyncio
import re

from storage import tables
from tests.durability import evidence
from tests.support import Town, press, say, to_card

STORY = "Someone sells gas cylinders without a licence in Nanlian community"


async def test_two_phones_of_one_person_at_once_make_one_draft(town: Town) -> None:
    mei = town.phone()
    await say(mei, "It is all very unpleasant")

    for number in range(6):
        mei.say(f"It is still very unpleasant, number {number}")
    await mei.until(lambda: len(mei.received) == 7, 20)
    await say(mei, "/report")
    await to_card(mei)
    await press(mei, "Send")

    (report,) = await evidence.kept(town.house)
    assert sorted(re.findall(r"number (\d)", report.story)) == list("012345")


async def test_the_same_question_answered_on_two_phones_counts_once(town: Town) -> None:
    mei = town.phone()
    asked = await say(mei, "It is all very unpleasant")
    offered = [button for row in asked.buttons for button in row]
    first, second = (next(b for b in offered if b.text == t) for t in ("Street order", "Discard"))

    mei.press(first.data or "", asked, stale=True)
    mei.press(second.data or "", asked, stale=True)

    await mei.wait_for("That button belongs to an earlier step")
    async with town.house.database.read() as tx:
        rows = list(await tx.execute(tables.draft.select()))
    assert len(rows) == 1


async def test_who_blocked_the_bot_goes_on_where_they_were(town: Town) -> None:
    mei = town.phone()
    await say(mei, STORY)
    mei.block()
    await asyncio.sleep(0.2)
    mei.unblock()

    await say(mei, "/report")

    assert STORY in (await to_card(mei)).text
    assert "Receipt" in (await press(mei, "Send")).text
