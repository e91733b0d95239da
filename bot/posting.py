"""One saying to Telegram, and what its answer means."""

from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
    TelegramError,
)

from bot import carding, handing, menu, wiping
from bot.polling import seconds_of
from casework.delivery import Outcome, Parcel
from casework.sayings import Manner
from casework.work import House
from handlers import rendering
from storage.faults import StorageFault
from storage.outbox import AddressKind

# After two days Telegram itself has forgotten what was asked.
_GIVE_UP = timedelta(hours=48)
_LONGEST_PAUSE = 60
_DATABASE_REST = 1.0
_NO_PREVIEW = {"is_disabled": True}


async def post(house: House, bot: Bot, parcel: Parcel) -> Outcome:
    """Send *parcel* and return what became of it.

    A lost answer or a broken connection means that it is sent again: everything
    arrives at least once.
    """
    try:
        return await _following(house, bot, parcel, parcel.chat_id or 0)
    except RetryAfter as error:
        return _later(parcel, seconds_of(error))
    except Forbidden:
        # A resident may block the bot; a group of the configuration that removed it wakes nobody.
        named = parcel.kind is AddressKind.NAMED
        return Outcome(parcel=parcel, problem="shut_out" if named else "blocked")
    except BadRequest:
        return Outcome(parcel=parcel, problem="refused")
    except TelegramError:
        # No answer, a bad one, a token that is just being changed: not this message's fault.
        return _unreachable(parcel)
    except StorageFault:
        return _later(parcel, _DATABASE_REST)


async def _following(house: House, bot: Bot, parcel: Parcel, chat_id: int) -> Outcome:
    try:
        return await _by_manner(house, bot, parcel, chat_id)
    except ChatMigrated as error:
        # The group became a supergroup; the configuration still has its old number.
        return await _by_manner(house, bot, parcel, error.new_chat_id)


async def _by_manner(house: House, bot: Bot, parcel: Parcel, chat_id: int) -> Outcome:
    if parcel.saying.manner is Manner.WIPE:
        return Outcome(parcel=parcel, wiped=await wiping.wipe(house, bot, chat_id))
    if parcel.saying.manner is Manner.CARD:
        return await carding.show(house, bot, parcel)
    if parcel.saying.manner is Manner.FILE:
        return await handing.hand(house, bot, parcel, chat_id)
    if parcel.saying.manner in {Manner.COMMANDS, Manner.STAFF_COMMANDS, Manner.NO_COMMANDS}:
        await menu.change(bot, chat_id, parcel.saying)
        return Outcome(parcel=parcel)
    if parcel.saying.manner is Manner.EDIT and await _edited(bot, parcel, chat_id):
        return Outcome(parcel=parcel)
    return Outcome(parcel=parcel, message_id=await _say(bot, parcel, chat_id))


async def _say(bot: Bot, parcel: Parcel, chat_id: int) -> int:
    spoken = _spoken(parcel, chat_id)
    if parcel.saying.protected:
        spoken["protect_content"] = True
    if parcel.saying.thread_id is not None:
        spoken["message_thread_id"] = parcel.saying.thread_id
    sent = await _call(bot, "SendMessage", spoken)
    number: int = sent["message_id"]
    return number


async def _edited(bot: Bot, parcel: Parcel, chat_id: int) -> bool:
    """Change an earlier message; return False if it is gone and must be said anew."""
    message = _spoken(parcel, chat_id) | {"message_id": parcel.saying.message_id}
    try:
        await _call(bot, "EditMessageText", message)
    except BadRequest as error:
        # Already as it should be: an earlier try arrived and its answer was lost.
        return "not modified" in error.message
    return True


def _spoken(parcel: Parcel, chat_id: int) -> dict[str, Any]:
    message = rendering.rendered(parcel.saying)
    return {
        "chat_id": chat_id,
        "text": message.html,
        "parse_mode": ParseMode.HTML,
        "reply_markup": message.keyboard,
        "link_preview_options": _NO_PREVIEW,
    }


async def _call(bot: Bot, method: str, parameters: dict[str, Any]) -> Any:
    """Return what *method* of the Bot API answers, as JSON.

    Making objects of all that comes back costs as much as sending it. Methods
    are written with a capital: the Bot API does not mind
    (core.telegram.org/bots/api#making-requests), and with its own spelling
    python-telegram-bot would warn that it has a method of that name.
    """
    return await bot.do_api_request(method, api_kwargs=parameters)


def _later(parcel: Parcel, seconds: float) -> Outcome:
    return Outcome(parcel=parcel, until=datetime.now(UTC) + timedelta(seconds=seconds))


def _unreachable(parcel: Parcel) -> Outcome:
    if datetime.now(UTC) - parcel.queued_at > _GIVE_UP:
        return Outcome(parcel=parcel, problem="unreachable")
    return _later(parcel, min(2**parcel.tries, _LONGEST_PAUSE))
