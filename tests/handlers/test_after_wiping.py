import asyncio

import pytest
import sqlalchemy as sa

from sandbox.faults import Fault, FaultKind
from sandbox.phone import Phone
from storage import tables
from tests.support import Town, press, say, to_card

pytestmark = pytest.mark.timeout(60)
_LATE = 30.0


def shown(phone: Phone) -> list[str]:
    return [message.text for message in phone.chat.visible()]


async def rows(town: Town, table: sa.Table) -> int:
    async with town.house.database.read() as tx:
        found = await tx.execute(sa.select(sa.func.count()).select_from(table))
        return int(found.scalar_one())


async def heard(phone: Phone, messages: int) -> None:
    await phone.until(lambda: len(phone.received) == messages, _LATE)


async def wiped(phone: Phone) -> str:
    phone.press("w", list(phone.chat.visible())[-1], stale=True)
    await phone.until(lambda: any("let me delete" in text for text in shown(phone)), _LATE)
    return shown(phone)[-1]


async def test_what_was_sent_without_our_learning_it_is_wiped_too(town: Town) -> None:
    mei = town.phone()
    await say(mei, "/help")
    for method in (FaultKind.LOST_ANSWER, FaultKind.TIMEOUT):
        fault = Fault(kind=method, method="sendMessage", times=2, seconds=0.2, works=True)
        town.world.faults.add(fault)
        mei.say("/privacy")
        await heard(mei, len(mei.received) + 3)
        await say(mei, "/help")
    there = len(shown(mei))

    last = await wiped(mei)

    assert there == 14
    assert shown(mei) == [last]
    assert "10 messages" in last


async def test_a_lost_answer_to_the_wipe_itself_does_no_harm(town: Town) -> None:
    mei = town.phone()
    await say(mei, "/help", "/status", "/privacy")
    fault = Fault(kind=FaultKind.LOST_ANSWER, method="deleteMessages", times=2)
    town.world.faults.add(fault)

    last = await wiped(mei)

    assert shown(mei) == [last]
    assert "6 messages" in last


async def test_what_telegram_will_not_delete_is_counted_and_the_rest_goes(town: Town) -> None:
    mei = town.phone()
    for _ in range(4):
        await say(mei, "/help")
    old = list(mei.chat.visible())[:3]
    for message in old:
        message.date -= 49 * 3600

    last = await wiped(mei)

    assert list(mei.chat.visible())[:3] == old
    assert len(shown(mei)) == 4
    assert "3 messages" in last


async def test_after_a_wipe_nothing_of_the_chat_is_remembered(town: Town) -> None:
    mei = town.phone()
    await say(mei, "/help", "/status")

    await wiped(mei)

    await asyncio.sleep(0.1)
    # The last message is known, so that it can be wiped in turn.
    assert await rows(town, tables.trail) == 1
    assert await rows(town, tables.talk) == 0


async def test_who_comes_back_after_blocking_goes_on(town: Town) -> None:
    mei = town.phone()
    await say(mei, "My neighbour plays drums every night in Nanlian community")
    mei.say("/help")
    mei.block()
    await asyncio.sleep(0.3)
    mei.unblock()

    answer = await say(mei, "/status")

    assert "no report" in answer.text
    drafts = await rows(town, tables.draft)
    assert drafts == 1


async def test_a_reply_to_the_receipt_is_added_in_the_whole_program(town: Town) -> None:
    mei = town.phone()
    await sends(mei)
    (receipt,) = [one for one in mei.chat.visible() if "Receipt:" in one.text]

    mei.say("They came again", reply_to=receipt)
    answer = await mei.wait_for("Added to", _LATE)

    assert not answer.buttons
    assert await rows(town, tables.message) == 2


async def sends(phone: Phone) -> None:
    """Tell a story and send it."""
    await say(phone, "Someone sells gas cylinders without a licence in Nanlian community")
    await to_card(phone)
    await press(phone, "Send")
