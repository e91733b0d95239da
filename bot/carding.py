"""The card of a case in the topic of its desk: sent, changed in place, moved, made anew."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime

from telegram import Bot
from telegram.error import BadRequest

from casework import cards
from casework.cards import Placed, View
from casework.delivery import Outcome, Parcel
from casework.sayings import Saying
from casework.work import House
from handlers import rendering
from handlers.officers import showing, words
from handlers.rendering import Rendered
from locales.catalogue import label

_NO_PREVIEW = {"is_disabled": True}
# What Telegram says of a topic that somebody deleted.
_GONE = ("thread not found", "topic_deleted", "topic not found")


async def show(house: House, bot: Bot, parcel: Parcel) -> Outcome:
    """Let the card of a case be as the case is now.

    Raises:
        TelegramError: If Telegram did not take it, but for a topic that is gone.
    """
    view = await cards.view(house, parcel.address)
    if view is None:
        return Outcome(parcel=parcel)
    message = _rendered(house, view)
    moves = view.stands and view.belongs and view.stands.topic_id != view.belongs.topic_id
    if view.stands and moves:
        await _take_away(bot, view.stands, view.message_id)
    elif view.stands and view.message_id and await _changed(bot, view, message):
        return Outcome(parcel=parcel)
    if view.belongs is not None:
        await _send(house, bot, view, view.belongs, message)
    return Outcome(parcel=parcel)


async def _send(house: House, bot: Bot, view: View, place: Placed, message: Rendered) -> None:
    try:
        number = await _say(bot, place, message)
    except BadRequest as error:
        if not any(word in error.message.lower() for word in _GONE):
            raise
        place = await _made_anew(house, bot, view, place)
        number = await _say(bot, place, message)
    await cards.sent(house, view.case.id, place.topic_id, number)


async def _made_anew(house: House, bot: Bot, view: View, place: Placed) -> Placed:
    """Make the topic again that somebody deleted, and have its other cards sent again."""
    language = house.settings.district.language
    queue = label(f"queue.{view.case.queue}", language)
    name = f"{queue} · {words.desk(house, view.case.desk, language)}"
    topic = await bot.create_forum_topic(place.chat_id, name)
    made = replace(place, thread_id=topic.message_thread_id)
    stands = await cards.moved(house, place, made, datetime.now(UTC))
    if stands != made:
        with contextlib.suppress(BadRequest):
            await bot.delete_forum_topic(made.chat_id, topic.message_thread_id)
    return stands


async def _say(bot: Bot, place: Placed, message: Rendered) -> int:
    spoken = {
        "chat_id": place.chat_id,
        "text": message.html,
        "parse_mode": "HTML",
        "reply_markup": message.keyboard,
        "link_preview_options": _NO_PREVIEW,
    }
    if place.thread_id is not None:
        spoken["message_thread_id"] = place.thread_id
    sent = await bot.do_api_request("SendMessage", api_kwargs=spoken)
    number: int = sent["message_id"]
    return number


async def _changed(bot: Bot, view: View, message: Rendered) -> bool:
    """Change a card in place; return False if it is gone."""
    spoken = {
        "chat_id": view.stands.chat_id if view.stands else 0,
        "message_id": view.message_id,
        "text": message.html,
        "parse_mode": "HTML",
        "reply_markup": message.keyboard,
        "link_preview_options": _NO_PREVIEW,
    }
    try:
        await bot.do_api_request("EditMessageText", api_kwargs=spoken)
    except BadRequest as error:
        return "not modified" in error.message
    return True


async def _take_away(bot: Bot, place: Placed, message_id: int | None) -> None:
    """Delete a card from where its case is no longer; too old to delete, it stays as it is."""
    if message_id is not None:
        with contextlib.suppress(BadRequest):
            await bot.delete_message(place.chat_id, message_id)


def _rendered(house: House, view: View) -> Rendered:
    language = house.settings.district.language
    return rendering.rendered(
        Saying(
            language=language,
            texts=words.card(house, view, language, datetime.now(UTC)),
            buttons=showing.in_group(view),
        )
    )
