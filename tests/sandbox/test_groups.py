import pytest
import telegram
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden

from sandbox.chats import Standing
from sandbox.phone import Phone
from sandbox.world import World


async def test_words_and_commands_of_a_group_reach_the_bot(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    group = world.add_group("Desk")
    group.say(phone, "hello")
    group.say(phone, "/take@sandbox_bot")

    updates = await bot.get_updates()

    messages = [update.message for update in updates if update.message]
    assert [message.text for message in messages] == ["hello", "/take@sandbox_bot"]
    assert {message.chat.type for message in messages} == {ChatType.SUPERGROUP}
    assert {message.chat_id for message in messages} == {group.chat_id}


async def test_with_privacy_on_a_plain_member_hears_only_what_is_meant_for_it(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    world.reads_groups = False
    group = world.add_group("Desk", standing=Standing.MEMBER)
    await bot.send_message(group.chat_id, "take it")

    group.say(phone, "gossip")
    group.say(phone, "/other@other_bot")
    group.say(phone, "/take")
    group.say(phone, "yes", reply_to=group.received[0])

    heard = [update.message.text for update in await bot.get_updates() if update.message]
    assert heard == ["/take", "yes"]
    assert (await bot.get_me()).can_read_all_group_messages is False


async def test_the_bot_is_told_when_it_comes_and_goes(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    group = world.add_group("Desk", standing=Standing.LEFT)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.chat_id, "x")
    group.invite_bot(phone, administrator=True)
    assert await bot.send_message(group.chat_id, "x")
    group.kick_bot(phone)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.chat_id, "x")

    changes = [update.my_chat_member for update in await bot.get_updates()]

    assert [change.new_chat_member.status for change in changes if change] == [
        "administrator",
        "kicked",
    ]


async def test_a_plain_group_that_becomes_a_supergroup_points_to_its_new_id(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    group = world.add_group("Desk", supergroup=False)
    new = world.migrate(group, phone)

    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.chat_id, "x")

    assert moved.value.new_chat_id == new.chat_id
    assert await bot.send_message(moved.value.new_chat_id, "x")
    services = [update.message for update in await bot.get_updates() if update.message]
    assert [one.migrate_to_chat_id for one in services] == [new.chat_id, None]
    assert [one.migrate_from_chat_id for one in services] == [None, group.chat_id]


async def test_a_message_goes_into_its_topic(bot: telegram.Bot, world: World) -> None:
    group = world.add_group("Desk")
    topic = group.add_topic("Gas")

    sent = await bot.send_message(group.chat_id, "x", message_thread_id=topic)

    assert (sent.message_thread_id, sent.is_topic_message) == (topic, True)
    assert (await bot.get_chat(group.chat_id)).is_forum


async def test_only_an_administrator_deletes_the_words_of_others(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    ruled = world.add_group("Ruled")
    plain = world.add_group("Plain", standing=Standing.MEMBER)

    assert await bot.delete_message(ruled.chat_id, ruled.say(phone, "x").message_id)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(plain.chat_id, plain.say(phone, "x").message_id)


async def test_two_chats_count_their_messages_apart(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    group = world.add_group("Desk")

    one = await bot.send_message(phone.chat_id, "x")
    two = await bot.send_message(group.chat_id, "x")

    assert one.message_id == two.message_id == 1
