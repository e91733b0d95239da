"""The three ways in which messages come: a backlog, a closed loop, an even stream."""

import asyncio
import itertools
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from crowd import Crowd
from stand import Start

from sandbox import server
from sandbox.phone import Phone
from triage import receipts

_STORY = "布吉街道有人每个月收保护费，不交就砸店"
# Written before the clock runs: connections and caches fill.
_WARMING = 20
# Seconds in which every process of several has started.
_ALL_UP = 5.0

People = Callable[[], Awaitable[list[float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What people write; *new*: each message is somebody's first."""

    words: Callable[[], str]
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: updates a second, what each cost, and how long people waited."""

    rate: float
    cpu_ms: float
    server_ms: float
    seconds: float
    peak_mib: float
    waits: tuple[float, ...] = ()


def wrong_receipt() -> str:
    """Return a receipt that no report has; to find that out takes an Argon2 hash."""
    body = random.randrange(10**receipts.BODY_DIGITS)
    return f"/status {receipts.complete(f'{body:0{receipts.BODY_DIGITS}d}')}"


HELLO = Load(words=lambda: "hello")
HELP = Load(words=lambda: "/help")
STORY = Load(words=lambda: _STORY, new=True)
LONG_STORY = Load(words=lambda: (_STORY * 16)[:300], new=True)
WRONG_RECEIPT = Load(words=wrong_receipt)


async def backlog(start: Start, load: Load, updates: int, people: int = 200) -> Run:
    """Let *updates* wait while the bot is away.

    Seconds run from its start; the rate and what it costs from its first
    getUpdates to its last answer.
    """
    crowd = Crowd()
    writers = _writers(crowd, load, people)
    for _ in range(updates):
        next(writers).say(load.words())
    async with server.serve(crowd) as running:
        away = time.perf_counter()
        async with start(running) as team:
            await crowd.first_poll()
            begin = time.perf_counter()
            cpu, server_cpu = team.cpu(), team.server_cpu()
            await crowd.answers(updates)
            end = time.perf_counter()
            return Run(
                rate=updates / (end - begin),
                cpu_ms=(team.cpu() - cpu) / updates * 1000,
                server_ms=(team.server_cpu() - server_cpu) / updates * 1000,
                seconds=end - away,
                peak_mib=team.peak_mib(),
            )


async def flood(start: Start, load: Load, updates: int, people: int = 200) -> Run:
    """Let *updates* come at once, when all processes of the bot have long been up."""
    crowd = Crowd()
    writers = _writers(crowd, load, people)

    async def everybody() -> list[float]:
        wanted = crowd.answered + updates
        for _ in range(updates):
            next(writers).say(load.words())
        await crowd.answers(wanted)
        return [0.0] * updates

    return await _timed(crowd, start, load, everybody, rest=_ALL_UP)


async def closed_loop(start: Start, load: Load, updates: int, phones: int = 50) -> Run:
    """Let *phones* people write at once, each again when the answer has come."""
    crowd = Crowd()
    newcomers = crowd.newcomers()
    left = itertools.repeat(None, updates)

    async def phone() -> list[float]:
        # One person a phone: nobody may be asked twice before the answer.
        mine = itertools.repeat(next(newcomers))
        writers = newcomers if load.new else mine
        return [await crowd.ask(next(writers), load.words()) for _ in left]

    async def people() -> list[float]:
        waits = await asyncio.gather(*(phone() for _ in range(phones)))
        return list(itertools.chain.from_iterable(waits))

    return await _timed(crowd, start, load, people)


async def even_stream(start: Start, load: Load, *, each_second: int, seconds: int) -> Run:
    """Let *each_second* people write in even steps, whether answers come or not."""
    crowd = Crowd()
    newcomers = crowd.newcomers()

    async def people() -> list[float]:
        begin = time.perf_counter()
        asked = []
        for number in range(each_second * seconds):
            await asyncio.sleep(max(0.0, begin + number / each_second - time.perf_counter()))
            asked.append(asyncio.create_task(crowd.ask(next(newcomers), load.words())))
        return list(await asyncio.gather(*asked))

    return await _timed(crowd, start, load, people)


async def _timed(
    crowd: Crowd, start: Start, load: Load, people: People, *, rest: float = 0.0
) -> Run:
    """Let *people* write to a bot that has warmed up."""
    async with server.serve(crowd) as running, start(running) as team:
        await _warm(crowd, load)
        await asyncio.sleep(rest)
        begin, cpu, server_cpu = time.perf_counter(), team.cpu(), team.server_cpu()
        waits = await people()
        seconds = time.perf_counter() - begin
        return Run(
            rate=len(waits) / seconds,
            cpu_ms=(team.cpu() - cpu) / len(waits) * 1000,
            server_ms=(team.server_cpu() - server_cpu) / len(waits) * 1000,
            seconds=seconds,
            peak_mib=team.peak_mib(),
            waits=tuple(waits),
        )


async def _warm(crowd: Crowd, load: Load) -> None:
    newcomers = itertools.islice(crowd.newcomers(), _WARMING)
    await asyncio.gather(*(crowd.ask(phone, load.words()) for phone in newcomers))


def _writers(crowd: Crowd, load: Load, people: int) -> Iterator[Phone]:
    """Return who writes next: the same *people* again and again, or always somebody new."""
    newcomers = crowd.newcomers()
    return newcomers if load.new else itertools.cycle(itertools.islice(newcomers, people))
