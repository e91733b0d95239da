"""Delete both sides of a private chat, also what we may have sent without learning its number.

A message whose answer was lost, or after which we died, stands between two that
we know: Telegram counts messages up. The sweep tries the numbers near those we
know. Numbers of the gap that are none of this chat's (a bot's private chats
share one count) are passed over by deleteMessages, as is what is gone already.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise

from telegram import Bot
from telegram.error import BadRequest

from casework import trails
from casework.trails import Wiped
from casework.work import House

# The most that deleteMessages takes at once (Bot API).
_BATCH = 100
# How far from a known message an unknown one of ours may stand: some seconds of a busy bot.
_NEAR = 100
# The most numbers that are tried for one wipe: ten requests.
_MOST = 1000


async def wipe(house: House, bot: Bot, chat_id: int) -> Wiped:
    """Delete what is known of the chat and what may stand in between.

    Raises:
        TelegramError: If Telegram cannot be reached; what is left goes the next time.
    """
    known = await trails.messages(house, house.keyring.person(chat_id))
    numbers = sorted(known.numbers | set(gaps(known.numbers)))
    left = 0
    for start in range(0, len(numbers), _BATCH):
        left += await _delete(bot, chat_id, numbers[start : start + _BATCH])
    return Wiped(ids=known.ids, deleted=max(0, len(known.numbers) - left), left=left)


def gaps(known: Collection[int]) -> list[int]:
    """Return unknown numbers between *known* ones, those nearest to them; _MOST at most."""
    near = (number for low, high in pairwise(sorted(known)) for number in _between(low, high))
    narrow = sorted(near, key=lambda pair: pair[0])
    return [number for _, number in narrow[:_MOST]]


def _between(low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield the numbers of one gap with their distance from its nearer end."""
    below = range(low + 1, min(high, low + 1 + _NEAR))
    above = range(max(low + 1 + _NEAR, high - _NEAR), high)
    for number in (*below, *above):
        yield min(number - low, high - number), number


async def _delete(bot: Bot, chat_id: int, numbers: list[int]) -> int:
    """Delete a batch; return how many Telegram refused.

    It refuses all for one that is too old: the rest goes by halves.
    """
    try:
        await bot.delete_messages(chat_id, numbers)
    except BadRequest:
        if len(numbers) == 1:
            return 1
        middle = len(numbers) // 2
        first = await _delete(bot, chat_id, numbers[:middle])
        return first + await _delete(bot, chat_id, numbers[middle:])
    return 0
