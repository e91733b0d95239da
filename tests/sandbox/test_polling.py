import asyncio

import pytest
import telegram
from telegram.error import Conflict

from sandbox.phone import Phone
from sandbox.world import World


def _texts(updates: tuple[telegram.Update, ...]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_updates_come_again_until_a_higher_offset_confirms_them(
    bot: telegram.Bot, phone: Phone
) -> None:
    for word in ("one", "two", "three"):
        phone.say(word)

    first = await bot.get_updates()
    again = await bot.get_updates(limit=2)
    after = await bot.get_updates(offset=first[0].update_id + 1)

    assert _texts(first) == ["one", "two", "three"]
    assert _texts(again) == ["one", "two"]
    assert _texts(after) == ["two", "three"]
    assert _texts(await bot.get_updates()) == ["two", "three"]


async def test_a_negative_offset_keeps_only_the_last(bot: telegram.Bot, phone: Phone) -> None:
    for word in ("one", "two", "three"):
        phone.say(word)

    assert _texts(await bot.get_updates(offset=-1)) == ["three"]
    assert _texts(await bot.get_updates()) == ["three"]
    assert _texts(await bot.get_updates(offset=-100)) == ["three"]


async def test_a_long_poll_ends_when_something_happens(bot: telegram.Bot, phone: Phone) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.1)
    assert not poll.done()

    phone.say("hello")

    assert _texts(await asyncio.wait_for(poll, 2)) == ["hello"]


async def test_a_long_poll_ends_empty_after_its_time(bot: telegram.Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_of_two_polls_at_once_the_older_is_ended(bot: telegram.Bot, phone: Phone) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(bot.get_updates(timeout=30))

    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await older
    phone.say("hello")

    assert _texts(await newer) == ["hello"]


async def test_only_kinds_that_were_asked_for_come(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    await bot.get_updates(allowed_updates=["message"])
    message = phone.say("one")
    phone.edit(message, "two")
    phone.block()

    assert len(await bot.get_updates()) == 1

    await bot.get_updates(allowed_updates=[])
    phone.unblock()
    assert world.updates.waiting[-1].keys() == {"update_id", "my_chat_member"}


async def test_an_unknown_kind_is_refused(bot: telegram.Bot) -> None:
    with pytest.raises(telegram.error.BadRequest, match="Unknown update type massage"):
        await bot.get_updates(allowed_updates=["massage"])


async def test_waiting_updates_are_counted_and_can_be_dropped(
    bot: telegram.Bot, phone: Phone
) -> None:
    phone.say("one")
    before = await bot.get_webhook_info()

    await bot.delete_webhook(drop_pending_updates=True)

    assert (before.url, before.pending_update_count) == ("", 1)
    assert (await bot.get_webhook_info()).pending_update_count == 0
