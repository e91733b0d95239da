import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden

from sandbox.phone import Phone
from sandbox.world import World

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Send", callback_data="send")]])
HOURS_48 = 48 * 3600


async def test_a_sent_message_is_on_the_phone_and_comes_back_whole(
    bot: telegram.Bot, phone: Phone
) -> None:
    sent = await bot.send_message(
        phone.chat_id, " <b>你好</b> &lt;x&gt; ", parse_mode=ParseMode.HTML, reply_markup=KEYS
    )

    assert sent.text == "你好 <x>"
    assert sent.parse_entities() == {sent.entities[0]: "你好"}
    assert sent.reply_markup == KEYS
    assert [message.text for message in phone.received] == ["你好 <x>"]
    assert phone.labels() == ["Send"]


async def test_commands_and_links_in_the_bots_words_are_marked(
    bot: telegram.Bot, phone: Phone
) -> None:
    sent = await bot.send_message(phone.chat_id, "🍁 see /status or https://example.org/x")

    assert set(sent.parse_entities().values()) == {"/status", "https://example.org/x"}


async def test_an_edit_replaces_words_and_takes_unnamed_buttons_away(
    bot: telegram.Bot, phone: Phone
) -> None:
    sent = await bot.send_message(phone.chat_id, "one", reply_markup=KEYS)

    edited = await bot.edit_message_text("two", phone.chat_id, sent.message_id)

    assert isinstance(edited, telegram.Message)
    assert edited.edit_date is not None
    assert [message.text for message in phone.received] == ["two"]
    assert phone.buttons() == []


async def test_buttons_can_be_changed_alone(bot: telegram.Bot, phone: Phone) -> None:
    sent = await bot.send_message(phone.chat_id, "one", reply_markup=KEYS)

    await bot.edit_message_reply_markup(phone.chat_id, sent.message_id)

    assert phone.received[0].text == "one"
    assert phone.buttons() == []


async def test_an_edit_that_changes_nothing_is_refused(bot: telegram.Bot, phone: Phone) -> None:
    sent = await bot.send_message(phone.chat_id, "same", reply_markup=KEYS)

    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("same", phone.chat_id, sent.message_id, reply_markup=KEYS)


async def test_only_the_bots_own_messages_can_be_edited(bot: telegram.Bot, phone: Phone) -> None:
    said = phone.say("mine")

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("yours", phone.chat_id, said.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("yours", phone.chat_id, 999)


async def test_a_reply_quotes_what_it_answers(bot: telegram.Bot, phone: Phone) -> None:
    said = phone.say("question")

    sent = await bot.send_message(
        phone.chat_id, "answer", reply_parameters=telegram.ReplyParameters(said.message_id)
    )

    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "question"


async def test_a_reply_to_nothing_is_refused_unless_told_to_go_on(
    bot: telegram.Bot, phone: Phone
) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(phone.chat_id, "x", reply_to_message_id=77)

    lenient = telegram.ReplyParameters(77, allow_sending_without_reply=True)
    assert await bot.send_message(phone.chat_id, "x", reply_parameters=lenient)


async def test_both_sides_of_a_chat_can_be_wiped_and_unknown_ids_are_passed_over(
    bot: telegram.Bot, phone: Phone
) -> None:
    said = phone.say("mine")
    sent = await bot.send_message(phone.chat_id, "yours")

    assert await bot.delete_messages(phone.chat_id, [said.message_id, sent.message_id, 4711])

    assert phone.messages == []


async def test_a_message_is_deleted_once(bot: telegram.Bot, phone: Phone) -> None:
    said = phone.say("mine")

    assert await bot.delete_message(phone.chat_id, said.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(phone.chat_id, said.message_id)


async def test_messages_older_than_two_days_stay(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    said = phone.say("mine")
    world.clock.advance(HOURS_48 + 1)

    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(phone.chat_id, said.message_id)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_messages(phone.chat_id, [said.message_id])
    assert phone.messages == [said]


async def test_who_blocked_never_started_or_left_cannot_be_written_to(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    stranger = world.add_person("Stranger", started=False)
    gone = world.add_person("Gone")
    gone.deactivate()
    phone.block()

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(phone.chat_id, "x")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(stranger.chat_id, "x")
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(gone.chat_id, "x")


async def test_writing_first_opens_the_chat_and_unblocking_opens_it_again(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    stranger = world.add_person("Stranger", started=False)
    stranger.say("/start")
    phone.block()
    phone.unblock()

    assert await bot.send_message(stranger.chat_id, "x")
    assert await bot.send_message(phone.chat_id, "x")


async def test_the_phone_shows_that_the_bot_is_busy_for_five_seconds(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    await bot.send_chat_action(phone.chat_id, "typing")

    assert phone.typing
    world.clock.advance(6)
    assert not phone.typing


async def test_a_file_may_say_that_it_is_smaller_or_larger_than_it_is(
    bot: telegram.Bot, phone: Phone
) -> None:
    message = phone.send_voice(data=bytes(100), size=7)

    found = await bot.get_file(message.content["voice"]["file_id"])

    assert found.file_size == 7
    assert len(await found.download_as_bytearray()) == 100


async def test_an_animation_comes_with_the_same_file_as_a_document(phone: Phone) -> None:
    content = phone.send_animation().content

    assert content["animation"]["file_id"] == content["document"]["file_id"]
