"""Fetch the files that residents sent, make clean copies, keep them sealed."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from telegram import Bot
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot import cleaning
from bot.lines import Lines
from bot.logs import fault_fields, log
from bot.polling import seconds_of
from casework import file_arrivals
from casework.file_arrivals import Arrived, Errand
from casework.work import House
from storage.faults import KeyFault, StorageFault
from storage.transaction import Box
from triage import files
from triage.files import FileRefused, NotKept, TooBig

# At once: of each, file, copy and sealed original are in memory for a moment, 100 MB at most.
_AT_ONCE = 2
# Seconds; a file that is due again later is looked for no later than this.
_LONGEST_REST = 60.0
# Seconds for a whole file: 20 MB over a slow line.
_WHOLE = 600


async def fetch(house: House, bot: Bot) -> None:
    """Fetch what is due, and what will be."""
    async with Lines(_AT_ONCE) as line:
        fetching = _Fetching(house, bot, line)
        while True:
            now = datetime.now(UTC)
            errands = await file_arrivals.take_up(house, now, _AT_ONCE)
            await asyncio.gather(*(fetching.run(errand) for errand in errands))
            if not errands:
                seconds = await file_arrivals.seconds_to_next(house, now, _LONGEST_REST)
                await house.database.wait(Box.FILES, seconds)


class _Fetching:
    """What one round of errands is run with."""

    def __init__(self, house: House, bot: Bot, line: Lines) -> None:
        self._house = house
        self._bot = bot
        self._line = line
        # One at a time: a large picture takes half a gigabyte to open.
        self._cleaning = asyncio.Semaphore(1)

    async def run(self, errand: Errand) -> None:
        """Make one try; whatever goes wrong, the file is due again later."""
        try:
            await self._try(errand)
        except FileRefused as why:
            log.info("file not taken", why=type(why).__name__)
            await file_arrivals.give_up(self._house, errand, why, datetime.now(UTC))
        except RetryAfter as error:
            until = datetime.now(UTC) + timedelta(seconds=seconds_of(error))
            await file_arrivals.put_off(self._house, errand, until)
        except (TelegramError, TimeoutError) as error:
            log.debug("file not fetched yet", error=type(error).__name__)
        except (StorageFault, KeyFault, OSError) as error:
            log.warning("file not kept yet", **fault_fields(error))

    async def _try(self, errand: Errand) -> None:
        if errand.telegram_id is None:
            await file_arrivals.seal_anew(self._house, errand, datetime.now(UTC))
            return
        arrived = await self._cleaned(await self._fetched(errand.telegram_id))
        if await file_arrivals.keep(self._house, errand, arrived, datetime.now(UTC)):
            log.info("file kept", bytes=len(arrived.original))

    async def _fetched(self, telegram_id: str) -> bytes:
        asked = f"{self._bot.base_url}/getFile?{urlencode({'file_id': telegram_id})}"
        try:
            found: Any = await self._line.post(asked)
        except BadRequest as error:
            if "too big" in error.message:
                raise TooBig from None
            raise
        url = f"{self._bot.base_file_url}/{quote(str(found['file_path']))}"
        async with asyncio.timeout(_WHOLE):
            return await self._line.download(url, files.LARGEST)

    async def _cleaned(self, original: bytes) -> Arrived:
        """Return what came with its clean copy.

        Raises:
            FileRefused: If it is not to be kept, or could only be kept as an
                original where none are.
        """
        async with self._cleaning:
            found = await cleaning.cleaned(original)
        if found.content is None and not self._house.settings.keys.custodians:
            raise NotKept("only the original could be kept")
        return Arrived(
            original=original,
            mime=found.mime,
            clean=found.content,
            clean_mime=found.clean_mime,
            has_voice=found.has_voice,
        )
