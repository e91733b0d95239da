"""One saying to Telegram, and what its answer means."""

from datetime import UTC, datetime, timedelta

from telegram import Bot, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
    TelegramError,
)

from bot.polling import seconds_of
from casework import trails
from casework.delivery import Outcome, Parcel
from casework.sayings import Manner
from casework.trails import Wiped
from casework.work import House
from handlers import rendering
from storage.faults import StorageFault
from storage.outbox import AddressKind

# After two days Telegram itself has forgotten what was asked.
_GIVE_UP = timedelta(hours=48)
_LONGEST_PAUSE = 60
_DATABASE_REST = 1.0
# The most that deleteMessages takes at once (Bot API).
_BATCH = 100
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


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
        return await _wipe(house, bot, parcel, chat_id)
    if parcel.saying.manner is Manner.EDIT and await _edited(bot, parcel, chat_id):
        return Outcome(parcel=parcel)
    return Outcome(parcel=parcel, message_id=await _say(bot, parcel, chat_id))


async def _say(bot: Bot, parcel: Parcel, chat_id: int) -> int:
    message = rendering.rendered(parcel.saying)
    sent: Message = await bot.send_message(
        chat_id,
        message.html,
        parse_mode=ParseMode.HTML,
        reply_markup=message.keyboard,
        link_preview_options=_NO_PREVIEW,
    )
    return sent.message_id


async def _edited(bot: Bot, parcel: Parcel, chat_id: int) -> bool:
    """Change an earlier message; return False if it is gone and must be said anew."""
    message = rendering.rendered(parcel.saying)
    try:
        await bot.edit_message_text(
            message.html,
            chat_id,
            parcel.saying.message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=message.keyboard,
            link_preview_options=_NO_PREVIEW,
        )
    except BadRequest as error:
        # Already as it should be: an earlier try arrived and its answer was lost.
        return "not modified" in error.message
    return True


async def _wipe(house: House, bot: Bot, parcel: Parcel, chat_id: int) -> Outcome:
    known = await trails.messages(house, house.keyring.person(chat_id))
    numbers = sorted(known)
    left = 0
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        try:
            await bot.delete_messages(chat_id, batch)
        except BadRequest:
            left += len(batch)
    wiped = Wiped(ids=tuple(known.values()), deleted=len(numbers) - left, left=left)
    return Outcome(parcel=parcel, wiped=wiped)


def _later(parcel: Parcel, seconds: float) -> Outcome:
    return Outcome(parcel=parcel, until=datetime.now(UTC) + timedelta(seconds=seconds))


def _unreachable(parcel: Parcel) -> Outcome:
    if datetime.now(UTC) - parcel.queued_at > _GIVE_UP:
        return Outcome(parcel=parcel, problem="unreachable")
    return _later(parcel, min(2**parcel.tries, _LONGEST_PAUSE))
