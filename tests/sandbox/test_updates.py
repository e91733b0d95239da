from collections.abc import Callable

import pytest
import telegram
from telegram.constants import MessageEntityType

from sandbox.chats import Message, Standing
from sandbox.phone import Phone
from sandbox.world import World

KINDS: dict[str, Callable[[Phone], object]] = {
    "text": lambda phone: phone.say("你好 🍁"),
    "command": lambda phone: phone.say("/start here"),
    "link": lambda phone: phone.say("see https://example.org/a"),
    "edit": lambda phone: phone.edit(phone.say("one"), "two /help"),
    "reply": lambda phone: phone.say("again", reply_to=phone.say("first")),
    "forward": lambda phone: phone.forward("they said"),
    "photo": lambda phone: phone.send_photo("look /here"),
    "album": lambda phone: phone.send_photo(album="1"),
    "document": lambda phone: phone.send_document("paper"),
    "voice": lambda phone: phone.send_voice(),
    "video": lambda phone: phone.send_video(),
    "sticker": lambda phone: phone.send_sticker(),
    "location": lambda phone: phone.send_location(),
    "contact": lambda phone: phone.send_contact(),
    "dice": lambda phone: phone.send_dice(),
    "poll": lambda phone: phone.send_poll(),
    "blocked": lambda phone: phone.block(),
}


def _same(ours: object, theirs: object) -> bool:
    """Whether all that was sent is in what python-telegram-bot understood."""
    if isinstance(ours, dict):
        return isinstance(theirs, dict) and all(
            key in theirs and _same(value, theirs[key]) for key, value in ours.items()
        )
    if isinstance(ours, list):
        return (
            isinstance(theirs, (list, tuple))
            and len(ours) == len(theirs)
            and all(map(_same, ours, theirs))
        )
    return ours == theirs


@pytest.mark.parametrize("kind", KINDS)
def test_python_telegram_bot_understands_all_that_is_sent(
    world: World, phone: Phone, kind: str
) -> None:
    KINDS[kind](phone)

    sent = world.updates.waiting[-1]
    understood = telegram.Update.de_json(sent, None)
    assert _same(sent, understood.to_dict())
    assert understood.effective_user is not None
    assert understood.effective_user.language_code == "en"


def test_nothing_in_a_message_is_unknown_to_python_telegram_bot(world: World, phone: Phone) -> None:
    for act in KINDS.values():
        if phone.chat.standing is Standing.MEMBER:
            act(phone)

    for sent in world.updates.waiting:
        message = telegram.Update.de_json(sent, None).effective_message
        assert message is None or not message.api_kwargs


def test_a_command_is_marked_as_one(world: World, phone: Phone) -> None:
    phone.say("/start@sandbox_bot now")

    message = telegram.Update.de_json(world.updates.waiting[-1], None).effective_message
    assert message is not None
    assert message.parse_entities([MessageEntityType.BOT_COMMAND]) == {
        message.entities[0]: "/start@sandbox_bot"
    }


async def test_a_pressed_button_is_answered_and_the_phone_shows_the_answer(
    bot: telegram.Bot, phone: Phone
) -> None:
    key = telegram.InlineKeyboardButton("Send", callback_data="send:1")
    sent = await bot.send_message(
        phone.chat_id, "card", reply_markup=telegram.InlineKeyboardMarkup([[key]])
    )
    press = phone.press("Send")

    query = (await bot.get_updates(timeout=2))[0].callback_query
    assert query is not None
    assert query.data == "send:1"
    assert query.message is not None
    assert query.message.message_id == sent.message_id
    await query.answer("done", show_alert=True)

    assert (press.answered, press.answer, press.alert) == (True, "done", True)


async def test_an_old_or_unknown_press_cannot_be_answered(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    key = telegram.InlineKeyboardButton("Send", callback_data="send")
    await bot.send_message(
        phone.chat_id, "card", reply_markup=telegram.InlineKeyboardMarkup([[key]])
    )
    press = phone.press("send")
    world.clock.advance(61)

    for query_id in (press.query_id, "1"):
        with pytest.raises(telegram.error.BadRequest, match="Query is too old"):
            await bot.answer_callback_query(query_id)


async def test_a_button_that_is_gone_can_still_be_pressed_by_a_slow_phone(
    bot: telegram.Bot, phone: Phone
) -> None:
    sent = await bot.send_message(phone.chat_id, "card")
    await bot.delete_message(phone.chat_id, sent.message_id)
    message = phone.chat.messages[sent.message_id]

    with pytest.raises(LookupError):
        phone.press("send")
    phone.press("send", message, stale=True)

    query = (await bot.get_updates(timeout=2))[0].callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible


async def test_a_file_is_found_and_fetched(bot: telegram.Bot, phone: Phone) -> None:
    phone.send_document("paper", b"words", name="a.txt")
    document = (await bot.get_updates(timeout=2))[0].message
    assert document is not None
    assert document.document is not None

    file = await document.document.get_file()

    assert bytes(await file.download_as_bytearray()) == b"words"


async def test_a_file_beyond_twenty_megabytes_or_unknown_is_not_given(
    bot: telegram.Bot, phone: Phone
) -> None:
    sent: Message = phone.send_document(size=21 * 1024 * 1024)

    with pytest.raises(telegram.error.BadRequest, match="File is too big"):
        await bot.get_file(sent.content["document"]["file_id"])
    with pytest.raises(telegram.error.BadRequest, match="Wrong file_id"):
        await bot.get_file("none")


async def test_waiting_ends_with_the_answer_to_the_last_own_act(
    bot: telegram.Bot, phone: Phone
) -> None:
    await bot.send_message(phone.chat_id, "old news")
    phone.say("hello")
    with pytest.raises(TimeoutError):
        await phone.wait_for("news", timeout=0.05)

    await bot.send_message(phone.chat_id, "fresh news")

    assert (await phone.wait_for(lambda message: "news" in message.text)).text == "fresh news"


def test_a_phone_that_blocked_the_bot_cannot_write_before_unblocking(phone: Phone) -> None:
    phone.block()

    with pytest.raises(PermissionError):
        phone.say("hello")
