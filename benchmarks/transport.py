"""What one `Bot.send_message` costs through different transports, in CPU of the caller.

Eight messages are under way at once, as in our sender. The server is another
process and nearly free.
"""

import argparse
import asyncio
import contextlib
import functools
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

os.environ["PTB_TIMEDELTA"] = "true"

import processes
import rounds
import stand
from cluster import free_port
from telegram import Bot
from telegram.constants import ParseMode
from telegram.request import HTTPXRequest

from bot import lines, runtime
from settings import loading

_AT_ONCE = 8
_CONNECTIONS = 12
_SECONDS = 120.0
_WORDS = "<b>LG-26-004217-K</b>\n" + "你的报告已经收到，工作人员会尽快处理。" * 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Milliseconds for a message: of CPU, and by the clock with eight under way."""

    cpu_ms: float
    ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the server is, and an installation that names it."""

    base_url: str
    config: Path


Factory = Callable[[Place], Bot]


def _plain(place: Place) -> Bot:
    request = HTTPXRequest(connection_pool_size=_CONNECTIONS)
    return Bot(stand.TOKEN, base_url=place.base_url, request=request)


def _lines(place: Place) -> Bot:
    return Bot(stand.TOKEN, base_url=place.base_url, request=lines.Lines(_CONNECTIONS))


def _ours(place: Place) -> Bot:
    return runtime.telegram(loading.load(place.config))


FACTORIES: dict[str, Factory] = {
    "python-telegram-bot's HTTPXRequest, one pool": _plain,
    "bot/lines.py": _lines,
    "what the bot uses": _ours,
}


async def measure(runs: int, messages: int) -> None:
    async with _place() as place:
        jobs = {
            name: functools.partial(_run, factory, place, messages)
            for name, factory in FACTORIES.items()
        }
        found = await rounds.in_turn(jobs, runs, seconds=_SECONDS)
    first = next(iter(found.values()))
    caption = f"One send_message, {messages} messages, {_AT_ONCE} at once, {runs} runs."
    rounds.head(caption, "transport", "CPU ms", "of plain", "ms by the clock")
    for name, ends in found.items():
        rounds.row(
            name,
            rounds.number(rounds.middle(ends, lambda run: run.cpu_ms), 2),
            rounds.share(rounds.ratio(ends, first, lambda run: run.cpu_ms)),
            rounds.number(rounds.middle(ends, lambda run: run.ms), 2),
        )


async def _run(factory: Factory, place: Place, messages: int) -> Run:
    async with factory(place) as bot:
        await _send(bot, _AT_ONCE * 4)
        begin, cpu = time.perf_counter(), time.process_time()
        await _send(bot, messages)
        return Run(
            cpu_ms=(time.process_time() - cpu) / messages * 1000,
            ms=(time.perf_counter() - begin) / messages * 1000,
        )


async def _send(bot: Bot, messages: int) -> None:
    left = iter(range(messages))

    async def line() -> None:
        for _ in left:
            await bot.send_message(5_200_000_001, _WORDS, parse_mode=ParseMode.HTML)

    await asyncio.gather(*(line() for _ in range(_AT_ONCE)))


@contextlib.asynccontextmanager
async def _place() -> AsyncIterator[Place]:
    port = free_port()
    script = str(Path(__file__).with_name("answers.py"))
    with tempfile.TemporaryDirectory() as home:
        place = Place(
            base_url=f"http://127.0.0.1:{port}/bot", config=Path(home) / "installation/config.toml"
        )
        stand.make_keys(Path(home))
        stand.write_config(place.config, {"telegram.base_url": place.base_url})
        async with processes.running(sys.executable, script, str(port)):
            await _until_open(port)
            yield place


async def _until_open(port: int) -> None:
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--messages", type=int, default=1000)
    arguments = parser.parse_args()
    asyncio.run(measure(arguments.runs, arguments.messages))
