"""Updates a second, everything durable, beside a bare python-telegram-bot echo bot.

A backlog of messages from many people waits in the sandbox; the clock runs from
the bot's first answer to its last. Sandbox and bot are two processes, so on two
cores each has one. Limits are off for both. Prints a table of medians.
"""

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bot.founding import new_passphrase
from sandbox import server
from sandbox.server import Running
from sandbox.world import World
from settings import loading, writing
from storage import keys

_HERE = Path(__file__).parent
_EXAMPLE = _HERE.parent / "config.example.toml"
_TOKEN = "123456:SANDBOX-benchmark-opens-nothing"
_OFF = 1_000_000
_PEOPLE = 200


async def measure(runs: int, updates: int) -> None:
    jobs = {
        "python-telegram-bot, bare echo": (_peer, "hello"),
        "Maple Bridge, /help": (_ours, "/help"),
        "Maple Bridge, a story": (_ours, "布吉街道有人每个月收保护费，不交就砸店"),
    }
    rates: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, (start, words) in jobs.items():
            rates[name].append(await _rate(start, words, updates))
    _print(rates)


async def _rate(start, words: str, updates: int) -> float:
    world = World(token=_TOKEN)
    async with server.serve(world) as running:
        people = [world.add_person(f"P{number}", "zh-hans") for number in range(_PEOPLE)]
        for number in range(updates):
            people[number % _PEOPLE].say(words)
        async with start(running):
            await _answers(people, 1)
            begin, first = time.perf_counter(), _count(people)
            await _answers(people, updates)
            return (_count(people) - first) / (time.perf_counter() - begin)


def _count(people: Sequence) -> int:
    return len(people[0].state.calls.of("sendMessage"))


async def _answers(people: Sequence, wanted: int) -> None:
    while _count(people) < wanted:
        await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def _peer(running: Running) -> AsyncIterator[None]:
    script = str(_HERE / "echo_ptb.py")
    async with _process(sys.executable, script, _TOKEN, running.base_url):
        yield


@contextlib.asynccontextmanager
async def _ours(running: Running) -> AsyncIterator[None]:
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "installation"
        await asyncio.to_thread(_install, folder, running)
        command = Path(sys.executable).with_name("maplebridge")
        async with _process(str(command), "bot", "--config", str(folder / "config.toml")):
            yield


def _install(folder: Path, running: Running) -> None:
    folder.mkdir()
    (folder / "token").write_text(_TOKEN)
    changes = {
        "telegram.base_url": running.base_url,
        "telegram.base_file_url": running.base_file_url,
        "keys.recovery": "../recovery/keys.age",
        "logs.level": "error",
        "limits.messages_per_second": _OFF,
        "limits.per_chat_per_second": _OFF,
        "limits.per_chat_burst": _OFF,
    }
    writing.write_config(_EXAMPLE.read_text(), folder / "config.toml", changes)
    settings = loading.load(folder / "config.toml")
    keys.create(settings.keys.folder, settings.keys.recovery, new_passphrase())
    from datetime import UTC, datetime

    from casework import founding

    asyncio.run(founding.found(settings.database_url, datetime.now(UTC)))


@contextlib.asynccontextmanager
async def _process(*command: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


def _print(rates: dict[str, list[float]]) -> None:
    peer = statistics.median(next(iter(rates.values())))
    print("| what | updates/s, median | min | max | of the peer |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, found in rates.items():
        median = statistics.median(found)
        row = f"{median:.0f} | {min(found):.0f} | {max(found):.0f} | {median / peer:.0%}"
        print(f"| {name} | {row} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--updates", type=int, default=2000)
    arguments = parser.parse_args()
    asyncio.run(measure(arguments.runs, arguments.updates))
