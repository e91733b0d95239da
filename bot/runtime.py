"""Put the house together, run its loops, and take it apart again."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import lines, menu
from bot.logs import fault_fields, log, quiet_loop
from bot.polling import poll
from bot.sender import Sender
from bot.workers import Workers
from casework import upkeep
from casework.work import House
from settings.datafiles import load_data
from settings.model import Settings
from storage import keys, schema
from storage.database import Database

# python-telegram-bot would otherwise warn about each wait that Telegram asks for.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_SWEEP_SECONDS = 300
_RETRY_SECONDS = 1.0
# For the sender's lines and the acknowledged buttons.
_LINES = 12


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[House]:
    """Open database and keys of an installation, and close them in the end.

    Raises:
        SchemaMismatch: If the tables are of another release.
        KeyFault: If a key is missing.
    """
    database = Database(settings.database.url.get_secret_value())
    try:
        await schema.demand_current(database)
        async with database.read() as tx:
            salt = await schema.receipt_salt(tx)
        yield House(
            database=database,
            keyring=keys.load(settings.keys.folder),
            settings=settings,
            data=load_data(settings.district.data),
            receipt_salt=salt,
        )
    finally:
        await database.close()


def telegram(settings: Settings) -> Bot:
    """Return the client of the Bot API server that the configuration names."""
    return Bot(
        settings.telegram.token(),
        base_url=settings.telegram.base_url,
        base_file_url=settings.telegram.base_file_url,
        request=lines.Lines(_LINES),
        get_updates_request=lines.line(),
    )


async def run(settings: Settings) -> None:
    """Be the bot until SIGTERM or SIGINT; what is under way is finished first."""
    quiet_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings) as house:
        bot = telegram(settings)
        try:
            if await _reached(bot, stop):
                await serve(house, bot, stop)
        finally:
            await bot.shutdown()


async def _reached(bot: Bot, stop: asyncio.Event) -> bool:
    """Wait until Telegram answers; return False if we are stopped before.

    Raises:
        InvalidToken: If Telegram does not know the token.
    """
    while not stop.is_set():
        try:
            await bot.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("Telegram does not answer; still trying", error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _RETRY_SECONDS)
        else:
            return True
    return False


async def serve(house: House, bot: Bot, stop: asyncio.Event) -> None:
    """Poll, work and send for *house* until *stop* is set."""
    await menu.offer(bot)
    workers, sender = Workers(house, bot), Sender(house, bot)
    # Stopped in this order, what has come in is answered and what was said leaves.
    loops = (
        ("poll", lambda: poll(house, bot)),
        ("work", workers.run),
        ("send", sender.run),
        ("sweep", lambda: _sweep(house)),
    )
    tasks = [asyncio.create_task(_kept_up(name, loop)) for name, loop in loops]
    log.info("maple bridge is open")
    await stop.wait()
    for task in tasks:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    log.info("maple bridge is closed")


async def _kept_up(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run *loop* for ever: a full disk or a lost connection must not need a hand."""
    while True:
        try:
            await loop()
        except Exception as error:  # noqa: BLE001 - logged, and begun again
            log.error("loop failed, beginning again", loop=name, **fault_fields(error))
            await asyncio.sleep(_RETRY_SECONDS)


async def _sweep(house: House) -> None:
    while True:
        await upkeep.sweep(house, datetime.now(UTC))
        await asyncio.sleep(_SWEEP_SECONDS)
