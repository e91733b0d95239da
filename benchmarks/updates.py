"""Updates a second, everything durable, beside a bare python-telegram-bot echo bot.

A backlog of messages from many people waits in the sandbox; the clock runs from
the bot's first answer to its last. Sandbox and bot are two processes, so on two
cores each has one. Limits are off for both. Prints a table; CPU is the bot's own.
"""

import argparse
import asyncio
import statistics
import time
from dataclasses import dataclass

import stand

from sandbox import server
from sandbox.world import World

_PEOPLE = 200
_STORY = "布吉街道有人每个月收保护费，不交就砸店"
_JOBS: dict[str, tuple[stand.Start, str]] = {
    "python-telegram-bot, bare echo": (stand.peer, "hello"),
    "Maple Bridge, /help": (stand.ours, "/help"),
    "Maple Bridge, a story": (stand.ours, _STORY),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: updates a second, and milliseconds of the bot's CPU an update."""

    rate: float
    cpu_ms: float


async def measure(runs: int, updates: int) -> None:
    found: dict[str, list[Run]] = {name: [] for name in _JOBS}
    for _ in range(runs):
        for name, (start, words) in _JOBS.items():
            found[name].append(await _run(start, words, updates))
    _print(found)


async def _run(start: stand.Start, words: str, updates: int) -> Run:
    world = World(token=stand.TOKEN)
    async with server.serve(world) as running:
        people = [world.add_person(f"P{number}", "zh-hans") for number in range(_PEOPLE)]
        for number in range(updates):
            people[number % _PEOPLE].say(words)
        async with start(running) as process:
            await _answers(world, 1)
            first, cpu = _count(world), stand.seconds_of_cpu(process)
            begin = time.perf_counter()
            await _answers(world, updates)
            answered = _count(world) - first
            seconds = time.perf_counter() - begin
            cpu = stand.seconds_of_cpu(process) - cpu
    return Run(rate=answered / seconds, cpu_ms=cpu / answered * 1000)


def _count(world: World) -> int:
    return len(world.calls.of("sendMessage"))


async def _answers(world: World, wanted: int) -> None:
    while _count(world) < wanted:  # noqa: ASYNC110 - a look costs less than waking for each
        await asyncio.sleep(0.05)


def _print(found: dict[str, list[Run]]) -> None:
    peer = statistics.median(run.rate for run in next(iter(found.values())))
    print("| what | updates/s, median | min | max | of the peer | CPU ms an update |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, runs in found.items():
        rates = [run.rate for run in runs]
        median, cpu = statistics.median(rates), statistics.median(run.cpu_ms for run in runs)
        row = f"{median:.0f} | {min(rates):.0f} | {max(rates):.0f} | {median / peer:.0%}"
        print(f"| {name} | {row} | {cpu:.2f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--updates", type=int, default=2000)
    arguments = parser.parse_args()
    asyncio.run(measure(arguments.runs, arguments.updates))
