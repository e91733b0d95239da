"""Hand an officer the clean copy of a file, in a message that cannot be passed on."""

from telegram import Bot

from casework import files
from casework.delivery import Outcome, Parcel
from casework.files import CleanCopy
from casework.work import House, Work
from triage.errors import BridgeError

_PHOTOS = ("image/jpeg", "image/png", "image/webp")


async def hand(house: House, bot: Bot, parcel: Parcel, chat_id: int) -> Outcome:
    """Send the file that a parcel names.

    Raises:
        TelegramError: If Telegram did not take it.
    """
    copy = await _copy(house, parcel)
    if copy is None:
        return Outcome(parcel=parcel, problem="no_file")
    name = copy.name or "file"
    if copy.mime in _PHOTOS:
        sent = await bot.send_photo(chat_id, copy.content, filename=name, protect_content=True)
    else:
        sent = await bot.send_document(chat_id, copy.content, filename=name, protect_content=True)
    return Outcome(parcel=parcel, message_id=sent.message_id)


async def _copy(house: House, parcel: Parcel) -> CleanCopy | None:
    if parcel.saying.file is None:
        return None
    async with house.database.read() as tx:
        try:
            return await files.clean_copy(
                Work(tx=tx, now=parcel.queued_at, house=house), parcel.saying.file
            )
        except BridgeError:
            return None
