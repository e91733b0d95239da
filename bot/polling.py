"""Fetch updates, and keep them before Telegram is told that we have them."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot import lines
from bot.logs import log
from casework import inbox
from casework.work import House

WANTED = ["message", "edited_message", "callback_query"]
"""The kinds of updates we ask for, by polling and by webhook."""

_BATCH = 100
PAUSES = (0.5, 1, 2, 5, 10)
"""Seconds between tries while Telegram cannot be reached."""

_CLASH = 5.0
# The connection must outlive the long poll it carries.
_GRACE = 10.0


async def poll(house: House, bot: Bot) -> None:
    """Fetch updates until somebody else takes them away from us.

    A batch is confirmed only after it is committed.
    """
    offset, failures = 0, 0
    async with lines.line() as line:
        while True:
            try:
                batch = await _fetch(line, bot, offset, house.settings.telegram.poll_seconds)
            except Conflict:
                log.error("somebody else fetches with this token, or has set a webhook for it")
                await asyncio.sleep(_CLASH)
                return
            except TelegramError as error:
                failures += 1
                await asyncio.sleep(_pause(error, failures))
                continue
            failures = 0
            await inbox.accept(house, bot.id, batch, datetime.now(UTC))
            # Telegram forgets everything below the offset of the next call.
            offset = max((update["update_id"] + 1 for update in batch), default=offset)


async def _fetch(line: BaseRequest, bot: Bot, offset: int, seconds: int) -> list[dict[str, Any]]:
    """Return updates as Telegram sent them, not what the library understands of them."""
    wanted = urlencode(
        {
            "offset": offset,
            "limit": _BATCH,
            "timeout": seconds,
            "allowed_updates": json.dumps(WANTED),
        }
    )
    url = f"{bot.base_url}/getUpdates?{wanted}"
    batch = await line.post(url, read_timeout=seconds + _GRACE)
    return batch if isinstance(batch, list) else []


def _pause(error: TelegramError, failures: int) -> float:
    if isinstance(error, RetryAfter):
        return seconds_of(error)
    if isinstance(error, InvalidToken):
        log.error("Telegram does not know this token; run maplebridge doctor")
        return _CLASH
    if not isinstance(error, NetworkError):
        log.warning("polling refused", error=type(error).__name__)
    elif failures == len(PAUSES):
        log.warning("Telegram cannot be reached; still trying", failures=failures)
    return PAUSES[min(failures, len(PAUSES)) - 1]


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram wants us to wait, in seconds."""
    wait = error.retry_after
    return wait.total_seconds() if not isinstance(wait, int | float) else float(wait)
