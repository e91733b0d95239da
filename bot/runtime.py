"""Put the house together, run its loops, and take it apart again."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import lines, webhook
from bot.leading import Duty, Leading, ended, kept_up
from bot.logs import log, quiet_loop
from bot.workers import Workers
from casework import health
from casework.work import House
from settings.datafiles import load_data
from settings.model import Settings
from storage import keys, schema
from storage.database import Database
from storage.presence import Presence
from triage import routes

# python-telegram-bot would otherwise warn about each wait that Telegram asks for.
os.environ.setdefault("PTB_TIMEDELTA", "true")

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
            data=load_data(settings.district.data, settings.routing.file),
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
        # Before anything is written: with foreign keys nothing could be read again.
        await health.demand_own_keys(house)
        for idle in routes.idle(house.data.routing, house.data.categories):
            log.warning("a routing rule can never fire", line=idle.rule.line)
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
                async with asyncio.timeout(_RETRY_SECONDS):
                    await stop.wait()
        else:
            return True
    return False


async def serve(house: House, bot: Bot, stop: asyncio.Event) -> None:
    """Work for *house* until *stop* is set; fetch and send for all while we lead."""
    house = replace(house, username=bot.username)
    async with house.database.present() as presence:
        if not await _admitted(house, presence, stop):
            return
        port_is_open = asyncio.Event()
        workers = Workers(house, bot, presence)
        leading = Leading(house, bot, presence, port_is_open)
        listening = asyncio.create_task(_listen(house, bot, port_is_open))
        working = asyncio.create_task(kept_up("work", workers.run))
        leads = asyncio.create_task(leading.run())
        log.info("maple bridge is open")
        await stop.wait()
        await ended(leads)
        # In this order, what has come in is answered and what was said leaves.
        await ended(listening)
        await leading.end(Duty.FETCH)
        await leading.end(Duty.FILES)
        await leading.end(Duty.INDEX)
        await leading.end(Duty.CLOCKS)
        await ended(working)
        await leading.end(Duty.SEND)
        await leading.end(Duty.SWEEP)
    log.info("maple bridge is closed")


async def _listen(house: House, bot: Bot, is_open: asyncio.Event) -> None:
    """Take updates that Telegram brings, if it is to bring them."""
    if house.settings.telegram.webhook.url:
        await kept_up("listen", lambda: webhook.listen(house, bot, is_open))


async def _admitted(house: House, presence: Presence, stop: asyncio.Event) -> bool:
    """Wait until we may work; return False if we are stopped before.

    On PostgreSQL all work; on SQLite a second process would be in the way.
    """
    if not house.database.on_sqlite:
        return True
    leading = asyncio.create_task(presence.until_leading())
    stopped = asyncio.create_task(stop.wait())
    waiting = {leading, stopped}
    done, _ = await asyncio.wait(
        waiting, timeout=_RETRY_SECONDS, return_when=asyncio.FIRST_COMPLETED
    )
    if not done:
        log.warning("another process works on this database; standing by")
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting - done:
        await ended(task)
    return leading in done
