import asyncio
from typing import Any

import httpx
import pytest
import telegram
from telegram.error import BadRequest, RetryAfter

from sandbox.phone import Phone
from sandbox.server import Running
from sandbox.wire import Json
from sandbox.world import World


def _key(**button: Any) -> Json:
    return {"inline_keyboard": [[button]]}


def _keys(rows: int, columns: int) -> Json:
    row = [{"text": "x", "callback_data": "x"}] * columns
    return {"inline_keyboard": [row] * rows}


REFUSED: list[tuple[str, Json, str]] = [
    ("sendMessage", {"text": ""}, "message text is empty"),
    ("sendMessage", {"text": "  \n"}, "text must be non-empty"),
    ("sendMessage", {"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ("sendMessage", {"text": "x" * 4097}, "message is too long"),
    ("sendMessage", {"text": "🍁" * 2049}, "message is too long"),
    ("sendMessage", {"text": "*x*", "parse_mode": "Markdown"}, "unsupported parse_mode"),
    ("sendMessage", {"text": "x", "txt": "y"}, "unknown parameter txt"),
    ("sendMessage", {"text": 5}, 'field "text" must be of type String'),
    ("sendMessage", {"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup"),
    ("sendMessage", {"text": "x", "reply_markup": "[]"}, "object expected as reply keyboard"),
    (
        "sendMessage",
        {"text": "x", "reply_markup": _key(text="x", callback_data="界" * 22)},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": _key(text="x", callback_data="")},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": _key(text=" ", callback_data="x")},
        "inline keyboard button text must be non-empty",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": _key(text="x")},
        "Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": _key(text="x", callback_date="x")},
        "unknown field callback_date",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": _key(text="x", url="javascript:alert(1)")},
        "is invalid: Wrong HTTP URL",
    ),
    ("sendMessage", {"text": "x", "reply_markup": _keys(13, 8)}, "REPLY_MARKUP_TOO_LONG"),
    ("sendMessage", {"text": "x", "reply_markup": _keys(1, 9)}, "BUTTON_ROW_TOO_LONG"),
    ("sendMessage", {"text": "x", "message_thread_id": 9}, "message thread not found"),
    ("sendMessage", {"text": "x", "chat_id": 1}, "chat not found"),
    ("sendMessage", {"text": "x", "chat_id": "@nobody"}, "chat not found"),
    ("sendMessage", {"text": "x", "chat_id": None}, "chat_id is empty"),
    ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ("editMessageText", {"text": "x", "inline_message_id": "1"}, "MESSAGE_ID_INVALID"),
    ("deleteMessage", {}, "message identifier is not specified"),
    ("deleteMessage", {"message_id": "one"}, 'field "message_id" must be of type Integer'),
    ("deleteMessages", {"message_ids": []}, "message identifiers are not specified"),
    ("deleteMessages", {"message_ids": [0]}, "invalid message identifier specified"),
    ("deleteMessages", {"message_ids": ["x"]}, "can't parse message identifier as a Number"),
    (
        "deleteMessages",
        {"message_ids": list(range(1, 102))},
        "too many message identifiers specified",
    ),
    ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
]


@pytest.mark.parametrize("refused", REFUSED)
async def test_a_call_beyond_the_limits_is_refused_in_telegrams_words(
    running: Running, http: httpx.AsyncClient, phone: Phone, refused: tuple[str, Json, str]
) -> None:
    method, params, reason = refused
    url = f"/bot{running.world.token}/{method}"

    answer = await http.post(url, json={"chat_id": phone.chat_id, **params})

    assert answer.status_code == 400
    assert answer.json()["ok"] is False
    assert reason in answer.json()["description"]
    assert answer.json()["description"].startswith("Bad Request: ")
    assert phone.messages == []


async def test_a_text_of_exactly_the_longest_size_is_taken(bot: telegram.Bot, phone: Phone) -> None:
    text = "<b>" + "界" * 4096 + "</b>"

    sent = await bot.send_message(phone.chat_id, text, parse_mode="HTML")

    assert sent.text == "界" * 4096


async def test_a_hundred_buttons_of_64_bytes_are_taken(bot: telegram.Bot, phone: Phone) -> None:
    button = telegram.InlineKeyboardButton("x", callback_data="x" * 64)
    keys = telegram.InlineKeyboardMarkup([[button] * 5] * 20)

    await bot.send_message(phone.chat_id, "x", reply_markup=keys)

    assert len(phone.buttons()) == 100


async def test_a_wrong_token_and_an_unknown_method_are_told_apart(
    running: Running, http: httpx.AsyncClient
) -> None:
    wrong = await http.get("/bot1:wrong/getMe")
    unknown = await http.get(f"/bot{running.world.token}/sendTelepathy")

    assert (wrong.status_code, wrong.json()["description"]) == (401, "Unauthorized")
    assert (unknown.status_code, unknown.json()["description"]) == (404, "Not Found")


@pytest.mark.parametrize("name", ["sendMessage", "SENDMESSAGE", "sendmessage"])
async def test_form_json_multipart_and_query_say_the_same(
    running: Running, http: httpx.AsyncClient, phone: Phone, name: str
) -> None:
    url = f"/bot{running.world.token}/{name}"
    fields = {"chat_id": str(phone.chat_id), "text": "你好 & co"}

    await http.post(url, data=fields)
    await http.post(url, json=fields)
    await http.post(url, files={key: (None, value) for key, value in fields.items()})
    await http.get(url, params=fields)

    assert [message.text for message in phone.received] == ["你好 & co"] * 4


async def test_without_enforcement_there_is_no_pace(bot: telegram.Bot, phone: Phone) -> None:
    for _ in range(40):
        await bot.send_message(phone.chat_id, "x")

    assert len(phone.received) == 40


async def test_one_chat_may_have_a_short_burst_and_then_one_a_second(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    world.throttle.enforced = True
    for _ in range(5):
        await bot.send_message(phone.chat_id, "x")

    with pytest.raises(RetryAfter):
        await bot.send_message(phone.chat_id, "x")

    world.clock.advance(1.1)
    assert await bot.send_message(phone.chat_id, "x")


async def test_all_chats_together_get_thirty_a_second(bot: telegram.Bot, world: World) -> None:
    world.throttle.enforced = True
    people = [world.add_person(f"P{number}") for number in range(60)]

    sends = [bot.send_message(one.chat_id, "x") for one in people]

    answers = await asyncio.gather(*sends, return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, RetryAfter)]
    assert sum(len(one.received) for one in people) == len(people) - len(refused)
    assert refused


async def test_a_group_gets_twenty_a_minute(bot: telegram.Bot, world: World) -> None:
    world.throttle.enforced = True
    group = world.add_group("Desk")
    for _ in range(20):
        world.clock.advance(0.1)
        await bot.send_message(group.chat_id, "x")

    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(group.chat_id, "x")

    assert refusal.value._retry_after.total_seconds() >= 1


async def test_a_sentence_that_never_was_html_is_refused(bot: telegram.Bot, phone: Phone) -> None:
    with pytest.raises(BadRequest, match="Can't parse entities: unsupported start tag"):
        await bot.send_message(phone.chat_id, "1 <2> 3", parse_mode="HTML")
